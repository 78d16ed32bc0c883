import { expect, test } from "vitest";
import { gradientToWorld, voxelToWorld } from "./affine";
import type { Vec3 } from "./volume";

test.each([
  ["turned axes of unequal voxels", [0, -3, 0, 5, 1, 0, 0, 2, 0, 0, 2, 1, 0, 0, 0, 1]],
  ["a sheared grid, seen in a mirror", [-1, 0.5, 0, 0, 0, 2, 0.3, 0, 0, 0, 1.5, 0, 0, 0, 0, 1]],
])("a gradient in voxels points where a linear image rises in the body: %s", (_, affine) => {
  const rises: Vec3 = [0.6, 0, 0.8];
  const value = (voxel: Vec3) => voxelToWorld(affine, voxel).reduce((sum, mm, i) => sum + mm * (rises[i] as number), 0);
  const gradient: Vec3 = [
    value([1, 0, 0]) - value([0, 0, 0]),
    value([0, 1, 0]) - value([0, 0, 0]),
    value([0, 0, 1]) - value([0, 0, 0]),
  ];
  const found = gradientToWorld(affine, gradient);
  for (const [i, part] of rises.entries()) expect(found[i]).toBeCloseTo(part, 9);
});
