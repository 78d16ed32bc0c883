import { expect, test } from "vitest";
import { voxelToWorld } from "./affine";
import { boxAround, boxOf, cutOut, grownWithin } from "./box";
import { testVolume } from "./synthetic";

test("a box lies around its middle, within the grid", () => {
  expect(boxAround([20, 20, 20], [10, 0, 19], [5, 4, 6])).toEqual({ origin: [8, 0, 14], size: [5, 4, 6] });
  expect(boxAround([20, 3, 20], [10, 100, -7], [5, 4, 6])).toEqual({ origin: [8, 0, 0], size: [5, 3, 6] });
});

test("a box grows as far as the grid goes", () => {
  const box = { origin: [2, 5, 8], size: [3, 3, 3] } as const;
  expect(grownWithin(box, [4, 1, 2], [10, 10, 12])).toEqual({ origin: [0, 4, 6], size: [9, 5, 6] });
});

test("a box holds what is marked, or the whole where nothing is", () => {
  const mask = new Uint8Array(4 * 5 * 6);
  expect(boxOf(mask, [4, 5, 6])).toEqual({ origin: [0, 0, 0], size: [4, 5, 6] });
  for (const [x, y, z] of [
    [1, 4, 2],
    [3, 0, 2],
  ] as const) {
    mask[x + 4 * (y + 5 * z)] = 1;
  }
  expect(boxOf(mask, [4, 5, 6])).toEqual({ origin: [1, 0, 2], size: [3, 5, 1] });
});

test("what is cut out stays in its place", () => {
  const volume = testVolume([5, 6, 7], (x, y, z) => x + 10 * y + 100 * z);
  const part = cutOut(volume, { origin: [1, 2, 3], size: [2, 3, 4] });
  expect(part.dims).toEqual([2, 3, 4]);
  expect([part.data[0], part.data[1], part.data[2], part.data[6]]).toEqual([321, 322, 331, 421]);
  expect(voxelToWorld(part.affine, [1, 2, 3])).toEqual(voxelToWorld(volume.affine, [2, 4, 6]));
});
