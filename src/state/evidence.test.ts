import { expect, test } from "vitest";
import { certaintyOf } from "../evidence/certainty";
import { finerAxes, goesToTrueGrid, startingGrid } from "./evidence";
import { testEvidence, testZeroFilled } from "./test-evidence";
import { testSeries } from "./test-series";

test("how certain something is, in a word", () => {
  expect([1, 0.8, 0.79, 0.5, 0.49, 0].map(certaintyOf)).toEqual(["sure", "sure", "likely", "likely", "guess", "guess"]);
});

test("axes with more voxels than were sampled are found", () => {
  expect(finerAxes(testEvidence())).toEqual([]);
  expect(finerAxes(undefined)).toEqual([]);
  expect(finerAxes(testZeroFilled(0.6)).map(({ axis, trueMm }) => [axis, trueMm])).toEqual([[0, 2]]);
});

test("a scan goes to its true grid first where that is certain, unless the person says otherwise", () => {
  const sure = testSeries("a", { evidence: testZeroFilled(0.9) });
  const likely = testSeries("a", { evidence: testZeroFilled(0.7) });
  expect(goesToTrueGrid(sure, undefined)).toBe(true);
  expect(goesToTrueGrid(sure, false)).toBe(false);
  expect(goesToTrueGrid(likely, undefined)).toBe(false);
  expect(goesToTrueGrid(likely, true)).toBe(true);
});

test("there is nothing to be brought to a true grid where every axis is as sampled, or nothing is known", () => {
  expect(goesToTrueGrid(testSeries("a", { evidence: testEvidence() }), true)).toBe(false);
  expect(goesToTrueGrid(testSeries("a"), true)).toBe(false);
});

test("a run begins with the true grid, on which slices lie as far apart as they do", () => {
  const slices = { axis: 0, distanceMm: 1, thicknessMm: 2 } as const;
  const scan = testSeries("a", { evidence: testZeroFilled(0.9), slices });
  expect(startingGrid(scan, undefined)).toEqual({
    dims: [5, 10, 10],
    spacing: [2, 1, 1],
    slices: { ...slices, distanceMm: 2 },
  });
  expect(startingGrid(scan, false)).toEqual({ dims: [10, 10, 10], spacing: [1, 1, 1], slices });
});
