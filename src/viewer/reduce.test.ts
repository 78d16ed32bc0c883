import { expect, test } from "vitest";
import { voxelToWorld } from "../core/affine";
import { reducedBy, reductionTo } from "./reduce";
import { distance, gridVolume } from "./test-grids";

test.each([
  [[100, 100, 100], [1, 1, 1], 1_000_000, [1, 1, 1]],
  [[100, 100, 100], [1, 1, 1], 125_000, [2, 2, 2]],
  [[512, 512, 20], [0.5, 0.5, 5], 2_000_000, [2, 2, 1]],
  [[520, 622, 520], [0.4, 0.4, 0.4], 4_000_000, [4, 4, 3]],
] as const)("a %j grid of %j mm is drawn with at most %d voxels", (dims, spacing, most, times) => {
  const found = reductionTo(most, { dims, spacing });
  expect([...found].sort()).toEqual([...times].sort());
});

test("means of blocks, at the same place in the world; a cut block counts only what it has", async () => {
  const volume = gridVolume("oblique", [5, 4, 3], [1, 1, 2]);
  const data = volume.data.slice();
  data[0] = Number.NaN;
  const reduced = await reducedBy([2, 2, 1], { ...volume, data }, -1);
  expect(reduced.dims).toEqual([3, 2, 3]);
  expect(reduced.spacing).toEqual([2, 2, 2]);
  const mean = (...at: number[]) => at.reduce((sum, i) => sum + (data[i] as number), 0) / at.length;
  expect(reduced.data[0]).toBeCloseTo(mean(1, 5, 6), 3);
  expect(reduced.data[1]).toBeCloseTo(mean(2, 3, 7, 8), 3);
  expect(reduced.data[2]).toBeCloseTo(mean(4, 9), 3);
  const middle = voxelToWorld(volume.affine, [2.5, 0.5, 1]);
  expect(distance(voxelToWorld(reduced.affine, [1, 0, 1]), middle)).toBeLessThan(1e-9);
  const empty = await reducedBy([2, 2, 1], { ...volume, data: data.map(() => Number.NaN) }, -1);
  expect(new Set(empty.data)).toEqual(new Set([-1]));
});
