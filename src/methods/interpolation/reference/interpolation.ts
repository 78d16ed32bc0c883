/** The interpolations that methods are compared with, scalar float64, each from its definition. */

import { type Factor, upsampledDims, type Vec3 } from "../../../core/volume";
import type { Interpolation } from "../names";
import { upsampleTricubic } from "./tricubic";

/**
 * The volume on the grid that is `factor` times finer; the scan continues beyond its faces with their values.
 *
 * `bspline` passes a cubic spline through the samples: along each axis the coefficients of the B-splines are found by
 * solving the tridiagonal system (c[i-1] + 4 c[i] + c[i+1])/6 = f[i]. Source: method §1, §2.
 */
export function upsampleReference(method: Interpolation, data: Float64Array, dims: Vec3, factor: Factor): Float64Array {
  if (method === "tricubic") return upsampleTricubic(data, dims, factor);
  const sample = SAMPLE[method];
  const [mx, my] = upsampledDims(dims, factor);
  const alongX = upsampleAxis(data, 1, dims[0], factor[0], sample);
  const alongY = upsampleAxis(alongX, mx, dims[1], factor[1], sample);
  return upsampleAxis(alongY, mx * my, dims[2], factor[2], sample);
}

/** Value at position x of the line whose samples lie at 0, 1, …; `line` answers for every whole number. */
type Sampler = (line: (i: number) => number, x: number, length: number) => number;

const SAMPLE: Readonly<Record<Exclude<Interpolation, "tricubic">, Sampler>> = {
  nearest: (line, x) => line(Math.round(x)),
  trilinear: (line, x) => {
    const i = Math.floor(x);
    return line(i) + (x - i) * (line(i + 1) - line(i));
  },
  lanczos: (line, x) => {
    const sinc = (t: number) => (t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t));
    let sum = 0;
    let total = 0;
    for (let i = Math.ceil(x - 3); i <= Math.floor(x + 3); i++) {
      const weight = sinc(x - i) * sinc((x - i) / 3);
      sum += weight * line(i);
      total += weight;
    }
    return sum / total;
  },
  bspline: (line, x, length) => {
    const coefficient = splineCoefficients(line, length);
    const i = Math.floor(x);
    const t = x - i;
    return (
      (coefficient(i - 1) * (1 - t) ** 3 +
        coefficient(i) * (4 - 6 * t * t + 3 * t ** 3) +
        coefficient(i + 1) * (1 + 3 * t + 3 * t * t - 3 * t ** 3) +
        coefficient(i + 2) * t ** 3) /
      6
    );
  },
};

/** A face's influence on the coefficients falls by 3.7 a voxel: after 40 it is below float64. */
const BEYOND = 40;

/** Thomas' algorithm on the line continued by BEYOND samples at either end. */
function splineCoefficients(line: (i: number) => number, length: number): (i: number) => number {
  const n = length + 2 * BEYOND;
  const upper = new Float64Array(n);
  const c = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    // At the ends of the continued line it is constant: c equals f there.
    const pivot = i === 0 || i === n - 1 ? 5 : 4;
    const divisor = pivot - (i === 0 ? 0 : (upper[i - 1] as number));
    upper[i] = 1 / divisor;
    c[i] = (6 * line(i - BEYOND) - (i === 0 ? 0 : (c[i - 1] as number))) / divisor;
  }
  for (let i = n - 2; i >= 0; i--) (c[i] as number) -= (upper[i] as number) * (c[i + 1] as number);
  return (i) => c[i + BEYOND] as number;
}

/** Upsamples the axis of `length` voxels that are `stride` elements apart. */
function upsampleAxis(data: Float64Array, stride: number, length: number, s: number, sample: Sampler): Float64Array {
  const out = new Float64Array(data.length * s);
  const lines = data.length / length;
  for (let n = 0; n < lines; n++) {
    const first = (n % stride) + stride * length * Math.floor(n / stride);
    const line = (i: number) => data[first + stride * Math.min(Math.max(i, 0), length - 1)] as number;
    const target = (n % stride) + stride * length * s * Math.floor(n / stride);
    for (let i = 0; i < length * s; i++) out[target + stride * i] = sample(line, (i + 0.5) / s - 0.5, length);
  }
  return out;
}
