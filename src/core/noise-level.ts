/** How noisy a scan is, from the scan alone. */

import type { Vec3, Volume } from "./volume";

/** Voxels looked at; more make the estimate no better. */
const MAX_VALUES = 500_000;
/** Standard deviations in a median absolute deviation, of normal noise. */
const MAD_TO_SIGMA = 1.4826;
const MIN_VALUES = 100;

/**
 * Standard deviation of the noise, in the scan's units: the median of |h|/6^(n/2) times 1.4826, h being the scan filtered
 * with (1, -2, 1) along each of the n axes with three or more voxels, which removes all that is straight along any of
 * them. Voxels with a neighbour of exactly 0 (outside a mask) are left out. Structure finer than three voxels counts as
 * noise, and noise that a scanner smoothed away is missed. Undefined where fewer than 100 voxels can be looked at.
 */
export function noiseLevel({ data, dims }: Volume): number | undefined {
  const strides = [1, dims[0], dims[0] * dims[1]] as const;
  const axes = ([0, 1, 2] as const).filter((axis) => dims[axis] >= 3);
  if (axes.length === 0) return undefined;
  let taps: readonly { readonly offset: number; readonly weight: number }[] = [{ offset: 0, weight: 1 }];
  for (const axis of axes) {
    taps = taps.flatMap(({ offset, weight }) =>
      [-1, 0, 1].map((step) => ({ offset: offset + step * strides[axis], weight: step === 0 ? -2 * weight : weight })),
    );
  }
  const margin = dims.map((n) => (n >= 3 ? 1 : 0)) as unknown as Vec3;
  const inner = dims.map((n, axis) => n - 2 * (margin[axis] as number)) as unknown as Vec3;
  const count = inner[0] * inner[1] * inner[2];
  // An odd step apart, so that no axis is met at the same place in every row.
  const step = Math.ceil(count / MAX_VALUES) | 1;
  const found: number[] = [];
  for (let i = 0; i < count; i += step) {
    const x = margin[0] + (i % inner[0]);
    const y = margin[1] + (Math.floor(i / inner[0]) % inner[1]);
    const z = margin[2] + Math.floor(i / (inner[0] * inner[1]));
    const at = x + strides[1] * y + strides[2] * z;
    if (taps.some(({ offset }) => data[at + offset] === 0)) continue;
    found.push(Math.abs(taps.reduce((sum, { offset, weight }) => sum + weight * (data[at + offset] as number), 0)));
  }
  if (found.length < MIN_VALUES) return undefined;
  const sorted = Float64Array.from(found).sort();
  return (MAD_TO_SIGMA * (sorted[sorted.length >> 1] as number)) / 6 ** (axes.length / 2);
}
