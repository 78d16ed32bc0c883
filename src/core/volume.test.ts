import { describe, expect, test } from "vitest";
import { voxelToWorld } from "./affine";
import { loneAxis, swapAxes, type Vec3, type Volume } from "./volume";

describe("swapAxes", () => {
  const volume: Volume = {
    data: Float32Array.from({ length: 24 }, (_, i) => i),
    dims: [2, 3, 4],
    spacing: [1, 2, 5],
    affine: [1, 0, 0, -3, 0, 2, 0, 7, 0, 0.5, 5, 1, 0, 0, 0, 1],
  };
  test.each([
    [0, 2],
    [1, 2],
    [0, 1],
  ] as const)("keeps every voxel where it is in the world, axes %i and %i", (a, b) => {
    const swapped = swapAxes(volume, a, b);
    expect(swapped.spacing[a]).toBe(volume.spacing[b]);
    for (let i = 0; i < 24; i++) {
      const at: [number, number, number] = [i % 2, Math.floor(i / 2) % 3, Math.floor(i / 6)];
      const there: [number, number, number] = [...at];
      [there[a], there[b]] = [at[b], at[a]];
      const [nx, ny] = swapped.dims;
      expect(swapped.data[there[0] + nx * (there[1] + ny * there[2])]).toBe(i);
      expect(voxelToWorld(swapped.affine, there)).toEqual(voxelToWorld(volume.affine, at));
    }
    expect(swapAxes(swapped, a, b)).toEqual(volume);
  });
});

test.each([
  [[1, 1, 3], 2],
  [[2, 1, 1], 0],
  [[2, 2, 1], undefined],
  [[2, 2, 2], undefined],
] as const)("the one axis that %j refines", (factor: Vec3, axis) => {
  expect(loneAxis(factor)).toBe(axis);
});
