/** Slices of a stack that other scans of the body disagree with: it moved while they were taken. */

import { addPair, correlationOf, noPairs, type PairSums } from "../core/pair-moments";
import type { Volume } from "../core/volume";

/** A slice strays where less than this share of what slices of its stack usually have is explained of its variance. */
const STRAY_SHARE = 0.75;
const LEAST_VOXELS = 200;

/** Strayed slices across the coarsest axis, of those with voxels enough; `seen` is what the others show, as the stack sees it. */
export function straySlices(
  stack: Volume,
  seen: Float32Array,
  wanted: Float32Array,
): readonly [count: number, of: number] {
  const { dims, spacing } = stack;
  const across = spacing.indexOf(Math.max(...spacing));
  const sums = Array.from({ length: dims[across as 0] }, noPairs);
  for (let z = 0, v = 0; z < dims[2]; z++) {
    for (let y = 0; y < dims[1]; y++) {
      for (let x = 0; x < dims[0]; x++, v++) {
        addPair(sums[[x, y, z][across] as number] as PairSums, seen[v] as number, wanted[v] as number);
      }
    }
  }
  const explained = sums.filter(({ n }) => n >= LEAST_VOXELS).map((of) => (correlationOf(of) || 0) ** 2);
  const usual = [...explained].sort((p, q) => p - q)[explained.length >> 1] ?? 0;
  return [explained.filter((share) => share < STRAY_SHARE * usual).length, explained.length];
}
