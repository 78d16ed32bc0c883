/** What two images of one body on one grid have in common. */

import { foregroundOf, isForeground } from "../../core/histogram";
import { aboutMeans, addPair, correlationOf, noPairs, type PairSums } from "../../core/pair-moments";
import type { Vec3, Volume } from "../../core/volume";
import { smoothed } from "../../registration/resample-axis";

/** What is finer than this, mm (standard deviation of a Gaussian), counts as detail. */
const DETAIL_MM = 2;
/** Changes are looked for in what is coarser than this, mm, and this share of the voxels, those that differ most, left out. */
const CHANGE_MM = 3;
const CHANGED_SHARE = 0.05;
/** Deep within the head: where of a Gaussian ball of this standard deviation, mm, at least this share is tissue. */
const DEPTH_MM = 8;
const DEEP_SHARE = 0.85;

/** Correlations of two images over the same voxels. */
export interface Likeness {
  readonly whole: number;
  /** Of what a Gaussian of 2 mm leaves over. */
  readonly detail: number;
  /** Of each voxel's difference from the mean of its neighbours in the slices beside it. */
  readonly acrossSlices: number;
}

/** A volume's detail, made once for many comparisons. */
export interface Detailed {
  readonly volume: Volume;
  readonly detail: Float32Array;
  readonly acrossSlices: Float32Array;
}

const isotropic = (mm: number): Vec3 => [mm, mm, mm];

export async function detailed(volume: Volume): Promise<Detailed> {
  const coarse = await smoothed(volume, isotropic(DETAIL_MM));
  const [nx, ny, nz] = volume.dims;
  const across = new Float32Array(volume.data.length).fill(Number.NaN);
  for (let i = nx * ny; i < nx * ny * (nz - 1); i++) {
    const [below, above] = [volume.data[i - nx * ny] as number, volume.data[i + nx * ny] as number];
    across[i] = (volume.data[i] as number) - (below + above) / 2;
  }
  const detail = volume.data.map((value, i) => value - (coarse.data[i] as number));
  return { volume, detail, acrossSlices: across };
}

export function likeness(a: Detailed, b: Detailed, mask: Uint8Array): Likeness {
  return {
    whole: correlation(a.volume.data, b.volume.data, mask),
    detail: correlation(a.detail, b.detail, mask),
    acrossSlices: correlation(a.acrossSlices, b.acrossSlices, mask),
  };
}

/** 1 deep within the head, where there is no skull and no skin. */
export async function deepWithin(volume: Volume): Promise<Uint8Array> {
  const foreground = foregroundOf(volume.data);
  const tissue = { ...volume, data: volume.data.map((value) => (isForeground(foreground, value) ? 1 : 0)) };
  const { data } = await smoothed(tissue, isotropic(DEPTH_MM));
  return Uint8Array.from(data, (share) => (share >= DEEP_SHARE ? 1 : 0));
}

/** The mask without the voxels at which two images differ most, but for brightness and contrast, and what is missing. */
export async function unchanged(a: Volume, b: Volume, mask: Uint8Array): Promise<Uint8Array> {
  const [p, q] = [await smoothed(a, isotropic(CHANGE_MM)), await smoothed(b, isotropic(CHANGE_MM))];
  const { means, ab, bb } = aboutMeans(sumsWithin(p.data, q.data, mask));
  const gain = ab / bb;
  const difference = p.data.map((value, i) =>
    mask[i] === 1 ? Math.abs(value - means[0] - gain * ((q.data[i] as number) - means[1])) : Number.NaN,
  );
  const sorted = difference.filter(Number.isFinite).sort();
  const limit = sorted[Math.floor((1 - CHANGED_SHARE) * sorted.length)] as number;
  return mask.map((inside, i) => (inside === 1 && (difference[i] as number) < limit ? 1 : 0));
}

export const correlation = (a: Float32Array, b: Float32Array, mask: Uint8Array): number =>
  correlationOf(sumsWithin(a, b, mask));

function sumsWithin(a: Float32Array, b: Float32Array, mask: Uint8Array): PairSums {
  const sums = noPairs();
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0) addPair(sums, a[i] as number, b[i] as number);
  return sums;
}
