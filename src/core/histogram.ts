/** What a person is shown of a volume's intensities: the window that suits the eye, and how often each occurs. */

import { finiteRange } from "./intensity";
import type { Window } from "./view";

export interface Histogram {
  /** Voxels of the head in each of 256 equal steps of the range; of large volumes a regular part of them. */
  readonly counts: readonly number[];
  /** Contains the intensities, but not those far beyond the window: they are counted at its ends. */
  readonly range: Window;
}

export interface IntensityFacts {
  /** 0.5 to 99.5 % of the intensities within the head; lower < upper always. */
  readonly window: Window;
  readonly histogram: Histogram;
  /** Least and greatest finite intensity. */
  readonly range: Window;
}

/** Voxels looked at; more change nothing that can be seen. */
const MAX_SAMPLES = 2 ** 18;
const BINS = 256;
/** A value that so large a share of the voxels has is what the scan was filled with outside the head. */
export const FILL_SHARE = 0.05;
/** The head is what is brighter than this part of the way from the 2nd to the 98th percentile. */
const AIR_SHARE = 0.1;

/** What tells head from air, whatever 0 means in the scan. */
export interface Foreground {
  /** The value that the scan was filled with outside the head; undefined where it shows none. */
  readonly fill: number | undefined;
  readonly above: number;
}

export const isForeground = ({ fill, above }: Foreground, value: number): boolean => value >= above && value !== fill;

export const foregroundOf = (data: Float32Array): Foreground => foregroundIn(sortedSample(data));

export function intensityFacts(data: Float32Array): IntensityFacts {
  const sorted = sortedSample(data);
  const range = finiteRange(data);
  const foreground = foregroundIn(sorted);
  const head = headIn(sorted, foreground);
  const window = windowOf(head, range);
  const width = window[1] - window[0];
  const [low, high] = [Math.max(range[0], window[0] - width), Math.min(range[1], window[1] + width)];
  const counts = new Array<number>(BINS).fill(0);
  for (const value of head) {
    const bin = high > low ? Math.floor((BINS * (value - low)) / (high - low)) : 0;
    (counts[Math.min(Math.max(bin, 0), BINS - 1)] as number)++;
  }
  return { window, histogram: { counts, range: [low, high] }, range };
}

/** What `isForeground` holds of, ascending. */
function headIn(sorted: Float32Array, { fill, above }: Foreground): Float32Array {
  const head = sorted.subarray(indexOf(sorted, above));
  return fill === undefined || fill < above ? head : without(head, fill);
}

/** The index of the first value that is not below; the length where all are. */
function indexOf(sorted: Float32Array, value: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] as number) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** All that is there but one value. */
function without(sorted: Float32Array, value: number): Float32Array {
  const from = indexOf(sorted, value);
  let to = from;
  while (sorted[to] === value) to++;
  const rest = new Float32Array(sorted.length - (to - from));
  rest.set(sorted.subarray(0, from));
  rest.set(sorted.subarray(to), from);
  return rest;
}

function windowOf(head: Float32Array, range: Window): Window {
  const low = quantile(head, 0.005);
  const high = quantile(head, 0.995);
  if (low < high) return [low, high];
  if (range[0] < range[1]) return range;
  const value = range[0];
  return value === 0 ? [0, 1] : [Math.min(0, value), Math.max(0, value)];
}

/** Finite values, ascending; a regular part of them in large volumes. */
function sortedSample(data: Float32Array): Float32Array {
  // An odd step, so that no axis of even length is met at the same place in every row.
  const step = data.length > MAX_SAMPLES ? Math.ceil(data.length / MAX_SAMPLES) | 1 : 1;
  const sample = new Float32Array(Math.ceil(data.length / step));
  let count = 0;
  for (let i = 0; i < data.length; i += step) {
    const value = data[i] as number;
    if (value - value === 0) sample[count++] = value;
  }
  return sample.subarray(0, count).sort();
}

function foregroundIn(sorted: Float32Array): Foreground {
  const fill = mostFrequent(sorted);
  const rest = fill === undefined ? sorted : without(sorted, fill);
  if (rest.length === 0) return { fill: undefined, above: Number.NEGATIVE_INFINITY };
  const [low, high] = [quantile(rest, 0.02), quantile(rest, 0.98)];
  return { fill, above: low + AIR_SHARE * (high - low) };
}

/** The value that most voxels have, where it is the fill. */
function mostFrequent(sorted: Float32Array): number | undefined {
  const least = Math.max(1, FILL_SHARE * sorted.length);
  let best = { value: 0, count: least };
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    const value = sorted[from] as number;
    while (to < sorted.length && sorted[to] === value) to++;
    if (to - from > best.count) best = { value, count: to - from };
  }
  return best.count > least ? best.value : undefined;
}

const quantile = (sorted: Float32Array, share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
