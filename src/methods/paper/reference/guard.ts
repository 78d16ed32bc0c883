/** Results drawn back to the range of the scan around them, scalar float64. */

import { type Factor, upsampledDims, type Vec3 } from "../../../core/volume";

/** Least and greatest of the 3³ low-resolution voxels around the one nearest to output voxel `at`, indices clamped. */
export function rangeAround(
  low: Float64Array,
  [nx, ny, nz]: Vec3,
  factor: Factor,
  at: Vec3,
): readonly [number, number] {
  const nearest = at.map((i, axis) => Math.floor(i / (factor[axis] as number))) as unknown as Vec3;
  const clamp = (i: number, n: number) => Math.min(Math.max(i, 0), n - 1);
  const around: number[] = [];
  for (const dz of [-1, 0, 1]) {
    for (const dy of [-1, 0, 1]) {
      for (const dx of [-1, 0, 1]) {
        const row = clamp(nearest[1] + dy, ny) + ny * clamp(nearest[2] + dz, nz);
        around.push(low[clamp(nearest[0] + dx, nx) + nx * row] as number);
      }
    }
  }
  return [Math.min(...around), Math.max(...around)];
}

/**
 * Every voxel inside the mask (one byte each) within the range of `rangeAround`, widened by the error of its class; and
 * how many were not. Source: method §5.
 */
export function applyGuard(
  filtered: Float64Array,
  low: Float64Array,
  lowDims: Vec3,
  factor: Factor,
  { classes, errors, mask }: { classes: Uint16Array; errors: ArrayLike<number>; mask: Uint8Array },
): { readonly output: Float64Array; readonly guarded: number } {
  const [nx, ny] = upsampledDims(lowDims, factor);
  let guarded = 0;
  const output = filtered.map((value, i) => {
    if (mask[i] === 0) return value;
    const [lowest, highest] = rangeAround(low, lowDims, factor, [
      i % nx,
      Math.floor(i / nx) % ny,
      Math.floor(i / (nx * ny)),
    ]);
    const error = errors[classes[i] as number] as number;
    const drawn = Math.min(Math.max(value, lowest - error), highest + error);
    if (drawn !== value) guarded++;
    return drawn;
  });
  return { output, guarded };
}
