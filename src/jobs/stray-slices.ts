/** Slices of a stack that other scans of the body disagree with: it moved while they were taken. */

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
  const sums = Array.from({ length: dims[across as 0] }, () => new Float64Array(6));
  for (let z = 0, v = 0; z < dims[2]; z++) {
    for (let y = 0; y < dims[1]; y++) {
      for (let x = 0; x < dims[0]; x++, v++) {
        const [a, b] = [seen[v] as number, wanted[v] as number];
        if (!(Number.isFinite(a) && Number.isFinite(b))) continue;
        const of = sums[[x, y, z][across] as number] as Float64Array;
        for (const [i, value] of [1, a, b, a * a, a * b, b * b].entries()) (of[i] as number) += value;
      }
    }
  }
  const explained = sums.filter(([n]) => (n as number) >= LEAST_VOXELS).map(squaredCorrelation);
  const usual = [...explained].sort((p, q) => p - q)[explained.length >> 1] ?? 0;
  return [explained.filter((share) => share < STRAY_SHARE * usual).length, explained.length];
}

function squaredCorrelation(of: Float64Array): number {
  const [n, a, b, aa, ab, bb] = of as unknown as [number, number, number, number, number, number];
  const shared = (ab - (a * b) / n) ** 2;
  const product = (aa - (a * a) / n) * (bb - (b * b) / n);
  return product > 0 ? shared / product : 0;
}
