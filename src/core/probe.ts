/** What a volume holds at a place in the world. */

import { columnOf, determinant, voxelToWorld } from "./affine";
import type { Affine, Vec3, Volume } from "./volume";

export interface Probe {
  /** Index of the nearest voxel, counted from 0 along the stored axes. */
  readonly voxel: Vec3;
  readonly value: number;
}

/** The voxel nearest to a RAS+ mm position; positions outside take the nearest voxel of the edge. */
export function probe(volume: Volume, mm: Vec3): Probe {
  const [nx, ny, nz] = volume.dims;
  const [x, y, z] = worldToVoxel(volume.affine, mm);
  const clamp = (v: number, n: number) => Math.min(n - 1, Math.max(0, Math.round(v)));
  const voxel: Vec3 = [clamp(x, nx), clamp(y, ny), clamp(z, nz)];
  return { voxel, value: volume.data[voxel[0] + nx * (voxel[1] + ny * voxel[2])] as number };
}

/** RAS+ mm of the middle of the grid. */
export function centreMm(volume: Volume): Vec3 {
  const [nx, ny, nz] = volume.dims;
  return voxelToWorld(volume.affine, [(nx - 1) / 2, (ny - 1) / 2, (nz - 1) / 2]);
}

/** Fractional voxel index of a world position, by Cramer's rule. */
export function worldToVoxel(affine: Affine, mm: Vec3): Vec3 {
  const [u, v, w, origin] = [0, 1, 2, 3].map((c) => columnOf(affine, c)) as [Vec3, Vec3, Vec3, Vec3];
  const p: Vec3 = [mm[0] - origin[0], mm[1] - origin[1], mm[2] - origin[2]];
  const det = determinant(u, v, w);
  return [determinant(p, v, w) / det, determinant(u, p, w) / det, determinant(u, v, p) / det];
}
