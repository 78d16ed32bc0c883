/** Mutations of files, the same for the same seed, and what may become of them. */

import { expect } from "vitest";
import { spacingOf } from "../core/affine";
import { EigenvoxError } from "../core/errors";
import { voxelCount } from "../core/volume";
import type { ScanFile, ScanFormat } from "./scan-format";
import { watchAllocations } from "./test-allocations";
import { readOnly } from "./test-read";
import { concat, latin1Bytes } from "./test-voxels";

/** Bytes in which a seed's header lies, or more. */
const HEADER = 600;
const EXTREMES = [
  0,
  1,
  -1,
  2,
  7,
  8,
  127,
  255,
  352,
  32767,
  -32768,
  65536,
  2 ** 31 - 1,
  -(2 ** 31),
  2 ** 53,
  1e30,
  1e-30,
].concat([Number.NaN, Infinity, -Infinity, 0.5, 1e300]);

/** Uniform in [0, n), the same sequence for the same seed (Lehmer's generator with Park and Miller's constants). */
export function generator(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state * 48271) % 2147483647;
    return Math.floor((state / 2147483647) * n);
  };
}

export type Random = ReturnType<typeof generator>;
type Mutation = (bytes: Uint8Array<ArrayBuffer>, random: Random) => Uint8Array<ArrayBuffer>;

const flip: Mutation = (bytes, random) => {
  const at = random(bytes.length);
  bytes[at] = (bytes[at] as number) ^ (1 << random(8));
  return bytes;
};
const overwrite: Mutation = (bytes, random) => {
  bytes[random(bytes.length)] = random(256);
  return bytes;
};
const cut: Mutation = (bytes, random) => bytes.slice(0, random(bytes.length + 1));
const splice: Mutation = (bytes, random) => {
  const at = random(bytes.length);
  bytes.copyWithin(at, random(bytes.length), random(bytes.length));
  return bytes;
};
const setField: Mutation = (bytes, random) => {
  const view = new DataView(bytes.buffer);
  const value = EXTREMES[random(EXTREMES.length)] as number;
  const at = 2 * random(Math.max(1, Math.min(bytes.length, 540) / 2 - 4));
  const littleEndian = random(2) === 0;
  if (at + 8 > bytes.length) return bytes;
  const whole = Number.isFinite(value) ? BigInt(Math.trunc(value)) : -1n;
  const write = [
    () => view.setInt16(at, value, littleEndian),
    () => view.setInt32(at, value, littleEndian),
    () => view.setBigInt64(at, BigInt.asIntN(64, whole), littleEndian),
    () => view.setFloat32(at, value, littleEndian),
    () => view.setFloat64(at, value, littleEndian),
  ][random(5)] as () => void;
  write();
  return bytes;
};
/** Another number in place of one in the text of a header. */
const setNumber: Mutation = (bytes, random) => {
  const text = Buffer.from(bytes.subarray(0, HEADER)).toString("latin1");
  const numbers = [...text.matchAll(/[\d.e+-]+/g)];
  const found = numbers[random(numbers.length)];
  const [index, number] = [found?.index ?? 0, found?.[0] ?? ""];
  const value = String(EXTREMES[random(EXTREMES.length)]);
  return concat(bytes.subarray(0, index), latin1Bytes(value), bytes.subarray(index + number.length));
};
/** A word of the header somewhere else in it. */
const moveWord: Mutation = (bytes, random) => {
  const words = [
    ...Buffer.from(bytes.subarray(0, HEADER))
      .toString("latin1")
      .matchAll(/[\w-]+|\n/g),
  ];
  const [from, to] = [words[random(words.length)], words[random(words.length)]];
  if (!from || !to) return bytes;
  return concat(bytes.subarray(0, to.index), latin1Bytes(from[0]), bytes.subarray(to.index + to[0].length));
};
const BINARY = [flip, overwrite, setField, setField, setField, splice, cut];
const TEXT = [flip, overwrite, setNumber, setNumber, setNumber, moveWord, moveWord, splice, cut];

/** The bytes after one to four changes, chosen for a header that is binary, or text. */
export function mutate(
  seed: Uint8Array,
  random: Random,
  header: "binary" | "text" = "binary",
): Uint8Array<ArrayBuffer> {
  const mutations = header === "binary" ? BINARY : TEXT;
  let bytes = Uint8Array.from(seed);
  for (let count = 1 + random(4); count > 0 && bytes.length > 0; count--) {
    bytes = (mutations[random(mutations.length)] as Mutation)(bytes, random);
  }
  return bytes;
}

/**
 * Reads files that may be anything: "loaded" or the error's code; fails on any other outcome, and when more memory is
 * asked for at once than `bound` bytes.
 */
export async function outcomeOf(format: ScanFormat, files: readonly ScanFile[], bound: number): Promise<string> {
  let verdict = "loaded";
  const largest = await watchAllocations(async () => {
    try {
      const { volume, frames } = await readOnly(format, files);
      expect(frames).toBeGreaterThanOrEqual(1);
      expect(volume.data.length).toBe(voxelCount(volume.dims));
      // Missing voxels are NaN, and nothing else is not finite.
      expect(volume.data.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY)).toBe(false);
      expect(volume.affine.every(Number.isFinite)).toBe(true);
      expect([...volume.spacing, ...spacingOf(volume.affine)].every((size) => size > 0)).toBe(true);
    } catch (error) {
      if (!(error instanceof EigenvoxError)) throw error;
      expect(error.message.length).toBeGreaterThan(20);
      verdict = error.code;
    }
  });
  expect(largest).toBeLessThanOrEqual(bound);
  return verdict;
}

/** What becomes of mutations of a seed, one after the other; a failure tells the bytes. */
export async function verdictsOf(
  rounds: number,
  make: (round: number) => Uint8Array<ArrayBuffer>,
  outcome: (bytes: Uint8Array<ArrayBuffer>, round: number) => Promise<string>,
): Promise<string[]> {
  const verdicts = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    const bytes = make(round);
    try {
      verdicts.add(await outcome(bytes, round));
    } catch (error) {
      throw new Error(`Round ${round}: ${Buffer.from(bytes).toString("base64")}`, { cause: error });
    }
  }
  return [...verdicts];
}
