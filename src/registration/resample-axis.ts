/** Volumes made coarser or finer an axis at a time, on the CPU. */

import { breather } from "../core/breathe";
import { keysKernel } from "../core/keys-kernel";
import type { Vec3, Volume } from "../core/volume";

/** What each voxel of a line becomes: `weights` of the old voxels from `first` on. */
interface LineTaps {
  readonly first: number;
  readonly weights: Float64Array;
}

/** Standard deviations in the full width at half maximum of a Gaussian. */
const FWHM = 2 * Math.sqrt(2 * Math.log(2));

/**
 * The volume on a grid of the given voxel size about the same middle. Axes that become coarser are smoothed, so that a
 * voxel's width and the Gaussian's together are the new size; axes that become finer are interpolated (cubic). Voxels made
 * from less than half of finite ones are NaN.
 *
 * Cancel: now and then, by rejecting with the signal's reason.
 */
export async function atVoxelSize(volume: Volume, size: Vec3, signal?: AbortSignal): Promise<Volume> {
  const dims = volume.dims.map((n, a) => Math.max(1, Math.round((n * volume.spacing[a as 0]) / (size[a] as number))));
  const tables = dims.map((to, a) => gridTaps(volume.dims[a as 0], to, (size[a] as number) / volume.spacing[a as 0]));
  const data = await throughFinite(volume, (values) => resampled(values, volume.dims, tables, signal));
  const affine = [...volume.affine];
  for (let r = 0; r < 12; r += 4) {
    for (let a = 0; a < 3; a++) {
      const step = (size[a] as number) / volume.spacing[a as 0];
      const first = (volume.dims[a as 0] - 1) / 2 - (step * ((dims[a] as number) - 1)) / 2;
      (affine[r + 3] as number) += (volume.affine[r + a] as number) * first;
      affine[r + a] = (volume.affine[r + a] as number) * step;
    }
  }
  return { data, dims: dims as unknown as Vec3, spacing: size, affine };
}

/** The volume smoothed by a Gaussian of this standard deviation in mm, or one per axis; missing voxels are left out. */
export async function smoothed(volume: Volume, sigmaMm: Vec3, signal?: AbortSignal): Promise<Volume> {
  const tables = volume.dims.map((n, a) => {
    const sigma = (sigmaMm[a] as number) / volume.spacing[a as 0];
    return Array.from({ length: n }, (_, i) => gaussianTaps(i, sigma, n));
  });
  const data = await throughFinite(volume, (values) => resampled(values, volume.dims, tables, signal));
  return { ...volume, data };
}

function gridTaps(from: number, to: number, step: number): LineTaps[] {
  return Array.from({ length: to }, (_, i) => {
    const at = (from - 1) / 2 + step * (i - (to - 1) / 2);
    if (step > 1) return gaussianTaps(at, Math.sqrt(step * step - 1) / FWHM, from);
    return tapsOf(at, 2, from, keysKernel);
  });
}

function gaussianTaps(at: number, sigma: number, n: number): LineTaps {
  // Of a Gaussian much narrower than a voxel the nearest is left.
  return tapsOf(at, Math.max(3 * sigma, 0.5), n, (d) => Math.exp(-0.5 * (d / Math.max(sigma, 0.1)) ** 2));
}

/** Beyond the faces lies what is at the face. */
function tapsOf(at: number, reach: number, n: number, weight: (distance: number) => number): LineTaps {
  const inside = (i: number) => Math.min(n - 1, Math.max(0, i));
  const low = Math.ceil(at - reach);
  const high = Math.floor(at + reach);
  const first = inside(low);
  const weights = new Float64Array(inside(high) - first + 1);
  let sum = 0;
  for (let i = low; i <= high; i++) {
    const w = weight(i - at);
    (weights[inside(i) - first] as number) += w;
    sum += w;
  }
  return { first, weights: weights.map((w) => w / sum) };
}

/** Missing voxels take no part: the rest is weighed up. */
async function throughFinite(
  { data }: Volume,
  work: (values: Float32Array) => Promise<Float32Array<ArrayBuffer>>,
): Promise<Float32Array<ArrayBuffer>> {
  if (data.every(Number.isFinite)) return work(data);
  const values = await work(data.map((value) => (Number.isFinite(value) ? value : 0)));
  const share = await work(data.map((value) => (Number.isFinite(value) ? 1 : 0)));
  return values.map((value, i) => ((share[i] as number) >= 0.5 ? value / (share[i] as number) : Number.NaN));
}

async function resampled(
  data: Float32Array,
  dims: Vec3,
  tables: readonly (readonly LineTaps[])[],
  signal: AbortSignal | undefined,
): Promise<Float32Array<ArrayBuffer>> {
  const breathe = breather(signal);
  let values = Float32Array.from(data);
  const size = [...dims];
  for (const [axis, taps] of tables.entries()) {
    const from = size[axis] as number;
    const inner = size.slice(0, axis).reduce((a, b) => a * b, 1);
    const outer = size.slice(axis + 1).reduce((a, b) => a * b, 1);
    const out = new Float32Array(inner * taps.length * outer);
    for (let o = 0; o < outer; o++) {
      await breathe();
      for (const [j, { first, weights }] of taps.entries()) {
        const to = inner * (j + taps.length * o);
        for (let t = 0; t < weights.length; t++) {
          const source = inner * (first + t + from * o);
          const w = weights[t] as number;
          for (let i = 0; i < inner; i++) (out[to + i] as number) += w * (values[source + i] as number);
        }
      }
    }
    values = out;
    size[axis] = taps.length;
  }
  return values;
}
