/** The profile of thick slices, from a scan alone. */

import { type Foreground, foregroundOf, isForeground } from "../core/histogram";
import type { Volume } from "../core/volume";

/** What files say of the slices. */
export interface GivenSlices {
  /** The grid axis across the slices. */
  readonly axis: 0 | 1 | 2;
  /** Between the centres of neighbouring slices, mm. */
  readonly distanceMm: number;
  readonly thicknessMm?: number | undefined;
}

export interface SliceEvidence {
  readonly axis: 0 | 1 | 2;
  /** Full width at half maximum of the profile. */
  readonly thicknessMm: number;
  readonly distanceMm: number;
  readonly from: "tags" | "spectrum";
  /** From 0 to 1. */
  readonly certainty: number;
}

/** Voxels so much longer than wide are slices. */
const THICK = 1.8;
const MIN_SLICES = 8;
/** Thickness over distance is looked for from this to that, to a hundredth. */
const RATIOS = [0.5, 2] as const;
const HALVINGS = 7;
/** Lines within slices that are looked at. */
const MAX_LINES = 1200;
const MIN_PAIRS = 500;

/**
 * Thickness of the slices: given, or else the one at which the scan looks the same across its slices and within them.
 * For each candidate w from 0.5 to 2 distances d, the lines within slices are weighed by a Gaussian of full width w and
 * sampled at d, as the slices are; then, of neighbours on that grid along a line and across the slices,
 *
 *     q = Σ (g(x + d) - g(x))² / Σ (g(x + 2d) - g(x))²
 *
 * tells how much is left of the finest structure, along and across; the thickness is where the two are equal. Undefined
 * where no axis has voxels 1.8 times as long as the shortest. Source: the idea is that of ECLARE (Remedios et al. 2024).
 */
export function sliceEvidence(
  volume: Volume,
  given?: GivenSlices,
  foreground: Foreground = foregroundOf(volume.data),
): SliceEvidence | undefined {
  if (given?.thicknessMm !== undefined && given.thicknessMm > 0 && given.distanceMm > 0) {
    const { axis, thicknessMm, distanceMm } = given;
    return { axis, thicknessMm, distanceMm, from: "tags", certainty: 1 };
  }
  const { spacing, dims } = volume;
  const axis = given?.axis ?? (spacing.indexOf(Math.max(...spacing)) as 0 | 1 | 2);
  const distanceMm = given?.distanceMm ?? spacing[axis];
  const within = ([0, 1, 2] as const).filter((a) => a !== axis && distanceMm >= THICK * spacing[a]);
  if (within.length === 0 || dims[axis] < MIN_SLICES) return undefined;
  const found = within.flatMap((a) => {
    const ratio = evenRatio(new CrossedLines(volume, axis, a, foreground), distanceMm / spacing[a]);
    return ratio === undefined ? [] : [ratio];
  });
  if (found.length === 0) return undefined;
  const ratio = found.reduce((a, b) => a + b) / found.length;
  const apart = Math.max(...found) - Math.min(...found);
  const isInside = ratio > RATIOS[0] && ratio < RATIOS[1];
  const certainty = isInside ? 0.6 * Math.max(0, 1 - apart / 0.6) * (found.length / 2) : 0.1;
  return { axis, thicknessMm: ratio * distanceMm, distanceMm, from: "spectrum", certainty };
}

/** Thickness over distance, `step` voxels, at which lines look as those across the slices do. */
function evenRatio(sample: CrossedLines, step: number): number | undefined {
  /** The thicker, the less fine structure is left along. */
  const isThinner = (ratio: number) => {
    const shares = sample.finestShares(step, ratio * step);
    return shares && shares.along > shares.across;
  };
  let [low, high] = RATIOS as readonly [number, number];
  if (isThinner(low) === undefined) return undefined;
  if (!isThinner(low)) return low;
  if (isThinner(high)) return high;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (isThinner(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Planes of a scan along lines and across its slices, NaN outside the head. */
class CrossedLines {
  /** Index x + n·(z + slices·plane). */
  private readonly values: Float32Array;
  private readonly n: number;
  private readonly slices: number;

  constructor({ data, dims }: Volume, across: 0 | 1 | 2, along: 0 | 1 | 2, foreground: Foreground) {
    const strides = [1, dims[0], dims[0] * dims[1]] as const;
    const third = ([0, 1, 2] as const).find((a) => a !== across && a !== along) as 0 | 1 | 2;
    [this.n, this.slices] = [dims[along], dims[across]];
    const planes = Math.max(1, Math.min(dims[third], Math.floor(MAX_LINES / this.slices)));
    this.values = new Float32Array(this.n * this.slices * planes);
    for (let at = 0; at < this.values.length; at++) {
      const x = at % this.n;
      const z = Math.floor(at / this.n) % this.slices;
      const plane = Math.floor(((Math.floor(at / (this.n * this.slices)) + 0.5) * dims[third]) / planes);
      const value = data[x * strides[along] + z * strides[across] + plane * strides[third]] as number;
      this.values[at] = isForeground(foreground, value) ? value : Number.NaN;
    }
  }

  /** q along lines and across slices, of what lines weighed by a Gaussian of `width` voxels and sampled every `step` give. */
  finestShares(step: number, width: number): { along: number; across: number } | undefined {
    const { values, n, slices } = this;
    const count = Math.floor(n / step);
    const taps = Array.from({ length: count }, (_, j) => gaussianTaps((j + 0.5) * step - 0.5, width, n));
    const rows = values.length / n;
    const grid = new Float64Array(count * rows);
    for (let row = 0; row < rows; row++) {
      for (let j = 0; j < count; j++) {
        const { first, weights } = taps[j] as ReturnType<typeof gaussianTaps>;
        let sum = 0;
        for (let i = 0; i < weights.length; i++)
          sum += (weights[i] as number) * (values[row * n + first + i] as number);
        grid[j + count * row] = sum;
      }
    }
    const sums = { along: [0, 0] as [number, number], across: [0, 0] as [number, number] };
    let pairs = 0;
    for (let row = 0; row < rows; row++) {
      if ((row % slices) + 2 >= slices) continue;
      for (let at = count * row; at + 2 < count * (row + 1); at++) {
        // Of the same places along and across, so that both see the same tissue.
        const [a, b, c] = [grid[at] as number, grid[at + 1] as number, grid[at + 2] as number];
        const [d, e] = [grid[at + count] as number, grid[at + 2 * count] as number];
        const whole = a + b + c + d + e;
        if (whole - whole !== 0) continue;
        sums.along[0] += (b - a) ** 2;
        sums.along[1] += (c - a) ** 2;
        sums.across[0] += (d - a) ** 2;
        sums.across[1] += (e - a) ** 2;
        pairs++;
      }
    }
    if (pairs < MIN_PAIRS) return undefined;
    return { along: sums.along[0] / sums.along[1], across: sums.across[0] / sums.across[1] };
  }
}

/** As the degradation `slice` weighs, but around any place of a line of n voxels. */
function gaussianTaps(centre: number, width: number, n: number): { first: number; weights: readonly number[] } {
  const first = Math.max(0, Math.ceil(centre - Math.max(1.5 * width, 0.5)));
  const last = Math.min(n - 1, Math.floor(centre + Math.max(1.5 * width, 0.5)));
  const weights = Array.from({ length: Math.max(1, last - first + 1) }, (_, i) => {
    return Math.exp(-4 * Math.LN2 * ((first + i - centre) / width) ** 2);
  });
  const total = weights.reduce((a, b) => a + b);
  return { first, weights: weights.map((w) => w / total) };
}
