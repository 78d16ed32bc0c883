/**
 * A class's sums as integers: multiples of 2⁻²⁵ in 64 bits. Adding these is exact, so that any order and grouping gives the
 * same, and goes modulo 2⁶⁴. Source: pooled §2.
 */

import { EigenvoxError } from "../../core/errors";
import { type GramLayout, gramElement, setGram } from "./gram";

/** The upper triangle of the Gram matrix of rows [patch, target], row by row. */
export type FixedSum = BigInt64Array<ArrayBuffer>;

const UNITS = 2 ** 25;
/** Rows of all classes together at the most: what the bits are enough for. */
export const MOST_ROWS = 1e9;
/** Mean of a class's squared differences, in squared working units, at the most: 16 times the range of the scan. */
export const MOST_MEAN_SQUARE = 2 ** 8;
/** What a row adds to an element at the most, in units; a sixteenth more than the mean square, for what was rounded. */
const MOST_A_ROW = BigInt(UNITS * MOST_MEAN_SQUARE) + 2n ** 29n;

export const fixedLength = (taps: number): number => ((taps + 1) * (taps + 2)) / 2;

/**
 * Each element rounded to the nearest unit. Throws `E_INTENSITY` for sums of `rows` rows that are larger than what is kept
 * room for: of the diagonal all others follow, |Σ a b| being no larger than the larger of Σ a² and Σ b².
 */
export function toFixed(layout: GramLayout, gram: ArrayLike<number>, rows: number): FixedSum {
  const { taps } = layout;
  const fixed = new BigInt64Array(fixedLength(taps));
  let at = 0;
  for (let i = 0; i <= taps; i++) {
    const square = gramElement(layout, gram, i, i);
    if (!(square <= rows * MOST_MEAN_SQUARE)) {
      throw new EigenvoxError(
        "E_INTENSITY",
        `The scan has intensities too far beyond its range to be summed up: differences of ${Math.sqrt(square / rows).toPrecision(3)} times the range, more than ${Math.sqrt(MOST_MEAN_SQUARE)}. Leave it out, or cut what is stray.`,
      );
    }
    for (let j = i; j <= taps; j++) fixed[at++] = BigInt(Math.round(UNITS * gramElement(layout, gram, i, j)));
  }
  return fixed;
}

/** In `layout`'s tiles, each element the float64 nearest to it. */
export function fromFixed(layout: GramLayout, fixed: FixedSum): Float64Array<ArrayBuffer> {
  const gram = new Float64Array(layout.floats);
  let at = 0;
  for (let i = 0; i <= layout.taps; i++) {
    for (let j = i; j <= layout.taps; j++) setGram(layout, gram, i, j, Number(fixed[at++]) / UNITS);
  }
  return gram;
}

/** Exact while there are no more than MOST_ROWS rows; modulo 2⁶⁴. */
export const addFixed = (a: FixedSum, b: FixedSum): FixedSum => a.map((value, i) => value + (b[i] as bigint));

/** True for sums that so many rows can have. */
export function isOfRows(fixed: FixedSum, rows: number): boolean {
  const most = BigInt(rows) * MOST_A_ROW;
  return fixed.every((value) => value <= most && value >= -most);
}
