import { expect, test } from "vitest";
import type { Affine } from "../core/volume";
import { stacksWith } from "./combine";
import type { Series } from "./series-store";
import { testSeries } from "./test-series";

const axial = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 5, 0, 0, 0, 0, 1];
const coronal = [1, 0, 0, 0, 0, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 1];
const cos = Math.cos(Math.PI / 9);
const sin = Math.sin(Math.PI / 9);
const tilted = [1, 0, 0, 0, 0, cos, -5 * sin, 0, 0, sin, 5 * cos, 0, 0, 0, 0, 1];
const stack = (id: string, affine: Affine, change: Partial<Series> = {}) =>
  testSeries(id, { grid: { dims: [9, 9, 9], spacing: [1, 1, 5], affine }, surveyId: "s", ...change });
const ids = (scan: Series, ...others: readonly Series[]) => stacksWith(scan, [scan, ...others]).map(({ id }) => id);

test("scans that were given together and are thick in different directions can be combined", () => {
  expect(ids(stack("a", axial), stack("b", coronal))).toEqual(["a", "b"]);
  expect(ids(stack("a", axial), stack("b", axial), stack("c", tilted))).toEqual([]);
  expect(ids(stack("a", axial), stack("b", coronal, { surveyId: "t" }))).toEqual([]);
});

test("scans of another contrast, of several frames, or with slices missing are left out", () => {
  const obstacle = { code: "W_MISSING_SLICE", text: "" } as const;
  expect(ids(stack("a", axial, { contrast: "T2w" }), stack("b", coronal, { contrast: "FLAIR" }))).toEqual([]);
  expect(ids(stack("a", axial, { contrast: "T2w" }), stack("b", coronal))).toEqual(["a", "b"]);
  expect(ids(stack("a", axial), stack("b", coronal, { frames: 3 }))).toEqual([]);
  expect(ids(stack("a", axial), stack("b", coronal, { slices: { axis: 2, distanceMm: 5, obstacle } }))).toEqual([]);
});

test("what was made of a scan, and scans without thick slices, are no stacks", () => {
  expect(ids(stack("a", axial), stack("b", coronal, { kind: "result" }))).toEqual([]);
  const cubic = { dims: [9, 9, 9], spacing: [1, 1, 1], affine: coronal } as const;
  expect(ids(stack("a", axial), stack("b", coronal, { grid: cubic }))).toEqual([]);
});
