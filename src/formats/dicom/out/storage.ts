/** How intensities become stored values of 16 bits. */

import { decimalString } from "./decimal";

/** intensity = slope × stored + intercept. */
export interface Storage {
  readonly isSigned: boolean;
  /** Undefined where intensities are stored as they are. */
  readonly rescale?: { readonly slope: number; readonly intercept: number } | undefined;
}

const STEPS = 65535;

/** Whole numbers that 16 bits hold stay what they are; others are spread over all 65536 values. */
export function storageOf(data: Float32Array): Storage {
  let [least, greatest, isWhole] = [Infinity, -Infinity, true];
  for (const value of data) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    if (!Number.isInteger(value)) isWhole = false;
  }
  if (isWhole && least >= 0 && greatest <= STEPS) return { isSigned: false };
  if (isWhole && least >= -32768 && greatest <= 32767) return { isSigned: true };
  // What readers will read counts, not what was meant.
  const slope = greatest > least ? Number(decimalString((greatest - least) / STEPS)) : 1;
  return { isSigned: false, rescale: { slope, intercept: Number(decimalString(least)) } };
}

export function storedValues(intensities: Float32Array, { isSigned, rescale }: Storage): ArrayBuffer {
  const values = isSigned ? new Int16Array(intensities.length) : new Uint16Array(intensities.length);
  const { slope, intercept } = rescale ?? { slope: 1, intercept: 0 };
  for (let i = 0; i < values.length; i++) values[i] = Math.round(((intensities[i] as number) - intercept) / slope);
  return values.buffer;
}
