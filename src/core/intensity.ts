/** Intensity statistics of a scan: the scale the method works on, and the range that suits the eye. */

import { EigenvoxError } from "./errors";
import { type Notice, notice } from "./notice";

/**
 * `p`: the element at index floor(0.999·n) of the n finite values in ascending order, in the scan's own units.
 *
 * Exact, linear time and at most 0.5 MiB beside the data. Throws `E_INTENSITY` when no value is finite or p is not
 * above zero. Source: method §3.
 */
export function referenceIntensity(data: Float32Array): number {
  const finite = finiteHistogram(data, true);
  if (finite.count === 0) {
    throw new EigenvoxError("E_INTENSITY", "The scan holds no finite intensity. Export it again from its source.");
  }
  const p = selectFinite(data, finite, Math.floor(0.999 * finite.count));
  if (!(p > 0)) {
    throw new EigenvoxError(
      "E_INTENSITY",
      `The scan's reference intensity (the value 99.9 % of its voxels do not exceed) is ${p}; it must be above 0. ` +
        "The image is empty, or almost empty, or its values are negative: check its scaling, or crop it to the anatomy.",
    );
  }
  return p;
}

/** A scan's own units for methods that work on differences: value = zero + scale·working value. */
export interface WorkingUnits {
  readonly zero: number;
  /** Above 0. */
  readonly scale: number;
}

/** Intensities as they are. */
export const OWN_UNITS: WorkingUnits = { zero: 0, scale: 1 };

/**
 * `zero` and `zero + scale` are the elements at index floor(0.001·n) and floor(0.999·n) of the n finite values in
 * ascending order, or the least and the greatest where those two are equal, so that adding to or multiplying a scan
 * changes its units and nothing else.
 *
 * Throws `E_INTENSITY` when no value is finite, all are equal, or they are too far apart. Source: folded §1.
 */
export function workingUnits(data: Float32Array): WorkingUnits {
  const [low, high] = robustRange(data);
  const [zero, top] = low < high ? [low, high] : finiteRange(data);
  const scale = top - zero;
  if (!(scale > 0)) {
    throw new EigenvoxError("E_INTENSITY", "The scan holds nothing but one value: there is no contrast to work on.");
  }
  if (Math.fround(scale) === Number.POSITIVE_INFINITY) {
    throw new EigenvoxError("E_INTENSITY", "The scan's intensities are too far apart for float32: scale them down.");
  }
  return { zero, scale };
}

/** The elements at index floor(0.001·n) and floor(0.999·n) of the n finite values in ascending order; 0, 0 of none. */
export function robustRange(data: Float32Array): readonly [number, number] {
  const finite = finiteHistogram(data, true);
  if (finite.count === 0) return [0, 0];
  const element = (share: number) => selectFinite(data, finite, Math.floor(share * finite.count));
  return [element(0.001), element(0.999)];
}

/** `(f - zero)/scale` of every voxel; what is missing stays missing. Source: folded §1. */
export function inUnits(data: Float32Array, { zero, scale }: WorkingUnits): Float32Array<ArrayBuffer> {
  const out = new Float32Array(data.length);
  for (let i = 0; i < out.length; i++) out[i] = ((data[i] as number) - zero) / scale;
  return out;
}

/**
 * Those that `unitsOf` gives; of a scan of one value that value is 0, so that whatever works on differences gives it
 * back.
 */
export const unlessConstant =
  (unitsOf: (data: Float32Array) => WorkingUnits) =>
  (data: Float32Array): WorkingUnits => {
    const [low, high] = finiteRange(data);
    return low === high ? { zero: low, scale: 1 } : unitsOf(data);
  };

/** From the least to the greatest value: what needs no reference intensity is worked on in these. */
export function spanUnits(data: Float32Array): WorkingUnits {
  const [low, high] = finiteRange(data);
  const scale = high - low;
  return scale > 0 && Number.isFinite(Math.fround(scale))
    ? { zero: low, scale }
    : { zero: low < high ? 0 : low, scale: 1 };
}

/** `workingUnits`, and `spanUnits` where those cannot be. */
export function robustUnits(data: Float32Array): WorkingUnits {
  const [zero, top] = robustRange(data);
  return top > zero ? { zero, scale: top - zero } : spanUnits(data);
}

/** Least and greatest finite value; 0, 0 where none is. */
export function finiteRange(data: Float32Array): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    // Of finite numbers alone.
    if (value - value !== 0) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 0];
}

/** Negative values of this part of p and more are none of noise. */
const NEGATIVE = 0.01;
/** What is above p by its definition: as large a share of negative values is not worth telling of. */
const CUT_BY_DEFINITION = 0.001;

/**
 * What a person must know where `trainingIntensities` cuts more than the paper means it to: a scan whose values are
 * negative (z-scored, with an offset) loses what is below 0. Nothing where less than 0.1 % of the voxels are below
 * -0.01 p.
 */
export function clippingNotices(data: Float32Array, p: number): readonly Notice[] {
  const count = data.reduce((sum, value) => sum + (value < -NEGATIVE * p ? 1 : 0), 0);
  const finite = data.reduce((sum, value) => sum + (value - value === 0 ? 1 : 0), 0);
  if (count <= CUT_BY_DEFINITION * finite) return [];
  const share = ((100 * count) / finite).toFixed(1);
  const text = `${share} % of the voxels are negative and are cut to 0, as the paper has it: what they show is lost.`;
  return [notice("W_CLIPPED", text)];
}

/**
 * `min(max(f, 0)/p, 1)` of every voxel: what the paper's method learns from and is judged by in its protocol. NaN
 * becomes 0. Source: method §3.
 */
export function trainingIntensities(data: Float32Array, p: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (value > 0) out[i] = Math.min(value / p, 1);
  }
  return out;
}

/**
 * Lower and upper intensity for display: the 2nd and 98th percentile of the finite non-zero values, in the scan's own
 * units, always lower < upper. Where both are one value v the range is from 0 to v; without any such value, 0 to 1.
 */
export function displayWindow(data: Float32Array): readonly [number, number] {
  const nonZero = finiteHistogram(data, false);
  if (nonZero.count === 0) return [0, 1];
  const percentile = (fraction: number) => selectFinite(data, nonZero, Math.floor(fraction * (nonZero.count - 1)));
  const low = percentile(0.02);
  const high = percentile(0.98);
  return low < high ? [low, high] : [Math.min(0, low), Math.max(0, high)];
}

interface Histogram {
  /** Values counted by the upper 16 bits of their key. */
  readonly bins: Uint32Array;
  readonly count: number;
  readonly withZero: boolean;
}

/** Unsigned integer that orders as the float32 with these bits does: all bits of a negative flipped, else the sign. */
const orderedKey = (bits: number) => (bits ^ ((bits >> 31) | 0x80000000)) >>> 0;

const isCounted = (bits: number, withZero: boolean) =>
  (bits & 0x7f800000) !== 0x7f800000 && (withZero || (bits & 0x7fffffff) !== 0);

const bitsOf = (data: Float32Array) => new Int32Array(data.buffer, data.byteOffset, data.length);

function finiteHistogram(data: Float32Array, withZero: boolean): Histogram {
  const bits = bitsOf(data);
  const bins = new Uint32Array(65536);
  let count = 0;
  for (let i = 0; i < bits.length; i++) {
    const value = bits[i] as number;
    if (!isCounted(value, withZero)) continue;
    (bins[orderedKey(value) >>> 16] as number)++;
    count++;
  }
  return { bins, count, withZero };
}

/** The counted value of the given rank (0 = smallest): radix selection, 16 bits of the key at a time. */
function selectFinite(data: Float32Array, { bins, withZero }: Histogram, rank: number): number {
  const upper = findBin(bins, rank);
  const bits = bitsOf(data);
  const lowerBins = new Uint32Array(65536);
  for (let i = 0; i < bits.length; i++) {
    const value = bits[i] as number;
    const key = orderedKey(value);
    if (key >>> 16 === upper.bin && isCounted(value, withZero)) (lowerBins[key & 0xffff] as number)++;
  }
  const key = ((upper.bin << 16) | findBin(lowerBins, upper.rank).bin) >>> 0;
  const selected = key >>> 31 === 1 ? key ^ 0x80000000 : ~key;
  return new Float32Array(Int32Array.of(selected).buffer)[0] as number;
}

/** The bin in which the given rank falls, and the rank within it. */
function findBin(bins: Uint32Array, rank: number): { bin: number; rank: number } {
  let bin = 0;
  let left = rank;
  while (left >= (bins[bin] as number)) left -= bins[bin++] as number;
  return { bin, rank: left };
}
