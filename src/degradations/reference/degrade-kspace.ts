/**
 * Degradation `kspace`: what a scanner that samples less of k-space gives.
 *
 * Of the n frequencies of an axis the m = n/s lowest are kept, k = -⌊m/2⌋ … ⌈m/2⌉-1, and evaluated at the coarse
 * voxel centres x_j = (j + ½)s - ½: the phase ramp that keeps the grid half-voxel centred. Transform, crop and inverse
 * are one complex matrix per axis,
 *
 *     M[j, x] = (1/n) Σ_k exp(2πi k (x_j - x)/n),
 *
 * whose 1/n (not 1/m) keeps the mean. An even m leaves k = -m/2 without its conjugate, so the matrices are complex and
 * the real part may be taken of the 3-D result only. Source: method §7.
 */

import type { Factor, Vec3 } from "../../core/volume";

/**
 * The k-space-cropped volume; `dims` must be multiples of `factor`. Time grows as voxels times side length. An axis of
 * factor 1 is left alone: all its frequencies together are the unit impulse.
 */
export function cropKspace(data: Float32Array, dims: Vec3, factor: Factor): Float32Array<ArrayBuffer> {
  let values = Float64Array.from({ length: 2 * data.length }, (_, i) => (i % 2 === 0 ? (data[i / 2] as number) : 0));
  let stride = 1;
  for (const [axis, n] of dims.entries()) {
    const s = factor[axis] as number;
    if (s > 1) values = cropLines(values, stride, n, s);
    stride *= n / s;
  }
  return Float32Array.from({ length: values.length / 2 }, (_, i) => values[2 * i] as number);
}

/** `to[j] = Σ_x M[j, x] from[x]` for every line, its complex values `stride` apart. */
function cropLines(from: Float64Array, stride: number, n: number, s: number): Float64Array<ArrayBuffer> {
  const m = n / s;
  // x_j - x is a whole number of half voxels, so M takes at most 2n values and its angles are exact multiples of π/n.
  const kernel = new Float64Array(4 * n);
  for (let half = 0; half < 2 * n; half++) {
    for (let k = -Math.floor(m / 2); k < Math.ceil(m / 2); k++) {
      const angle = (Math.PI * ((k * half) % (2 * n))) / n;
      (kernel[2 * half] as number) += Math.cos(angle) / n;
      (kernel[2 * half + 1] as number) += Math.sin(angle) / n;
    }
  }
  const to = new Float64Array(from.length / s);
  for (let i = 0; i < to.length / 2; i++) {
    const j = Math.floor(i / stride) % m;
    const line = (i % stride) + stride * n * Math.floor(i / (stride * m));
    for (let x = 0; x < n; x++) {
      const half = ((2 * j + 1) * s - 1 - 2 * x + 2 * n) % (2 * n);
      const [re, im] = [kernel[2 * half] as number, kernel[2 * half + 1] as number];
      const at = 2 * (line + stride * x);
      (to[2 * i] as number) += re * (from[at] as number) - im * (from[at + 1] as number);
      (to[2 * i + 1] as number) += re * (from[at + 1] as number) + im * (from[at] as number);
    }
  }
  return to;
}
