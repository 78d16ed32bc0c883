/** Round numbers for an axis. */

/** About five multiples of 1, 2 or 5 times a power of ten; the first at or below `low`, the last at or above `high`. */
export function ticksBetween(low: number, high: number): number[] {
  const span = high - low || Math.abs(high) || 1;
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const step = [1, 2, 5, 10].map((m) => m * power).find((candidate) => span / candidate <= 5) as number;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}
