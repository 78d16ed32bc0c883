/** Image quality against a reference, in float64; intensities have a data range of 1. Source: method §8. */

import { EigenvoxError, invariant } from "../../../core/errors";
import type { Vec3 } from "../../../core/volume";
import type { Score } from "../metric";

const WINDOW = 7;
const MARGIN = 3;
const C1 = 0.01 ** 2;
const C2 = 0.03 ** 2;

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
 * from every face, and over those of them inside the mask.
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
  let box = 0;
  let masked = 0;
  let inner = 0;
  let inside = 0;
  for (let z = MARGIN; z < nz - MARGIN; z++) {
    for (let y = MARGIN; y < ny - MARGIN; y++) {
      for (let x = MARGIN; x < nx - MARGIN; x++) {
        const at = x + nx * (y + ny * z);
        const value = similarity(a, b, at, nx, nx * ny);
        box += value;
        inner++;
        if (mask[at] === 0) continue;
        masked += value;
        inside++;
      }
    }
  }
  if (inside === 0) throw emptyMask("at least 3 voxels from the faces");
  return { box: box / inner, masked: masked / inside };
}

/** Of the window around a voxel, whose rows and slices are so far apart. */
function similarity(a: Float32Array, b: Float32Array, centre: number, row: number, slice: number): number {
  let [sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0];
  for (let z = -MARGIN; z <= MARGIN; z++) {
    for (let y = -MARGIN; y <= MARGIN; y++) {
      const middle = centre + row * y + slice * z;
      for (let i = middle - MARGIN; i <= middle + MARGIN; i++) {
        const va = a[i] as number;
        const vb = b[i] as number;
        sa += va;
        sb += vb;
        saa += va * va;
        sbb += vb * vb;
        sab += va * vb;
      }
    }
  }
  const n = WINDOW ** 3;
  const [ma, mb] = [sa / n, sb / n];
  const sample = (sum: number, mean: number) => (sum - n * mean) / (n - 1);
  const [va, vb, covariance] = [sample(saa, ma * ma), sample(sbb, mb * mb), sample(sab, ma * mb)];
  return ((2 * ma * mb + C1) * (2 * covariance + C2)) / ((ma * ma + mb * mb + C1) * (va + vb + C2));
}

const emptyMask = (where: string) =>
  new EigenvoxError("E_ARGUMENT", `The mask selects no voxel ${where}: choose another mask or a larger volume.`);
