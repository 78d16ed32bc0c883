/** Intensity statistics of a scan: the scale the method works on, and the range that suits the eye. */

import { EigenvoxError } from "./errors";

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
 * ascending order, so that adding to or multiplying a scan changes its units and nothing else.
 *
 * Throws `E_INTENSITY` when no value is finite or the two are equal. Source: folded §1.
 */
export function workingUnits(data: Float32Array): WorkingUnits {
  const finite = finiteHistogram(data, true);
  const element = (share: number) => selectFinite(data, finite, Math.floor(share * finite.count));
  const zero = finite.count > 0 ? element(0.001) : 0;
  const scale = finite.count > 0 ? element(0.999) - zero : 0;
  if (!(scale > 0)) {
    throw new EigenvoxError(
      "E_INTENSITY",
      "The scan holds next to nothing but one value: there is no contrast to work on. Crop it to the anatomy.",
    );
  }
  return { zero, scale };
}

/**
 * `min(max(f, 0)/p, 1)` of every voxel: what training and evaluation work on. NaN becomes 0. Source: method §3.
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
