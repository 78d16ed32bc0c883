/** What intensities a scan consists of, but for a few voxels far beyond: implants, spikes, burnt-in marks. Source: folded §9. */

import { foregroundOf } from "../../../core/histogram";

/** Voxels looked at; more change nothing that matters. */
const MAX_SAMPLES = 2 ** 18;
/** The intensities of this share of the voxels at either end may be anything. */
const STRAY = 0.02;
/** How far beyond the others an intensity still belongs to them, as a part of their range. */
const BEYOND = 1;

/**
 * Least and greatest intensity of what is not stray: the 2nd and 98th percentile of the voxels that are not the fill,
 * widened on either side by their distance. Undefined where they are equal. An offset and a factor of the scan are one of
 * the range.
 */
export function ordinaryRange(data: Float32Array): readonly [number, number] | undefined {
  const { fill } = foregroundOf(data);
  // An odd step, so that no axis of even length is met at the same place in every row.
  const step = data.length > MAX_SAMPLES ? Math.ceil(data.length / MAX_SAMPLES) | 1 : 1;
  const sorted = data.filter((value, i) => i % step === 0 && value - value === 0 && value !== fill).sort();
  const element = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const [low, high] = [element(STRAY), element(1 - STRAY)];
  const width = BEYOND * (high - low);
  return width > 0 ? [low - width, high + width] : undefined;
}

/** The data with what is stray missing; the data itself where nothing is. */
export function withoutStray(data: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const range = ordinaryRange(data);
  if (!range) return data;
  const [low, high] = range;
  const isStray = (value: number) => value < low || value > high;
  return data.some(isStray) ? data.map((value) => (isStray(value) ? Number.NaN : value)) : data;
}
