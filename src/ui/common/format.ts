/** Numbers as people read them. */

import type { Vec3 } from "../../core/volume";

/** Up to five significant digits, never in exponent form for everyday values; NaN and infinities in words. */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return "0";
  const size = Math.abs(value);
  return size >= 1e7 || size < 1e-4 ? value.toExponential(3) : String(Number(value.toPrecision(5)));
}

export function formatDims(dims: Vec3): string {
  return dims.join(" × ");
}

/** `0.70 mm` for cubic voxels, `0.70 × 0.70 × 3.00 mm` for others. */
export function formatSpacing(spacing: Vec3): string {
  const texts = spacing.map((mm) => mm.toFixed(mm < 0.1 ? 4 : 2));
  return texts[0] === texts[1] && texts[1] === texts[2] ? `${texts[0]} mm` : `${texts.join(" × ")} mm`;
}

/** `-12.3, 4.5, 0.0`. */
export function formatMm(mm: Vec3): string {
  return mm.map((v) => (Math.abs(v) < 0.05 ? "0.0" : v.toFixed(1))).join(", ");
}

/** `7 s`, `2 min 5 s`, `1 h 4 min`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** `61 million` or `240,000`. */
export function formatCount(count: number): string {
  return count >= 1e6 ? `${Math.round(count / 1e6)} million` : count.toLocaleString("en");
}

/** `244 MB`, `1.9 GB`. */
export function formatBytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.max(1, Math.round(bytes / 1e6))} MB`;
}

/** `6.4e-4`: small numbers to compare. */
export function formatSmall(value: number): string {
  return value === 0 ? "0" : value.toExponential(2);
}

/** `43 %`, `0.5 %`; more than nothing is never 0 % and less than all never 100 %. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 1) return `${Math.max(0.1, percent).toFixed(1)} %`;
  return `${Math.floor(percent)} %`;
}
