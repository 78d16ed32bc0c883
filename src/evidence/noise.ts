/** How noisy a scan is, from the scan alone. */

import { type Foreground, foregroundOf, isForeground } from "../core/histogram";
import { robustUnits } from "../core/intensity";
import type { Vec3, Volume } from "../core/volume";

export interface Noise {
  /** Standard deviation in the scan's units. */
  readonly sigma: number;
  /** The same as a share of the scale of the scan's working units. */
  readonly share: number;
  /** Blocks looked at. */
  readonly blocks: number;
}

/** Blocks looked at; more make the estimate no better. */
const MAX_BLOCKS = 40_000;
const MIN_BLOCKS = 200;
/** Voxels so much longer than wide show other anatomy in the next slice: blocks then lie within slices. */
const THICK = 2;
/** The quietest part of the blocks, and the part by which it is told whether quiet blocks are all alike. */
const QUIET = 0.05;
const CALM = 0.2;
/** Quantiles of the normal distribution at those. */
const QUIET_SCORE = -1.644854;
const CALM_SCORE = -0.841621;

/**
 * Standard deviation of the noise in tissue. In blocks of 3×3×3 voxels (5×5 within thick slices, or where an axis is
 * short) that lie wholly in the foreground, the variance v about the quadratic polynomial that fits best. Noise alone
 * would give v the distribution σ²·χ²/d of d degrees of freedom; structure spreads it upwards, the quietest blocks least.
 * With the 5 and 20 % quantiles v₅, v₂₀ and those q₅, q₂₀ of χ²/d,
 *
 *     σ² = (v₅/q₅) · min(1, (q₂₀/q₅)/(v₂₀/v₅)):
 *
 * the more the quiet blocks differ, the more of the least one is structure. Noise is seen as far as it differs within a
 * block: of noise that a scanner smoothed, a part. Undefined where fewer than 200 blocks can be looked at.
 */
export function noiseOf(volume: Volume, foreground: Foreground = foregroundOf(volume.data)): Noise | undefined {
  const { data } = volume;
  const found = blockVariances(volume, foreground);
  if (found === undefined) return undefined;
  const { variances, freedom } = found;
  const at = (share: number) => variances[Math.floor(share * (variances.length - 1))] as number;
  const [quiet, calm] = [at(QUIET), at(CALM)];
  const [quietOfNoise, calmOfNoise] = [chiSquareShare(QUIET_SCORE, freedom), chiSquareShare(CALM_SCORE, freedom)];
  const spread = quiet > 0 ? calm / quiet / (calmOfNoise / quietOfNoise) : 1;
  const sigma = Math.sqrt(quiet / quietOfNoise / Math.max(1, spread));
  return { sigma, share: sigma / robustUnits(data).scale, blocks: variances.length };
}

/** Quantile of χ²/d at a normal score. Source: Wilson and Hilferty 1931. */
const chiSquareShare = (score: number, d: number): number => (1 - 2 / (9 * d) + score * Math.sqrt(2 / (9 * d))) ** 3;

/** Sides of the blocks; undefined where the scan is too small for any. */
function blockSides({ dims, spacing }: Volume): Vec3 | undefined {
  const least = Math.min(...spacing);
  const is = (axis: number) => (dims[axis] as number) >= 6 && (spacing[axis] as number) <= THICK * least;
  const wide = [0, 1, 2].filter(is);
  if (wide.length === 3) return [3, 3, 3];
  const plane = wide.length === 2 ? wide : [0, 1, 2].filter((axis) => (dims[axis] as number) >= 6).slice(0, 2);
  return plane.length < 2 ? undefined : ([0, 1, 2].map((axis) => (plane.includes(axis) ? 5 : 1)) as unknown as Vec3);
}

/** Ascending, of blocks spread evenly over the foreground. */
function blockVariances(volume: Volume, foreground: Foreground) {
  const { data, dims } = volume;
  const sides = blockSides(volume);
  if (sides === undefined) return undefined;
  const offsets = offsetsOf(sides, dims);
  const basis = quadratics(sides);
  const freedom = offsets.length - basis.length;
  const places = dims.map((n, axis) => n - (sides[axis] as number) + 1) as unknown as Vec3;
  const inside = placesInside(data, dims, places, offsets, foreground);
  if (inside.length < MIN_BLOCKS) return undefined;
  const values = new Float64Array(offsets.length);
  const variances = inside.map((place) => {
    const first = data[place] as number;
    let sum = 0;
    for (let i = 0; i < offsets.length; i++) {
      const value = (data[place + (offsets[i] as number)] as number) - first;
      values[i] = value;
      sum += value * value;
    }
    for (const shape of basis) {
      let product = 0;
      for (let i = 0; i < values.length; i++) product += (shape[i] as number) * (values[i] as number);
      sum -= product * product;
    }
    return Math.max(0, sum) / freedom;
  });
  return { variances: variances.sort(), freedom };
}

/** First voxels of blocks wholly in the foreground: a regular part, of all that there are. */
function placesInside(
  data: Float32Array,
  dims: Vec3,
  places: Vec3,
  offsets: readonly number[],
  foreground: Foreground,
): Float64Array {
  const count = places[0] * places[1] * places[2];
  const found: number[] = [];
  // An odd step apart, so that no axis is met at the same place in every row; finer where little is foreground.
  for (let step = Math.max(1, Math.ceil(count / (4 * MAX_BLOCKS)) | 1); ; step = (step >> 2) | 1) {
    found.length = 0;
    for (let i = 0; i < count; i += step) {
      const x = i % places[0];
      const y = Math.floor(i / places[0]) % places[1];
      const place = x + dims[0] * (y + dims[1] * Math.floor(i / (places[0] * places[1])));
      if (offsets.every((offset) => isForeground(foreground, data[place + offset] as number))) found.push(place);
    }
    if (step === 1 || found.length >= MAX_BLOCKS / 4) break;
  }
  const every = Math.ceil(found.length / MAX_BLOCKS);
  return Float64Array.from(found.filter((_, i) => i % every === 0));
}

function offsetsOf([sx, sy, sz]: Vec3, dims: Vec3): number[] {
  const out: number[] = [];
  for (let z = 0; z < sz; z++) {
    for (let y = 0; y < sy; y++) for (let x = 0; x < sx; x++) out.push(x + dims[0] * (y + dims[1] * z));
  }
  return out;
}

/** The polynomials up to the second degree over a block, made orthonormal (Gram and Schmidt). */
function quadratics(sides: Vec3): Float64Array[] {
  const axes = [0, 1, 2].filter((axis) => (sides[axis] as number) > 1);
  const length = sides[0] * sides[1] * sides[2];
  const along = axes.map((axis) => {
    const stride = sides.slice(0, axis).reduce((a, b) => a * b, 1);
    const n = sides[axis] as number;
    return Float64Array.from({ length }, (_, i) => (Math.floor(i / stride) % n) - (n - 1) / 2);
  });
  const products = along.flatMap((a, i) => along.slice(i).map((b) => a.map((value, j) => value * (b[j] as number))));
  const basis: Float64Array[] = [];
  for (const shape of [new Float64Array(length).fill(1), ...along, ...products]) {
    const rest = Float64Array.from(shape);
    for (const other of basis) {
      const product = other.reduce((sum, value, i) => sum + value * (rest[i] as number), 0);
      for (let i = 0; i < length; i++) (rest[i] as number) -= product * (other[i] as number);
    }
    const norm = Math.hypot(...rest);
    basis.push(rest.map((value) => value / norm));
  }
  return basis;
}
