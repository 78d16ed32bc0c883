/** Which voxels of a high-resolution volume are worth learning from and judging by. */

import { referenceIntensity } from "./intensity";

export const MASK_KINDS = ["auto", "nonzero", "all"] as const;
export type MaskKind = (typeof MASK_KINDS)[number];

/** Bins of the histogram over the intensities from 0 to p/4 in which the air peak is looked for. */
const AIR_BINS = 64;
/** An air peak lies at most at this fraction of p; the darkest tissue peaks well above. */
const MAX_AIR_PEAK = 0.05;
/** Magnitude noise in air is Rayleigh distributed with its mode at σ: 98.9 % of it is below 3σ. */
const AIR_CUT = 3;

/**
 * One byte per voxel, 1 inside. Non-finite voxels are outside in every kind.
 *
 * - `nonzero`: value ≠ 0, the method's own mask for brain-masked volumes. Source: method §5.
 * - `all`: every finite voxel.
 * - `auto`: `nonzero`, and above the noise of the air where the scan still holds air. Scanners and defacing tools set
 *   most air to 0 but often leave a noisy fringe, a scan straight from the scanner keeps all of it; learning from it
 *   would move the strength tertiles towards noise. Air shows as the highest peak of the histogram of non-zero values
 *   below p/4, at or under 0.05 p; the cut is three times that peak. Without such a peak (brain-masked volumes) the
 *   mask is `nonzero`.
 *
 * Throws `E_INTENSITY` (kind `auto` only) as `referenceIntensity` does.
 */
export function trainingMask(data: Float32Array, kind: MaskKind): Uint8Array<ArrayBuffer> {
  const mask = new Uint8Array(data.length);
  const cut = kind === "auto" ? airCut(data) : Number.NEGATIVE_INFINITY;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (Number.isFinite(value) && value >= cut && (kind === "all" || value !== 0)) mask[i] = 1;
  }
  return mask;
}

/** Intensity under which a voxel is taken for air; -Infinity where the scan shows no air peak. */
function airCut(data: Float32Array): number {
  const p = referenceIntensity(data);
  const bins = new Uint32Array(AIR_BINS);
  const binsPerUnit = (4 * AIR_BINS) / p;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    const bin = Math.floor(value * binsPerUnit);
    if (value > 0 && bin < AIR_BINS) (bins[bin] as number)++;
  }
  const peak = (bins.indexOf(Math.max(...bins)) + 0.5) / binsPerUnit;
  return peak <= MAX_AIR_PEAK * p ? AIR_CUT * peak : Number.NEGATIVE_INFINITY;
}
