/** Headers that are lines of text, each a field and its value. */

import { EigenvoxError } from "../core/errors";
import type { Vec3 } from "../core/volume";

/** Characters of a value that messages repeat. */
const SHOWN = 40;
/** Characters of a list of numbers, or of words, that are looked at. */
const MAX_LIST = 4096;

/** Bytes as text, one character each: a position in the text is one in the file. */
export function latin1(head: Uint8Array): string {
  let text = "";
  for (let at = 0; at < head.length; at += 1 << 13) {
    // Not spread, which makes an object for each byte: thousands of files are looked at one after the other.
    text += String.fromCharCode.apply(null, head.subarray(at, at + (1 << 13)) as unknown as number[]);
  }
  return text;
}

/** A line at its first such sign, the white space around both halves cut off; undefined where there is none. */
export function splitAt(line: string, sign: string): readonly [name: string, value: string] | undefined {
  const at = line.indexOf(sign);
  return at < 0 ? undefined : [line.slice(0, at).trim(), line.slice(at + sign.length).trim()];
}

/** Throws `E_BAD_HEADER` for a list that is too long to be one: going through it could take long. */
export function checkList(value: string, field: string): void {
  if (value.length > MAX_LIST) throw badField(field, value, `less than ${MAX_LIST} characters`);
}

/** The numbers of a field, separated by white space or commas. Throws `E_BAD_HEADER` unless there are `count`. */
export function numbersOf(value: string, count: number, field: string): number[] {
  checkList(value, field);
  const words = value.split(/[\s,]+/).filter((word) => word !== "");
  const numbers = words.map((word) => (/^[+-]?nan$/i.test(word) ? Number.NaN : Number(word)));
  const isBad = words.some((word, i) => Number.isNaN(numbers[i]) && !/nan/i.test(word));
  if (isBad || numbers.length !== count) throw badField(field, value, `${count} numbers`);
  return numbers;
}

export function vectorOf(value: string, field: string): Vec3 {
  return numbersOf(value, 3, field) as unknown as Vec3;
}

export function badField(field: string, value: string, expected: string): EigenvoxError {
  const shown = value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
  return new EigenvoxError("E_BAD_HEADER", `The header's field "${field}" is "${shown}"; expected are ${expected}.`);
}

export function missingField(field: string): EigenvoxError {
  return new EigenvoxError("E_BAD_HEADER", `The header has no field "${field}": the file is damaged.`);
}

/** Millimetres in a unit; undefined for one that is none of length. */
export function millimetresOf(unit: string): number | undefined {
  return { mm: 1, cm: 10, m: 1000, um: 1e-3, µm: 1e-3, micron: 1e-3 }[unit.trim().toLowerCase()];
}
