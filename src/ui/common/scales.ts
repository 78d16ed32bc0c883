/** Where values lie on the axes of charts and on colour scales. */

/** A scale in decades from a power of ten at or below the smallest value to one at or above the largest. */
export interface LogScale {
  /** Exponents of ten at the two ends. */
  readonly low: number;
  readonly high: number;
}

/** A scale for positive values, at least one decade long. Others are left out. */
export function logScale(values: Iterable<number>): LogScale {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const value of values) {
    if (!(value > 0 && value < Number.POSITIVE_INFINITY)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (most === 0) return { low: 0, high: 1 };
  const low = Math.floor(Math.log10(least) + 1e-9);
  return { low, high: Math.max(low + 1, 0 + Math.ceil(Math.log10(most) - 1e-9)) };
}

/** Where a positive value lies on the scale, 0 at its low end and 1 at its high end; clamped. */
export function logShare({ low, high }: LogScale, value: number): number {
  if (!(value > 0)) return 0;
  return Math.min(1, Math.max(0, (Math.log10(value) - low) / (high - low)));
}

/**
 * Multiples of 1, 2 or 5 times a power of ten, about `most` steps; the first at or below `low`, the last at or above
 * `high`.
 */
export function ticksBetween(low: number, high: number, most = 5): number[] {
  const span = high - low || Math.abs(high) || 1;
  const power = 10 ** Math.floor(Math.log10(span / (most - 1)));
  const step = [1, 2, 5, 10].map((m) => m * power).find((candidate) => span / candidate <= most) as number;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

/**
 * One scale for the taps of all filters but their centre taps: the size that 99 % of them stay under. What is beyond it,
 * mostly centre taps, takes the end colours, so that the structure around them can be seen.
 */
export function signedLimit(taps: readonly number[]): number {
  const sizes = taps.map(Math.abs).sort((a, b) => a - b);
  return sizes[Math.floor(0.99 * (sizes.length - 1))] || 1;
}
