/** Scans made as scanners and programs make them, from others: what is found of them is then known. Seeded. */

import { keysKernel } from "../../core/keys-kernel";
import { normalNumber } from "../../core/random";
import { type Vec3, type Volume, voxelCount } from "../../core/volume";
import { LineTransform } from "../../evidence/fourier";

/** Noise of this standard deviation on all that is not `fill`. */
export function withNoise(volume: Volume, sigma: number, seed: number, fill = Number.NaN): Volume {
  const data = volume.data.map((value, i) => (value === fill ? value : value + sigma * normalNumber(seed, 0, i)));
  return { ...volume, data };
}

/** What is not filled, in whole numbers of `levels` for the range from 0 on: as scanners store. */
export function rounded(volume: Volume, levels: number): Volume {
  const largest = volume.data.reduce((a, b) => Math.max(a, b), 0);
  return { ...volume, data: volume.data.map((value) => Math.round((value * levels) / largest)) };
}

/** `to` voxels along an axis, from zeros beyond the frequencies that there are, or from fewer frequencies; magnitude. */
export function fourierResized(volume: Volume, axis: 0 | 1 | 2, to: number): Volume {
  const n = volume.dims[axis];
  const [forward, backward] = [new LineTransform(n), new LineTransform(to)];
  const [line, out] = [new Float64Array(2 * n), new Float64Array(2 * to)];
  const kept = Math.min(n, to);
  return alongAxis(volume, axis, to, (from, target) => {
    line.fill(0);
    from.forEach((value, x) => {
      line[2 * x] = value;
    });
    forward.forward(line);
    out.fill(0);
    for (let k = -Math.floor(kept / 2); k < Math.ceil(kept / 2); k++) {
      const angle = (Math.PI * k * (n / to - 1)) / n;
      const [cos, sin] = [Math.cos(angle) / n, Math.sin(angle) / n];
      const [a, b] = [2 * ((k + n) % n), 2 * ((k + to) % to)];
      out[b] = (line[a] as number) * cos - (line[a + 1] as number) * sin;
      out[b + 1] = (line[a] as number) * sin + (line[a + 1] as number) * cos;
    }
    backward.inverse(out);
    for (let j = 0; j < to; j++) target[j] = Math.hypot(out[2 * j] as number, out[2 * j + 1] as number);
  });
}

/** `to` voxels along an axis, between the centres of those that there are. */
export function interpolated(volume: Volume, axis: 0 | 1 | 2, to: number, kind: "linear" | "cubic"): Volume {
  const n = volume.dims[axis];
  const weight = kind === "cubic" ? keysKernel : (d: number) => Math.max(0, 1 - Math.abs(d));
  return alongAxis(volume, axis, to, (from, target) => {
    for (let j = 0; j < to; j++) {
      const x = ((j + 0.5) * n) / to - 0.5;
      let sum = 0;
      for (let i = Math.floor(x) - 1; i <= Math.floor(x) + 2; i++) {
        sum += weight(x - i) * (from[Math.min(Math.max(i, 0), n - 1)] as number);
      }
      target[j] = sum;
    }
  });
}

/** Smoothed along an axis by a Gaussian. */
export function smoothed(volume: Volume, axis: 0 | 1 | 2, sigma: number): Volume {
  const n = volume.dims[axis];
  const reach = Math.ceil(4 * sigma);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-(((i - reach) / sigma) ** 2) / 2));
  const total = weights.reduce((a, b) => a + b);
  return alongAxis(volume, axis, n, (from, target) => {
    for (let x = 0; x < n; x++) {
      let sum = 0;
      for (const [i, weight] of weights.entries()) {
        sum += weight * (from[Math.min(Math.max(x + i - reach, 0), n - 1)] as number);
      }
      target[x] = sum / total;
    }
  });
}

type LineWork = (from: Float64Array, to: Float64Array) => void;

/** Lines along an axis replaced by others of `count` voxels over the same length. */
function alongAxis(volume: Volume, axis: 0 | 1 | 2, count: number, work: LineWork): Volume {
  const { dims, spacing, affine } = volume;
  const n = dims[axis];
  const outDims = dims.map((side, a) => (a === axis ? count : side)) as unknown as Vec3;
  const stride = [1, dims[0], dims[0] * dims[1]][axis] as number;
  const data = new Float32Array(voxelCount(outDims));
  const [from, to] = [new Float64Array(n), new Float64Array(count)];
  for (let line = 0; line < volume.data.length / n; line++) {
    const outer = Math.floor(line / stride);
    const start = (line % stride) + stride * n * outer;
    const outStart = (line % stride) + stride * count * outer;
    for (let x = 0; x < n; x++) from[x] = volume.data[start + x * stride] as number;
    work(from, to);
    for (let x = 0; x < count; x++) data[outStart + x * stride] = to[x] as number;
  }
  const outSpacing = spacing.map((mm, a) => (a === axis ? (mm * n) / count : mm)) as unknown as Vec3;
  return { data, dims: outDims, spacing: outSpacing, affine };
}
