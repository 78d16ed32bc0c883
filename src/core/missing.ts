/**
 * Missing voxels: those that hold no finite number. They are filled from what lies around them for whatever looks at
 * neighbours (filters, interpolation, degradations), and are missing again in what comes of it.
 */

import { EigenvoxError } from "./errors";
import { blockCounts, type Factor, upsampledDims, type Vec3, type Volume, voxelCount } from "./volume";

export interface Filled {
  /** Finite everywhere; the volume itself where nothing is missing. */
  readonly filled: Volume;
  /** One byte per voxel, 1 where it was missing; undefined where nothing is. */
  readonly missing: Uint8Array<ArrayBuffer> | undefined;
}

export const isMissing = (value: number): boolean => value - value !== 0;

/** How many voxels are missing. */
export function missingCount(data: Float32Array): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) if (isMissing(data[i] as number)) count++;
  return count;
}

export const hasMissing = (data: Float32Array): boolean => data.some(isMissing);

/**
 * Throws `E_INTENSITY` for what was made of a scan, so many times finer, where it holds voxels without a finite number that
 * are not nearest to such ones of the scan: nothing of it may be shown or saved.
 */
export function refuseNonFinite(made: Float32Array, scan: Float32Array, factor: Factor): void {
  const count = missingCount(made) - missingCount(scan) * factor.reduce((a, b) => a * b, 1);
  if (count <= 0) return;
  throw new EigenvoxError(
    "E_INTENSITY",
    `${count} voxels of the result have no finite number: the scan's intensities, or a bank's weights, are too large for float32. Scale the scan down, or choose another bank.`,
  );
}

/**
 * Every missing voxel becomes the mean of those of its six neighbours that are filled before it: first those beside
 * finite voxels, then those beside them, and so on. So it lies within the range of the finite voxels nearest to it (in
 * steps along the axes). 0 where no voxel is finite. Linear time.
 */
export function fillMissing(volume: Volume): Filled {
  const { dims } = volume;
  const count = missingCount(volume.data);
  if (count === 0) return { filled: volume, missing: undefined };
  const missing = new Uint8Array(volume.data.length);
  for (let i = 0; i < missing.length; i++) missing[i] = isMissing(volume.data[i] as number) ? 1 : 0;
  const data = volume.data.map((value) => (isMissing(value) ? 0 : value));
  const filled = { ...volume, data };
  if (count === data.length) return { filled, missing };

  /** 0 has a value, 1 has none, 2 gets it in this round. */
  const state = missing.slice();
  const queue = new Uint32Array(count);
  let end = 0;
  for (let i = 0; i < state.length; i++) {
    if (state[i] === 1 && neighbours(i, dims).some((n) => missing[n] === 0)) {
      queue[end++] = i;
      state[i] = 2;
    }
  }
  for (let from = 0; from < end; ) {
    const to = end;
    for (let at = from; at < to; at++) {
      const around = neighbours(queue[at] as number, dims).filter((n) => state[n] === 0);
      data[queue[at] as number] = around.reduce((sum, n) => sum + (data[n] as number), 0) / around.length;
    }
    for (let at = from; at < to; at++) state[queue[at] as number] = 0;
    for (let at = from; at < to; at++) {
      for (const n of neighbours(queue[at] as number, dims)) {
        if (state[n] !== 1) continue;
        queue[end++] = n;
        state[n] = 2;
      }
    }
    from = to;
  }
  return { filled, missing };
}

/** Indices of the voxels that share a face with one. */
function neighbours(i: number, [nx, ny, nz]: Vec3): number[] {
  const x = i % nx;
  const y = Math.floor(i / nx) % ny;
  const z = Math.floor(i / (nx * ny));
  const found: number[] = [];
  if (x > 0) found.push(i - 1);
  if (x < nx - 1) found.push(i + 1);
  if (y > 0) found.push(i - nx);
  if (y < ny - 1) found.push(i + nx);
  if (z > 0) found.push(i - nx * ny);
  if (z < nz - 1) found.push(i + nx * ny);
  return found;
}

/** Makes the voxels of a grid `factor` times finer than `dims` missing whose nearest voxel is. Writes into `fine`. */
export function markMissing(fine: Float32Array, missing: Uint8Array | undefined, dims: Vec3, factor: Factor): void {
  if (!missing) return;
  const [nx, ny, nz] = upsampledDims(dims, factor);
  let at = 0;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const row = dims[0] * (Math.floor(y / factor[1]) + dims[1] * Math.floor(z / factor[2]));
      for (let x = 0; x < nx; x++, at++) if (missing[row + Math.floor(x / factor[0])] === 1) fine[at] = Number.NaN;
    }
  }
}

/** Voxels of the scan from which on a missing one is no longer looked at: what the filters reach. */
const REACH = 2;

/**
 * Puts back into `fine`, made of `filled`, what is missing, as `markMissing`; and keeps what lies near it within the range
 * of the finite voxels around it (3³), since what was made there saw voxels that are not the scan's.
 */
export function restoreMissing(fine: Float32Array, { filled, missing }: Filled, factor: Factor): void {
  if (!missing) return;
  const { data, dims } = filled;
  const [nx, ny, nz] = dims;
  const [mx, my] = upsampledDims(dims, factor);
  let near: Uint8Array = missing;
  for (let reach = 0; reach < REACH; reach++) near = grown(near, dims);
  const around = (i: number, n: number) => [Math.max(0, i - 1), Math.min(n - 1, i + 1)] as const;
  for (let z = 0, i = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) {
        if (near[i] === 0 || missing[i] === 1) continue;
        let [low, high] = [data[i] as number, data[i] as number];
        const [[x0, x1], [y0, y1], [z0, z1]] = [around(x, nx), around(y, ny), around(z, nz)];
        for (let c = z0; c <= z1; c++) {
          for (let b = y0; b <= y1; b++) {
            for (let at = x0 + nx * (b + ny * c), end = at + x1 - x0; at <= end; at++) {
              if (missing[at] === 1) continue;
              low = Math.min(low, data[at] as number);
              high = Math.max(high, data[at] as number);
            }
          }
        }
        for (let c = z * factor[2]; c < (z + 1) * factor[2]; c++) {
          for (let b = y * factor[1]; b < (y + 1) * factor[1]; b++) {
            const from = x * factor[0] + mx * (b + my * c);
            for (let at = from; at < from + factor[0]; at++) {
              fine[at] = Math.min(Math.max(fine[at] as number, low), high);
            }
          }
        }
      }
    }
  }
  markMissing(fine, missing, dims, factor);
}

/** 1 as well where one of the 26 voxels around is. */
export function grown(mask: Uint8Array, dims: Vec3): Uint8Array<ArrayBuffer> {
  let out = Uint8Array.from(mask);
  for (const [axis, stride] of [1, dims[0], dims[0] * dims[1]].entries()) {
    const n = dims[axis] as number;
    const from = out;
    out = from.map((own, i) => {
      const place = Math.floor(i / stride) % n;
      return own | (place > 0 ? (from[i - stride] as number) : 0) | (place < n - 1 ? (from[i + stride] as number) : 0);
    });
  }
  return out;
}

/** Of each voxel of a grid `factor` times coarser 1 where more than half of the voxels in its block are missing. */
export function coarseMissing(missing: Uint8Array, dims: Vec3, factor: Factor): Uint8Array<ArrayBuffer> {
  const half = voxelCount(factor) / 2;
  return blockCounts(missing, dims, factor).map((count) => (count > half ? 1 : 0));
}
