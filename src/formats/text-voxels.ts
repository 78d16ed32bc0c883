/** Voxels that are stored as text: decimal numbers, or the bytes of raw ones in hexadecimal digits. */

import { EigenvoxError } from "../core/errors";
import type { Unpacked } from "./gzip";
import type { VoxelType } from "./voxel-types";

/** More characters than any number has that a program writes. */
const MAX_NUMBER_LENGTH = 64;

/** An upper bound of the bytes that the numbers in so much text take: a digit each, and what keeps it from the next. */
export function mostTextBytes(textBytes: number, { bytes, samples }: VoxelType): number {
  return Math.floor((textBytes + 1) / 2) * (bytes / samples);
}

/**
 * Writes decimal numbers, separated by white space or commas, into `out` as little-endian numbers of the type, but for
 * those before its byte `first`. The bytes returned are those that the numbers take, up to the last one wanted. Throws
 * `E_BAD_HEADER` for what is no number.
 */
export function decodeText(text: Uint8Array, type: VoxelType, out: Uint8Array<ArrayBuffer>, first: number): Unpacked {
  const sampleBytes = type.bytes / type.samples;
  const numbers = type.view(out.buffer);
  const skipped = first / sampleBytes;
  let found = 0;
  let at = 0;
  for (; at < text.length && found < skipped + numbers.length; at++) {
    if (isSeparator(text[at] as number)) continue;
    const begin = at;
    while (at < text.length && !isSeparator(text[at] as number)) at++;
    if (found >= skipped) put(numbers, found - skipped, numberAt(text, begin, at));
    found++;
  }
  return { bytes: found * sampleBytes, behind: behindOf(text, at) };
}

/** The same of bytes as pairs of hexadecimal digits, white space anywhere. */
export function decodeHex(text: Uint8Array, out: Uint8Array, first: number): Unpacked {
  const end = 2 * (first + out.length);
  let digits = 0;
  let at = 0;
  for (; at < text.length && digits < end; at++) {
    const code = text[at] as number;
    if (isSeparator(code)) continue;
    const value = digitOf(code);
    if (value === undefined) throw noNumber(String.fromCharCode(code));
    const byte = (digits >> 1) - first;
    if (byte >= 0) out[byte] = digits % 2 === 0 ? value << 4 : (out[byte] as number) | value;
    digits++;
  }
  return { bytes: Math.floor(digits / 2), behind: behindOf(text, at) };
}

function behindOf(text: Uint8Array, from: number): Unpacked["behind"] {
  return text.subarray(from).some((code) => !isSeparator(code)) ? "more" : "nothing";
}

const isSeparator = (code: number) => code <= 0x20 || code === 0x2c;

function digitOf(code: number): number | undefined {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : undefined;
}

function numberAt(text: Uint8Array, begin: number, end: number): number {
  const word = String.fromCharCode(...text.subarray(begin, Math.min(end, begin + MAX_NUMBER_LENGTH)));
  if (/^[+-]?nan/i.test(word)) return Number.NaN;
  if (/^[+-]?inf/i.test(word)) return word.startsWith("-") ? -Infinity : Infinity;
  const value = Number(word);
  if (Number.isNaN(value) || end - begin > MAX_NUMBER_LENGTH) throw noNumber(word);
  return value;
}

function put(numbers: ReturnType<VoxelType["view"]>, at: number, value: number): void {
  if (numbers instanceof BigInt64Array || numbers instanceof BigUint64Array) {
    numbers[at] = BigInt(Number.isFinite(value) ? Math.trunc(value) : 0);
  } else {
    numbers[at] = value;
  }
}

function noNumber(word: string): EigenvoxError {
  return new EigenvoxError("E_BAD_HEADER", `There is "${word.slice(0, 20)}" where a voxel's number should be.`);
}
