/** Image quality against a reference, in float64; intensities have a data range of 1. Source: method §8. */

import { EigenvoxError, invariant } from "../../../core/errors";
import type { Vec3 } from "../../../core/volume";
import type { Score } from "../metric";

const WINDOW = 7;
const MARGIN = 3;
const C1 = 0.01 ** 2;
const C2 = 0.03 ** 2;
/** Sums kept of every window: a, b, a², b², ab. */
const SUMS = 5;

/** Root mean square difference, in the volumes' own units. */
export function rmse(a: Float32Array, b: Float32Array): number {
  invariant(a.length === b.length, `rmse of ${a.length} and ${b.length} voxels`);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  return Math.sqrt(sum / a.length);
}

/**
 * Peak signal-to-noise ratio in dB, 10·log10(1/mse); Infinity for equal volumes.
 *
 * Throws `E_ARGUMENT` when the mask (one byte per voxel) selects none.
 */
export function psnr(a: Float32Array, b: Float32Array, mask: Uint8Array): Score {
  invariant(
    a.length === b.length && a.length === mask.length,
    `psnr of ${a.length}, ${b.length}, ${mask.length} voxels`,
  );
  let box = 0;
  let masked = 0;
  let inside = 0;
  for (let i = 0; i < a.length; i++) {
    const squared = ((a[i] as number) - (b[i] as number)) ** 2;
    box += squared;
    if (mask[i] === 0) continue;
    masked += squared;
    inside++;
  }
  if (inside === 0) throw emptyMask("in the volume");
  return { box: -10 * Math.log10(box / a.length), masked: -10 * Math.log10(masked / inside) };
}

/**
 * Structural similarity: 7³ uniform window, sample covariance, K1 = 0.01, K2 = 0.03, mean over the voxels at least 3
 * from every face, and over those of them inside the mask. Holds 45 float64 slices.
 *
 * Throws `E_BAD_DIMS` when a side is shorter than 7 and `E_ARGUMENT` when the mask selects none of those voxels.
 */
export function ssim(a: Float32Array, b: Float32Array, dims: Vec3, mask: Uint8Array): Score {
  const [nx, ny, nz] = dims;
  invariant(a.length === nx * ny * nz && b.length === a.length && mask.length === a.length, "ssim: sizes differ");
  if (Math.min(nx, ny, nz) < WINDOW) {
    const message = `SSIM needs at least ${WINDOW} voxels along every axis; this volume has ${nx}×${ny}×${nz}.`;
    throw new EigenvoxError("E_BAD_DIMS", message);
  }
  const mx = nx - WINDOW + 1;
  const my = ny - WINDOW + 1;
  const rowSums = new Float64Array(SUMS * mx);
  const planeSums = new Float64Array(SUMS * mx * my);
  const volumeWindow = new RunningSum(planeSums.length);
  let box = 0;
  let masked = 0;
  let inside = 0;
  for (let z = 0; z < nz; z++) {
    const planeWindow = new RunningSum(rowSums.length);
    for (let y = 0; y < ny; y++) {
      sumRow(a, b, nx * (y + ny * z), rowSums, mx);
      planeWindow.push(rowSums);
      if (y >= WINDOW - 1) planeSums.set(planeWindow.sum, (y - WINDOW + 1) * rowSums.length);
    }
    volumeWindow.push(planeSums);
    if (z < WINDOW - 1) continue;
    for (let y = 0; y < my; y++) {
      const centre = MARGIN + nx * (y + MARGIN + ny * (z - MARGIN));
      for (let x = 0; x < mx; x++) {
        const value = similarity(volumeWindow.sum, SUMS * (x + mx * y));
        box += value;
        if (mask[centre + x] === 0) continue;
        masked += value;
        inside++;
      }
    }
  }
  if (inside === 0) throw emptyMask("at least 3 voxels from the faces");
  return { box: box / (mx * my * (nz - WINDOW + 1)), masked: masked / inside };
}

/** Element-wise sum of the last WINDOW vectors pushed. */
class RunningSum {
  readonly sum: Float64Array;
  readonly #last: Float64Array[];
  #next = 0;

  constructor(length: number) {
    this.sum = new Float64Array(length);
    this.#last = Array.from({ length: WINDOW }, () => new Float64Array(length));
  }

  push(values: Float64Array): void {
    const { sum } = this;
    const oldest = this.#last[this.#next] as Float64Array;
    for (let i = 0; i < sum.length; i++) (sum[i] as number) += (values[i] as number) - (oldest[i] as number);
    oldest.set(values);
    this.#next = (this.#next + 1) % WINDOW;
  }
}

/** The five sums over every run of WINDOW voxels of the row that starts at `offset`, interleaved. */
function sumRow(a: Float32Array, b: Float32Array, offset: number, out: Float64Array, count: number): void {
  for (let x = 0; x < count; x++) {
    let sa = 0;
    let sb = 0;
    let saa = 0;
    let sbb = 0;
    let sab = 0;
    for (let k = offset + x; k < offset + x + WINDOW; k++) {
      const va = a[k] as number;
      const vb = b[k] as number;
      sa += va;
      sb += vb;
      saa += va * va;
      sbb += vb * vb;
      sab += va * vb;
    }
    out[SUMS * x] = sa;
    out[SUMS * x + 1] = sb;
    out[SUMS * x + 2] = saa;
    out[SUMS * x + 3] = sbb;
    out[SUMS * x + 4] = sab;
  }
}

function similarity(sums: Float64Array, at: number): number {
  const n = WINDOW ** 3;
  const ma = (sums[at] as number) / n;
  const mb = (sums[at + 1] as number) / n;
  const sampleNorm = 1 / (n - 1);
  const va = ((sums[at + 2] as number) - n * ma * ma) * sampleNorm;
  const vb = ((sums[at + 3] as number) - n * mb * mb) * sampleNorm;
  const cov = ((sums[at + 4] as number) - n * ma * mb) * sampleNorm;
  return ((2 * ma * mb + C1) * (2 * cov + C2)) / ((ma * ma + mb * mb + C1) * (va + vb + C2));
}

const emptyMask = (where: string) =>
  new EigenvoxError("E_ARGUMENT", `The mask selects no voxel ${where}: choose another mask or a larger volume.`);
