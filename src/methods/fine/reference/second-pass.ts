/** The second pass, scalar float64. */

import type { Vec3 } from "../../../core/volume";
import type { Fold } from "../../folded/reference/fold";
import { readTaps } from "../../folded/reference/neighbours";
import { type FoldedFilters, type FoldedVolume, predictedError } from "../../folded/reference/upscale";
import { AROUND_OFFSETS, LOW_TAPS } from "../bank";

const BINS = 8;

/** The voxels of the first result around `at`, indices clamped, turned as the voxel's fold. Source: fine §1. */
export function aroundTaps(first: Float64Array, dims: Vec3, at: Vec3, { flip, order }: Fold): number[] {
  return AROUND_OFFSETS.map((offset) => {
    const place: number[] = [...at];
    for (const [canonical, axis] of order.entries()) {
      const shifted = (place[axis] as number) + (flip[axis] as number) * (offset[canonical] as number);
      place[axis] = Math.min(Math.max(shifted, 0), (dims[axis] as number) - 1);
    }
    const [x, y, z] = place as [number, number, number];
    return first[x + dims[0] * (y + dims[1] * z)] as number;
  });
}

/** Where r lies among its 3³ neighbours, and the class that this makes with the structure class's kind and signs. Source: fine §2. */
export function resultClass(structure: number, r: number, around: readonly number[]): number {
  const cube = [r, ...around.slice(0, 26)];
  const [least, most] = [Math.min(...cube), Math.max(...cube)];
  const bin = most > least ? Math.min(Math.floor((BINS * (r - least)) / (most - least)), BINS - 1) : 0;
  return (4 * Math.floor(structure / 432) + (Math.floor(structure / 36) % 4)) * BINS + bin;
}

/** What is needed of a voxel to filter it again. */
export interface SecondVoxel {
  /** Low-resolution neighbours, then those in the result, less r. */
  readonly row: readonly number[];
  readonly structure: number;
  readonly level: number;
}

/** Undefined where the first result stays. */
export function secondVoxel(
  low: Float64Array,
  lowDims: Vec3,
  volume: FoldedVolume,
  first: Float64Array,
  i: number,
): SecondVoxel | undefined {
  const voxel = volume.voxels[i];
  if (!voxel) return undefined;
  const { dims } = volume;
  const at: Vec3 = [i % dims[0], Math.floor(i / dims[0]) % dims[1], Math.floor(i / (dims[0] * dims[1]))];
  const r = first[i] as number;
  const around = aroundTaps(first, dims, at, voxel.fold);
  const row = [...readTaps(low, lowDims, voxel.fold, LOW_TAPS), ...around].map((f) => f - r);
  return { row, structure: voxel.structure, level: resultClass(voxel.structure, r, around) };
}

/** The second pass over a first result; `filters.taps` is that of the second pass. Source: fine §1 to §3. */
export function applySecondPass(
  low: Float64Array,
  lowDims: Vec3,
  volume: FoldedVolume,
  first: Float64Array,
  filters: FoldedFilters,
): Float64Array {
  const { taps, structureFilters, levelFilters } = filters;
  return first.map((r, i) => {
    const own = secondVoxel(low, lowDims, volume, first, i);
    if (!own) return r;
    const sum = own.row.reduce((total, f, k) => {
      const a = structureFilters[own.structure * taps + k] as number;
      const b = levelFilters[own.level * taps + k] as number;
      return total + ((a + b) / 2) * f;
    }, 0);
    const error = predictedError(filters, own.structure, own.level);
    const { lowest, highest } = volume.voxels[i] as NonNullable<FoldedVolume["voxels"][number]>;
    return Math.min(Math.max(r + sum, lowest - error), highest + error);
  });
}
