/** Whether two volumes show the same at the same places, however their grids are turned. */

import { expect } from "vitest";
import { columnOf, determinant, voxelToWorld } from "../../core/affine";
import type { Affine, Vec3, Volume } from "../../core/volume";

/** Every voxel of one has its partner in the other within 1e-3 mm, its intensity off by no more than `value`. */
export function expectSameVolume(volume: Volume, expected: Volume, value = 0): void {
  expect([...volume.dims].sort()).toEqual([...expected.dims].sort());
  const voxelOf = inverse(expected.affine);
  const [nx, ny, nz] = volume.dims;
  let [farthest, worst] = [0, 0];
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++) {
        const world = voxelToWorld(volume.affine, [x, y, z]);
        const partner = voxelOf(world).map(Math.round) as unknown as Vec3;
        const there = voxelToWorld(expected.affine, partner);
        farthest = Math.max(farthest, Math.hypot(...world.map((mm, axis) => mm - (there[axis] as number))));
        worst = Math.max(worst, Math.abs(at(volume, [x, y, z]) - at(expected, partner)));
      }
    }
  }
  expect(farthest).toBeLessThanOrEqual(1e-3);
  expect(worst).toBeLessThanOrEqual(value);
}

/** NaN outside the grid, which no comparison passes. */
function at({ data, dims }: Volume, [x, y, z]: Vec3): number {
  const isInside = [x, y, z].every((i, axis) => i >= 0 && i < (dims[axis] as number));
  return isInside ? (data[x + dims[0] * (y + dims[1] * z)] as number) : Number.NaN;
}

function inverse(affine: Affine): (world: Vec3) => Vec3 {
  const [u, v, w, origin] = [0, 1, 2, 3].map((c) => columnOf(affine, c)) as [Vec3, Vec3, Vec3, Vec3];
  const whole = determinant(u, v, w);
  return (world) => {
    const from = world.map((mm, axis) => mm - (origin[axis] as number)) as unknown as Vec3;
    return [determinant(from, v, w) / whole, determinant(u, from, w) / whole, determinant(u, v, from) / whole];
  };
}
