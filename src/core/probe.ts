/** What a volume holds at a place in the world. */

import { voxelToWorld } from "./affine";
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
function worldToVoxel(affine: Affine, mm: Vec3): Vec3 {
  const at = (i: number) => affine[i] as number;
  const u: Vec3 = [at(0), at(4), at(8)];
  const v: Vec3 = [at(1), at(5), at(9)];
  const w: Vec3 = [at(2), at(6), at(10)];
  const p: Vec3 = [mm[0] - at(3), mm[1] - at(7), mm[2] - at(11)];
  const det = triple(u, v, w);
  return [triple(p, v, w) / det, triple(u, p, w) / det, triple(u, v, p) / det];
}

function triple(a: Vec3, b: Vec3, c: Vec3): number {
  return a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
}
