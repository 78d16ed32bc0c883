/** How intensities become stored values of 16 bits. */

import { decimalString } from "./decimal";

/** intensity = slope × stored + intercept. */
export interface Storage {
  readonly isSigned: boolean;
  /** Undefined where intensities are stored as they are. */
  readonly rescale?: { readonly slope: number; readonly intercept: number } | undefined;
}

const STEPS = 65535;

/**
 * Whole numbers that 16 bits hold stay what they are; others are spread over all 65536 values. Integers have no missing
 * ones: those are stored as the intensity 0, or where that is out of range the one nearest to it.
 */
export function storageOf(data: Float32Array): Storage {
  let [least, greatest, isWhole] = [Infinity, -Infinity, true];
  for (const value of data) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    if (!Number.isInteger(value) && !Number.isNaN(value)) isWhole = false;
  }
  if (least > greatest) return { isSigned: false };
  if (isWhole && least >= 0 && greatest <= STEPS) return { isSigned: false };
  if (isWhole && least >= -32768 && greatest <= 32767) return { isSigned: true };
  // What readers will read counts, not what was meant.
  const slope = greatest > least ? Number(decimalString((greatest - least) / STEPS)) : 1;
  return { isSigned: false, rescale: { slope, intercept: Number(decimalString(least)) } };
}

export function storedValues(intensities: Float32Array, { isSigned, rescale }: Storage): ArrayBuffer {
  const values = isSigned ? new Int16Array(intensities.length) : new Uint16Array(intensities.length);
  const { slope, intercept } = rescale ?? { slope: 1, intercept: 0 };
  const least = isSigned ? -32768 : 0;
  for (let i = 0; i < values.length; i++) {
    const value = intensities[i] as number;
    const stored = Math.round(((Number.isNaN(value) ? 0 : value) - intercept) / slope);
    values[i] = Math.min(Math.max(stored, least), least + STEPS);
  }
  return values.buffer;
}
