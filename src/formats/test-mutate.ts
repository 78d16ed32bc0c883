/** Mutations of files, the same for the same seed. */

import { concat, latin1Bytes } from "./test-voxels";

const EXTREMES = [
  0,
  1,
  -1,
  -2,
  2,
  7,
  8,
  127,
  255,
  352,
  32767,
  -32768,
  65535,
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
type Bytes = Uint8Array<ArrayBuffer>;
/** `head`: bytes in which the header lies. */
type Mutation = (bytes: Bytes, random: Random, head: number) => Bytes;

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
  return bytes.copyWithin(at, random(bytes.length), random(bytes.length));
};
const setField: Mutation = (bytes, random, head) => {
  const view = new DataView(bytes.buffer);
  const value = EXTREMES[random(EXTREMES.length)] as number;
  const at = 2 * random(Math.max(1, Math.min(bytes.length, head) / 2 - 4));
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
const textOf = (bytes: Bytes, head: number) => Buffer.from(bytes.subarray(0, head)).toString("latin1");
/** A number in the text of a header, and another one. */
const anotherNumber = (bytes: Bytes, random: Random, head: number) => {
  const numbers = [...textOf(bytes, head).matchAll(/[\d.e+-]*\d[\d.e+-]*/g)];
  const found = numbers[random(numbers.length)];
  const value = String(EXTREMES[random(EXTREMES.length)]);
  return { index: found?.index ?? 0, number: found?.[0] ?? "", value };
};
const setNumber: Mutation = (bytes, random, head) => {
  const { index, number, value } = anotherNumber(bytes, random, head);
  return concat(bytes.subarray(0, index), latin1Bytes(value), bytes.subarray(index + number.length));
};
/** In as many characters, where lengths are counted. */
const setDigits: Mutation = (bytes, random, head) => {
  const { index, number, value } = anotherNumber(bytes, random, head);
  bytes.set(latin1Bytes(value.slice(0, number.length).padEnd(number.length)), index);
  return bytes;
};
/** A word of the header somewhere else in it. */
const moveWord: Mutation = (bytes, random, head) => {
  const words = [...textOf(bytes, head).matchAll(/[\w-]+|\n/g)];
  const [from, to] = [words[random(words.length)], words[random(words.length)]];
  if (!from || !to) return bytes;
  return concat(bytes.subarray(0, to.index), latin1Bytes(from[0]), bytes.subarray(to.index + to[0].length));
};

/** By what the header is: numbers at fixed places, text, or elements that tell their lengths. */
const MUTATIONS = {
  binary: [flip, overwrite, setField, setField, setField, splice, cut],
  text: [flip, overwrite, setNumber, setNumber, setNumber, moveWord, moveWord, splice, cut],
  elements: [flip, overwrite, setField, setField, setDigits, setDigits, splice, cut],
} as const;

export type HeaderKind = keyof typeof MUTATIONS;

/** The bytes after one to four changes; those of fields, numbers and words lie in the first `head` bytes. */
export function mutate(seed: Uint8Array, random: Random, kind: HeaderKind = "binary", head = 544): Bytes {
  const mutations = MUTATIONS[kind];
  let bytes = Uint8Array.from(seed);
  for (let count = 1 + random(4); count > 0 && bytes.length > 0; count--) {
    bytes = (mutations[random(mutations.length)] as Mutation)(bytes, random, head);
  }
  return bytes;
}
