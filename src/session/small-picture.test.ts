import { expect, test } from "vitest";
import { voxelToWorld } from "../core/affine";
import type { Vec3, Volume } from "../core/volume";
import { smallPicture } from "./small-picture";

function slice(nx: number, ny: number): Volume {
  const data = Float32Array.from({ length: nx * ny }, (_, i) => (i % nx) + 1000 * Math.floor(i / nx));
  return { dims: [nx, ny, 1], spacing: [1, 2, 5], affine: [1, 0, 0, -7, 0, 2, 0, 8, 0, 0, 5, 9, 0, 0, 0, 1], data };
}

test("a small slice stays as it is", () => {
  const small = slice(192, 100);
  expect(smallPicture(small)).toBe(small);
});

test("a large one is of means, each in its place", () => {
  const { dims, spacing, affine, data } = smallPicture(slice(385, 31));
  expect([dims, spacing]).toEqual([
    [128, 10, 1],
    [3, 6, 5],
  ]);
  // The middle of the first 3 × 3 pixels.
  expect(data[0]).toBeCloseTo(1 + 1000, 3);
  expect(data[128 + 2]).toBeCloseTo(7 + 4000, 3);
  const at: Vec3 = [2, 1, 0];
  expect(voxelToWorld(affine, at)).toEqual(voxelToWorld(slice(385, 31).affine, [7, 4, 0]));
});

test("a side of few pixels keeps one", () => {
  expect(smallPicture(slice(1000, 2)).dims).toEqual([166, 1, 1]);
});
