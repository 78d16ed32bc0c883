import { expect, test } from "vitest";
import type { Volume } from "../../core/volume";
import { placeIn } from "./place";

const volume: Volume = {
  data: Float32Array.from({ length: 60 }, (_, index) => index),
  dims: [3, 4, 5],
  spacing: [2, 1, 3],
  affine: [-2, 0, 0, 10, 0, 0.8, -1.8, 4, 0, 0.6, 2.4, -7],
};

test("a point inside is where it is, up to the outer faces of the voxels", () => {
  const mm = [9.1, 4, -7] as const;
  expect(placeIn(volume, mm)).toEqual({ voxel: [0, 0, 0], value: 0, isInside: true, clampedMm: mm });
  expect(placeIn(volume, [11, 4, -7]).isInside).toBe(true);
  expect(placeIn(volume, [11.01, 4, -7]).isInside).toBe(false);
});

test("a point outside goes to the nearest of the box, which is inside", () => {
  const { clampedMm, isInside } = placeIn(volume, [500, -300, 90]);
  expect(isInside).toBe(false);
  expect(placeIn(volume, clampedMm).isInside).toBe(true);
});
