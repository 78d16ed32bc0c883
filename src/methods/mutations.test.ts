/** Ten thousand damaged banks of every method, read as the page reads them. */

import { expect, test } from "vitest";
import type { Bank } from "../banks/bank";
import { check, type Trial, verdictsOf } from "../formats/test-fuzz";
import { generator, mutate, type Random } from "../formats/test-mutate";
import { readBank, type UsableBank, writeBank } from "./bank-file";
import { FINE } from "./fine/method";
import { randomFineBank } from "./fine/random-bank";
import { FOLDED } from "./folded/method";
import { randomFoldedBank } from "./folded/random-bank";
import { NET } from "./net/method";
import { randomNetBank } from "./net/random-bank";
import { PAPER } from "./paper/method";
import { randomBank } from "./paper/random-bank";

const ROUNDS = 10_000;

const folded = { exchange: "xy", taps: 27, seed: 1 } as const;
const SMALL: readonly UsableBank[] = [
  { method: PAPER, bank: randomBank([1, 1, 2], 3, 1) },
  { method: FOLDED, bank: randomFoldedBank([1, 1, 2], folded) },
  { method: FOLDED, bank: randomFoldedBank([1, 1, 2], { ...folded, classes: "shape" }) },
  { method: FINE, bank: randomFineBank([1, 1, 2], { exchange: "xy", seed: 1 }) },
  { method: NET, bank: randomNetBank([1, 1, 2], { widths: [3], seed: 1, exchange: "xy" }) },
];
const FILES = SMALL.map((bank) => writeBank(bank));

/** The text of a file's header, and its tensors. */
function split(file: Uint8Array): [header: string, data: Uint8Array] {
  const end = 8 + Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  return [new TextDecoder().decode(file.subarray(8, end)), file.subarray(end)];
}

function joined(header: Uint8Array, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(8 + header.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  file.set(data, 8 + header.length);
  return file;
}

const encoded = (text: string) => new TextEncoder().encode(text);

type Damage = (file: Uint8Array, random: Random) => Uint8Array<ArrayBuffer>;

const anywhere: Damage = (file, random) => mutate(file, random, "text", split(file)[0].length);
/** In a header whose length is right all the same. */
const inHeader: Damage = (file, random) => {
  const [header, data] = split(file);
  return joined(mutate(encoded(header), random, "text", header.length), data);
};
/** In tensors of which the file tells no checksum. */
const inTensors: Damage = (file, random) => {
  const [header, data] = split(file);
  const { __metadata__: metadata, ...tensors } = JSON.parse(header);
  const { tensors_sha256: _, ...others } = metadata;
  const unchecked = JSON.stringify({ __metadata__: others, ...tensors });
  return joined(encoded(unchecked), mutate(data, random, "binary", data.length));
};
const DAMAGE = [anywhere, inHeader, anywhere, inHeader, inTensors];

/** Every number of a bank. */
function checkBank(value: unknown): void {
  if (value instanceof Float32Array) check(value.every(Number.isFinite), "a number that is not finite");
  else if (typeof value === "number") check(Number.isFinite(value), `the number ${value}`);
  else if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value)) {
    for (const part of Object.values(value)) checkBank(part);
  }
}

function* trials(): Generator<Trial> {
  const random = generator(20_260_102);
  for (let round = 0; round < ROUNDS; round++) {
    const file = FILES[round % FILES.length] as Uint8Array;
    const damage = DAMAGE[Math.floor(round / FILES.length) % DAMAGE.length] as Damage;
    const bytes = damage(file, random);
    const decide = () => {
      const { bank }: { bank: Bank } = readBank(bytes);
      checkBank(bank);
      return ["read"];
    };
    // A half becomes a float32; of the header's text there are a few copies.
    yield { bytes, mostBytes: 4 * bytes.length, decide };
  }
}

test("mutations of banks are read, or refused by name", { timeout: 300_000 }, async () => {
  expect((await verdictsOf(trials())).sort()).toEqual(["E_BANK", "read"]);
});
