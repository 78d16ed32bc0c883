/** How finely a scan was sampled along an axis, whatever its grid. */

import { type Foreground, foregroundOf } from "../core/histogram";
import type { Volume } from "../core/volume";
import { LineTransform } from "./fourier";
import { textureLines } from "./texture-lines";

export interface AxisEvidence {
  /** Voxel size of the grid. */
  readonly gridMm: number;
  /** Of the voxels that were truly sampled. */
  readonly trueMm: number;
  /** Independent samples along the axis, at most the grid's. */
  readonly trueVoxels: number;
  /** "zero-filled": more voxels were made by zeros in k-space; "interpolated": between voxels. */
  readonly kind: "as sampled" | "zero-filled" | "interpolated";
  /** From 0 (cannot be told) to 1. */
  readonly certainty: number;
}

/** Axes with fewer voxels, or fewer lines to look at, tell nothing. */
const MIN_VOXELS = 20;
const MIN_LINES = 40;
/** Lines whose copies of frequencies are looked for: coherence by chance is 1/lines. */
const COHERENT_LINES = 250;
/**
 * Least mean coherence of copies, and where it is certain: of interpolated heads 0.35 and more, of others, ripples among
 * them, 0.15 at most.
 */
const COHERENCE = [0.2, 0.35] as const;
/** Least excess of a step, in powers of ten, and where it is certain. */
const STEP = [0.65, 1.3] as const;
/** True voxels are looked for from this to that share of the grid's. */
const SHARES = [0.25, 0.9] as const;
/** Axes with fewer voxels show too few copies. */
const MIN_COPIED = 40;

/**
 * Two things are looked for in the texture (`textureLines`) along the axis.
 *
 * Interpolation from N to n voxels leaves copies of low frequencies at high ones: X(k) and X(k - N) of a line X then are
 * one number but for a factor that all lines share. N is where their coherence over the lines, the mean over N/2 < k ≤ n/2
 * of |Σ X(k) X*(k - N)|²/(Σ|X(k)|² Σ|X(k - N)|²), is highest. Source: the periodicity of interpolated signals,
 * Gallagher 2005.
 *
 * Zero-filling leaves frequencies above N/2 without power but for rounding and the magnitude operation: a step down
 * of the logarithm of the mean power, steeper than the spectrum before and behind it. N is where the step ends.
 * Smoothing has no step, noise no end before the grid's own: both count as sampled.
 */
export function axisEvidence(
  volume: Volume,
  axis: 0 | 1 | 2,
  foreground: Foreground = foregroundOf(volume.data),
): AxisEvidence {
  const n = volume.dims[axis];
  const gridMm = volume.spacing[axis];
  const evidence = (trueVoxels: number, kind: AxisEvidence["kind"], certainty: number): AxisEvidence => ({
    gridMm,
    trueMm: (gridMm * n) / trueVoxels,
    trueVoxels,
    kind,
    certainty,
  });
  if (n < MIN_VOXELS) return evidence(n, "as sampled", 0);
  const lines = textureLines(volume, axis, foreground);
  if (lines.length < MIN_LINES) return evidence(n, "as sampled", 0);
  const transform = lineSpectrum(n);
  const spectra = lines.map(({ values }) => transform(values));
  const windows = regularPart(lines, COHERENT_LINES).map(({ weights }) => transform(weights));
  const step = steepestStep(meanPower(spectra, n), meanPower(windows, n), n);
  const isStep = step !== undefined && step.excess > STEP[0];
  const copies = strongestCopies(regularPart(spectra, COHERENT_LINES), n);
  // What leaks beyond a step comes from one edge alone and is coherent by itself; copies reach less far than their step.
  if (copies.coherence > COHERENCE[0] && !(isStep && copies.voxels > 1.2 * step.voxels)) {
    return evidence(copies.voxels, "interpolated", between(COHERENCE, copies.coherence));
  }
  if (isStep) return evidence(step.voxels, "zero-filled", between(STEP, step.excess));
  const doubt = Math.max(copies.coherence / COHERENCE[0], (step?.excess ?? 0) / STEP[0]);
  return evidence(n, "as sampled", 1 - 0.7 * Math.min(1, Math.max(0, doubt)));
}

/** 0.5 at the first of the limits, 1 from the second on. */
const between = ([from, to]: readonly [number, number], value: number) =>
  0.5 + 0.5 * Math.min(1, Math.max(0, (value - from) / (to - from)));

/** The frequencies 0 … ⌊n/2⌋ of lines of n voxels. */
export function lineSpectrum(n: number): (line: Float64Array) => Float64Array {
  const transform = new LineTransform(n);
  return (line) => {
    const complex = new Float64Array(2 * n);
    for (let x = 0; x < n; x++) complex[2 * x] = line[x] as number;
    transform.forward(complex);
    return complex.subarray(0, 2 * (Math.floor(n / 2) + 1));
  };
}

/** Mean of |X(k)|² over the lines, k = 0 … ⌊n/2⌋. */
export function meanPower(spectra: readonly Float64Array[], n: number): Float64Array {
  const power = new Float64Array(Math.floor(n / 2) + 1);
  for (const spectrum of spectra) {
    for (let k = 0; k < power.length; k++) {
      (power[k] as number) +=
        ((spectrum[2 * k] as number) ** 2 + (spectrum[2 * k + 1] as number) ** 2) / spectra.length;
    }
  }
  return power;
}

const regularPart = <T>(all: readonly T[], count: number): readonly T[] =>
  all.filter((_, i) => i % Math.ceil(all.length / count) === 0);

function strongestCopies(spectra: readonly Float64Array[], n: number): { voxels: number; coherence: number } {
  if (n < MIN_COPIED) return { voxels: n, coherence: 0 };
  const coherences = new Float64Array(n + 1);
  const [first, last] = [Math.ceil(SHARES[0] * n), Math.floor(SHARES[1] * n)];
  // Frequency by frequency, the lines in turn; as loud as each other at each.
  const count = spectra.length;
  const power = meanPower(spectra, n);
  const byFrequency = Array.from({ length: Math.floor(n / 2) + 1 }, (_, k) => {
    const of = new Float64Array(2 * count);
    const norm = 1 / (count * (power[k] as number) || 1) ** 0.5;
    for (let i = 0; i < 2 * count; i++) of[i] = norm * (spectra[i >> 1]?.[2 * k + (i & 1)] as number);
    return of;
  });
  for (let voxels = first; voxels <= last; voxels++) {
    let [sum, pairs] = [0, 0];
    for (let k = Math.floor(voxels / 2) + 1; k <= n / 2; k++) {
      const low = voxels - k; // X(-low) is the conjugate of X(low)
      if (low < 1 || low >= voxels / 2) continue;
      const [a, b] = [byFrequency[k] as Float64Array, byFrequency[low] as Float64Array];
      let [re, im] = [0, 0];
      for (let i = 0; i < 2 * count; i += 2) {
        const ar = a[i] as number;
        const ai = a[i + 1] as number;
        const br = b[i] as number;
        const bi = b[i + 1] as number;
        re += ar * br - ai * bi;
        im += ar * bi + ai * br;
      }
      sum += re * re + im * im;
      pairs++;
    }
    coherences[voxels] = pairs >= 3 ? sum / pairs - 1 / count : 0;
  }
  // What leaks from frequency to frequency is coherent too, but for all N alike: copies stand out from their neighbours.
  const beside = Math.round(0.05 * n) + 3;
  const of = (voxels: number) => coherences[Math.min(Math.max(voxels, first), last)] as number;
  let best = { voxels: n, coherence: 0 };
  for (let voxels = first; voxels <= last; voxels++) {
    const coherence = of(voxels) - Math.max(of(voxels - beside), of(voxels + beside));
    if (coherence > best.coherence) best = { voxels, coherence };
  }
  return best;
}

/** Share of Nyquist that the spectrum is compared over before and behind a step, and the widths that a step can have. */
const REACH = 0.15;
const WIDTHS = [0.04, 0.08, 0.12, 0.16, 0.2] as const;
/** Of the step's height, where it counts as ended. */
const FOOT = 0.15;
/** Powers of ten below the spectrum before it where a sharp end lies: what scanners' filters leave is kept. */
const EDGE = 1;

function steepestStep(
  power: Float64Array,
  window: Float64Array,
  n: number,
): { voxels: number; excess: number } | undefined {
  const level = levels(power);
  const half = n / 2;
  /** At a share of Nyquist. */
  const at = (share: number) => level[Math.round(share * half)] as number;
  let best: { foot: number; width: number; excess: number } | undefined;
  for (let k = Math.ceil(SHARES[0] * half); k <= SHARES[1] * half; k++) {
    const foot = k / half;
    // What lies behind is a floor: nothing rises from it again.
    const behind = level.subarray(k, Math.floor(0.99 * half) + 1);
    if (Math.max(...behind) > (level[k] as number) + 0.3) continue;
    const end = Math.min(1, foot + REACH);
    const after = Math.max(0, (at(foot) - at(end)) / (end - foot));
    for (const width of WIDTHS) {
      const top = foot - width;
      const before = Math.max(0, (at(top - REACH / 2) - at(top)) / (REACH / 2));
      const excess = at(top) - at(foot) - width * Math.max(before, after);
      if (!best || excess > best.excess) best = { foot, width, excess };
    }
  }
  if (!best) return undefined;
  const [high, low] = [at(best.foot - best.width), at(best.foot)];
  const from = Math.round((best.foot - best.width) * half);
  const lastAbove = (limit: number) => {
    let last = from;
    for (let k = from; k <= (best.foot + 0.05) * half; k++) if ((level[k] as number) > limit) last = k;
    return last;
  };
  const [edge, foot] = [lastAbove(high - Math.min(EDGE, 0.5 * (high - low))), lastAbove(low + FOOT * (high - low))];
  // Windows carry power beyond a sharp end; scanners' filters fall more slowly than that, and end at the foot.
  const last = Math.max(edge, foot - skirt(window, (1 - FOOT) * (high - low)));
  return { voxels: Math.min(n, 2 * last + 1), excess: best.excess };
}

/** Frequencies from a sharp end of the spectrum to where less than 10^-`depth` of its power leaks to. */
function skirt(window: Float64Array, depth: number): number {
  const tails = Float64Array.from(window);
  for (let k = tails.length - 2; k >= 0; k--) (tails[k] as number) += tails[k + 1] as number;
  const limit = 10 ** -depth * 2 * (tails[0] as number);
  const found = tails.findIndex((tail) => tail < limit);
  return found < 0 ? tails.length : found;
}

/** Logarithm of the power, smoothed over a hundredth of the axis. */
function levels(power: Float64Array): Float64Array {
  const reach = Math.round(power.length / 100);
  const top = power.reduce((a, b) => Math.max(a, b), 0) || 1;
  return power.map((_, k) => {
    let [sum, count] = [0, 0];
    for (let i = Math.max(1, k - reach); i <= Math.min(power.length - 1, k + reach); i++) {
      sum += power[i] as number;
      count++;
    }
    return Math.log10(sum / count / top + 1e-14);
  });
}
