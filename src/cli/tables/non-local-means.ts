/**
 * A scan made finer without learning, by what is alike within it: J. V. Manjón, P. Coupé, A. Buades, V. Fonov, D. L. Collins
 * and M. Robles, Non-local MRI upsampling, Medical Image Analysis 2010. Its interpolation is filtered by non-local means and
 * each block of fine voxels given the mean of its coarse voxel back, in turns: first what is roughly alike is averaged, then
 * what is ever more so. It is for scans made by block averages.
 */

import { type Factor, upsampledDims, type Vec3, type Volume, voxelCount } from "../../core/volume";
import { extractBox, grow } from "../../parts/block";

/** Voxels to every side among which alike ones are looked for, and over which the surroundings of two are compared. */
export const SEARCH = 3;
export const PATCH = 1;
const PATCH_VOXELS = (2 * PATCH + 1) ** 3;
/** Shares of the interpolation's standard deviation: the first h, and the mean change that counts as none. */
const FIRST_H = 1 / 2;
const NO_CHANGE = 0.002;
/** The last h is not less than this share of the range. */
const LEAST_H = 1 / 256;
/** Of one h. */
const MOST_PASSES = 10;
/** exp(-i/STEPS), so far down that what comes after it counts as none. Between two of them it is taken to be straight: 2e-6. */
const STEPS = 256;
const EXPONENTIAL = Float64Array.from({ length: 20 * STEPS + 1 }, (_, i) => Math.exp(-i / STEPS));

/** Half of the voxels around one: the others have it among their own half. */
const NEIGHBOURS = neighbours();

/** Multiply-adds a voxel of one pass: of each pair 3 for squares, 4 for their sums and 4 for what two voxels give each other. */
export const PASS_COST = NEIGHBOURS.length * (3 + 4 + 4);

/** The volume, in units of its range, made finer; `start` is its interpolation. And how many passes it took. */
export function upscaleNonLocally(
  low: Volume,
  factor: Factor,
  start: Float32Array,
): { readonly data: Float32Array<ArrayBuffer>; readonly passes: number } {
  const dims = upsampledDims(low.dims, factor);
  let data = withMeans(start, low, factor);
  const sigma = standardDeviation(data);
  let passes = 0;
  for (let h = FIRST_H * sigma; h >= LEAST_H; h /= 2) {
    const before = data;
    for (let change = Infinity, pass = 0; change >= NO_CHANGE * sigma && pass < MOST_PASSES; pass++, passes++) {
      const next = withMeans(nonLocalMeans(data, dims, h), low, factor);
      change = meanDifference(next, data);
      data = next;
    }
    if (meanDifference(data, before) < NO_CHANGE * sigma) break;
  }
  return { data, passes };
}

/**
 * Each voxel as the mean of those up to `SEARCH` away along every axis, itself among them, weighted by exp(-D/h²): D is the
 * mean squared difference of the surroundings of two voxels, indices clamped.
 */
export function nonLocalMeans(data: Float32Array, dims: Vec3, h: number): Float32Array<ArrayBuffer> {
  const [nx, ny, nz] = dims;
  const wide = grow({ origin: [0, 0, 0], size: dims }, PATCH);
  const around = extractBox(data, dims, wide.origin, wide.size);
  const [wx, wy] = wide.size;
  const slice = wx * wy;
  const sums = Float64Array.from(data);
  const weights = new Float64Array(data.length).fill(1);
  const scale = STEPS / (PATCH_VOXELS * h * h);
  const last = EXPONENTIAL.length - 1;
  const columns = new Float64Array(wx);
  // Of squares over 3×3 voxels along x and z, in the last three rows: as far as PATCH reaches.
  let [first, second, third] = [new Float64Array(nx), new Float64Array(nx), new Float64Array(nx)];
  for (let z = 0; z < nz; z++) {
    for (const [dx, dy, dz] of NEIGHBOURS) {
      if (z + dz >= nz) continue;
      const [fromX, toX] = [Math.max(0, -dx), Math.min(nx, nx - dx)];
      const [fromY, toY] = [Math.max(0, -dy), Math.min(ny, ny - dy)];
      const away = dx + wx * (dy + wy * dz);
      const shift = dx + nx * (dy + ny * dz);
      for (let y = fromY; y < toY + 2 * PATCH; y++) {
        for (let x = fromX, i = fromX + wx * (y + wy * z); x < toX + 2 * PATCH; x++, i++) {
          const a = (around[i] as number) - (around[i + away] as number);
          const b = (around[i + slice] as number) - (around[i + slice + away] as number);
          const c = (around[i + 2 * slice] as number) - (around[i + 2 * slice + away] as number);
          columns[x] = a * a + b * b + c * c;
        }
        const oldest = first;
        first = second;
        second = third;
        third = oldest;
        for (let x = fromX; x < toX; x++) {
          third[x] = (columns[x] as number) + (columns[x + 1] as number) + (columns[x + 2] as number);
        }
        if (y < fromY + 2 * PATCH) continue;
        for (let x = fromX, i = fromX + nx * (y - 2 * PATCH + ny * z); x < toX; x++, i++) {
          const at = scale * ((first[x] as number) + (second[x] as number) + (third[x] as number));
          if (at >= last) continue;
          const step = Math.floor(at);
          const whole = EXPONENTIAL[step] as number;
          const weight = whole + (at - step) * ((EXPONENTIAL[step + 1] as number) - whole);
          const j = i + shift;
          (sums[i] as number) += weight * (data[j] as number);
          (sums[j] as number) += weight * (data[i] as number);
          (weights[i] as number) += weight;
          (weights[j] as number) += weight;
        }
      }
    }
  }
  for (let i = 0; i < sums.length; i++) (sums[i] as number) /= weights[i] as number;
  return Float32Array.from(sums);
}

function neighbours(): Vec3[] {
  const side = 2 * SEARCH + 1;
  const all = Array.from({ length: side ** 3 }, (_, i): Vec3 => {
    return [(i % side) - SEARCH, (Math.floor(i / side) % side) - SEARCH, Math.floor(i / side ** 2) - SEARCH];
  });
  return all.slice((side ** 3 + 1) / 2);
}

/** A fine volume each of whose blocks is moved up or down as a whole, so that its mean is its coarse voxel. */
function withMeans(fine: Float32Array, { dims, data }: Volume, factor: Factor): Float32Array<ArrayBuffer> {
  const [nx, ny, nz] = upsampledDims(dims, factor);
  const blocks = new Uint32Array(fine.length);
  const lacking = Float64Array.from(data);
  const share = 1 / voxelCount(factor);
  for (let z = 0, i = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const row = dims[0] * (Math.floor(y / factor[1]) + dims[1] * Math.floor(z / factor[2]));
      for (let x = 0; x < nx; x++, i++) {
        const block = row + Math.floor(x / factor[0]);
        blocks[i] = block;
        (lacking[block] as number) -= share * (fine[i] as number);
      }
    }
  }
  const moved = new Float32Array(fine.length);
  for (let i = 0; i < fine.length; i++) moved[i] = (fine[i] as number) + (lacking[blocks[i] as number] as number);
  return moved;
}

function standardDeviation(data: Float32Array): number {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  return Math.sqrt(data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length);
}

const meanDifference = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] as number)), 0) / a.length;
