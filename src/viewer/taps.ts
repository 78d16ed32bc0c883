/** Which voxels along one grid axis have a share in each pixel along one screen axis, and how large it is. */

import { clampedIndex, isInside, nearestIndex } from "./vectors";

export interface AxisTaps {
  /** Most voxels under one pixel: the stride of `weights`. */
  readonly taps: number;
  /** First voxel of each pixel, the number of them from there on (0 outside the volume), and their shares. */
  readonly start: Int32Array;
  readonly count: Int32Array;
  readonly weights: Float64Array;
  /** Pixels from `first` to before `end` lie in the volume. */
  readonly first: number;
  readonly end: number;
}

/** `at` gives the voxel coordinate of a pixel's centre, `fill` the shares of the pixels inside. */
function makeTaps(
  origin: number,
  step: number,
  pixels: number,
  voxels: number,
  taps: number,
  fill: (at: number, weights: Float64Array, to: number) => [start: number, count: number],
): AxisTaps {
  const start = new Int32Array(pixels);
  const count = new Int32Array(pixels);
  const weights = new Float64Array(pixels * taps);
  let first = pixels;
  let end = pixels;
  for (let x = 0; x < pixels; x++) {
    const at = origin + step * x;
    if (isInside(at, voxels)) {
      [start[x], count[x]] = fill(at, weights, x * taps);
      if (first === pixels) first = x;
    } else if (first < pixels && end === pixels) end = x;
  }
  return { taps, start, count, weights, first, end };
}

/** The voxel whose cell the pixel's centre lies in. */
export function nearestTaps(origin: number, step: number, pixels: number, voxels: number): AxisTaps {
  return makeTaps(origin, step, pixels, voxels, 1, (at, weights, to) => {
    weights[to] = 1;
    return [clampedIndex(nearestIndex(at), voxels), 1];
  });
}

/** Two neighbours, linearly; the outer half of an edge voxel has its value. */
export function linearTaps(origin: number, step: number, pixels: number, voxels: number): AxisTaps {
  return makeTaps(origin, step, pixels, voxels, 2, (at, weights, to) => {
    const start = clampedIndex(Math.floor(at), voxels);
    const share = Math.min(1, Math.max(0, at - start));
    weights[to] = 1;
    if (share === 0 || start === voxels - 1) return [start, 1];
    weights[to] = 1 - share;
    weights[to + 1] = share;
    return [start, 2];
  });
}

/** Every voxel by how much of the pixel it covers; what of the pixel lies outside the volume does not count. */
export function areaTaps(origin: number, step: number, pixels: number, voxels: number): AxisTaps {
  const half = Math.abs(step) / 2;
  return makeTaps(origin, step, pixels, voxels, Math.ceil(2 * half) + 1, (at, weights, to) => {
    const low = Math.max(-0.5, at - half);
    const high = Math.min(voxels - 0.5, at + half);
    const start = clampedIndex(Math.floor(low + 0.5), voxels);
    const last = clampedIndex(Math.ceil(high + 0.5) - 1, voxels);
    for (let i = start; i <= last; i++) {
      weights[to + i - start] = (Math.min(high, i + 0.5) - Math.max(low, i - 0.5)) / (high - low);
    }
    return [start, last - start + 1];
  });
}
