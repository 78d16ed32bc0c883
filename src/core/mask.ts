/** Which voxels of a high-resolution volume are worth learning from and judging by. */

import { FILL_SHARE, foregroundOf } from "./histogram";
import { robustRange, workingUnits } from "./intensity";
import { isMissing, missingCount } from "./missing";

export const MASK_KINDS = ["auto", "nonzero", "all"] as const;
export type MaskKind = (typeof MASK_KINDS)[number];

/** Bins of the histogram over the lowest quarter of the range in which the air peak is looked for. */
const AIR_BINS = 64;
/** An air peak lies at most at this fraction of the range; the darkest tissue peaks well above. */
const MAX_AIR_PEAK = 0.05;
/** Magnitude noise in air is Rayleigh distributed with its mode at σ: 98.9 % of it is below 3σ. */
const AIR_CUT = 3;
/** Values within this part of the range around the fill are the fill: an offset would round them to it. */
const FILL_WIDTH = 1e-5;

/**
 * One byte per voxel, 1 inside. Missing voxels are outside in every kind, and no kind asks what 0 means: an offset and
 * a factor change no mask.
 *
 * - `nonzero`: not the value that the scan was filled with outside the head (0, in most), where it shows one
 *   (`foregroundOf`), the method's own mask for brain-masked volumes; else all. Source: method §5.
 * - `all`: every finite voxel.
 * - `auto`: `nonzero`, and above the noise of the air where the scan still holds air. Scanners and defacing tools fill
 *   most air with 0 but often leave a noisy fringe, a scan straight from the scanner keeps all of it; learning from it
 *   would move the strength tertiles towards noise. Air shows as the highest peak of the histogram in the lowest quarter
 *   of the range above the fill (above the 0.1st percentile without one), at or under 0.05 of it; the cut is three times
 *   that peak. Without such a peak (brain-masked volumes), and where the fill lies among the intensities or voxels are
 *   missing (masked in another way), the mask is `nonzero`.
 *
 * Throws `E_INTENSITY` (kind `auto` only) as `workingUnits` does.
 */
export function trainingMask(data: Float32Array, kind: MaskKind): Uint8Array<ArrayBuffer> {
  const fill = kind === "all" ? undefined : foregroundOf(data).fill;
  const [low, high] = fill === undefined ? [0, 0] : robustRange(data);
  const width = FILL_WIDTH * (high - low);
  const isFill = (value: number) => fill !== undefined && Math.abs(value - fill) <= width;
  const cut = kind === "auto" ? airCut(data, fill, isFill) : Number.NEGATIVE_INFINITY;
  const mask = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    mask[i] = !isMissing(value) && value >= cut && !isFill(value) ? 1 : 0;
  }
  return mask;
}

/** Intensity under which a voxel is taken for air; -Infinity where the scan shows no air peak. */
function airCut(data: Float32Array, fill: number | undefined, isFill: (value: number) => boolean): number {
  const { zero, scale } = workingUnits(data);
  const missing = missingCount(data);
  const isMasked = fill === undefined ? missing > FILL_SHARE * data.length : fill > zero + MAX_AIR_PEAK * scale;
  if (isMasked) return Number.NEGATIVE_INFINITY;
  const origin = fill ?? zero;
  const range = zero + scale - origin;
  const bins = new Uint32Array(AIR_BINS);
  const binsPerUnit = (4 * AIR_BINS) / range;
  for (let i = 0; i < data.length; i++) {
    const value = (data[i] as number) - origin;
    const bin = Math.floor(value * binsPerUnit);
    if (value > 0 && bin < AIR_BINS && !isFill(data[i] as number)) (bins[bin] as number)++;
  }
  const peak = (bins.indexOf(Math.max(...bins)) + 0.5) / binsPerUnit;
  return peak <= MAX_AIR_PEAK * range ? origin + AIR_CUT * peak : Number.NEGATIVE_INFINITY;
}
