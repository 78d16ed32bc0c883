import { expect, test } from "vitest";
import { seededRandom } from "../../core/random";
import type { ScanFile } from "../scan-format";
import { watchAllocations } from "../test-allocations";
import { dicomFormat } from "./format";
import { buildSlice, fileOf } from "./test-dicom";
import { enhanced, mosaic } from "./test-dicom-cases";
import { expectRefusal } from "./test-survey";

const ROUNDS = 400;
const bytesOf = async (file: ScanFile) => file.bytes();
const SEEDS: Record<string, () => Promise<Uint8Array<ArrayBuffer>>> = {
  explicit: async () => buildSlice({ columns: 4, rows: 3 }),
  implicit: async () => buildSlice({ columns: 4, rows: 3, syntax: "implicit" }),
  "big-endian": async () => buildSlice({ columns: 4, rows: 3, syntax: "bigEndian" }),
  deflated: async () => buildSlice({ columns: 4, rows: 3, syntax: "deflated" }),
  "without preamble": async () => buildSlice({ columns: 4, rows: 3, syntax: "implicit", bare: true }),
  "enhanced, sequences ended by delimiters": () =>
    bytesOf(enhanced({ slices: 5, columns: 4, rows: 3, undefinedLengths: true })),
  mosaic: () => bytesOf(mosaic({ slices: 3, columns: 4, rows: 3 })),
};

type Mutation = (bytes: Uint8Array<ArrayBuffer>, below: (n: number) => number) => Uint8Array<ArrayBuffer>;

const EXTREMES = [0, 1, 2, 0x7f, 0xff, 0x7fff, 0x8000, 0xffff, 0xfffe, 0xffffff, 0x7fffffff, 0x80000000, 0xffffffff];
const TEXTS = ["", "0", "-1", "NaN", "1e308", "65535", "1000000", "\\", "1\\", "x"];

const MUTATIONS: readonly Mutation[] = [
  (bytes, below) => {
    const at = below(bytes.length);
    bytes[at] = (bytes[at] as number) ^ (1 << below(8));
    return bytes;
  },
  (bytes, below) => {
    bytes[below(bytes.length)] = below(256);
    return bytes;
  },
  (bytes, below) => bytes.slice(0, below(bytes.length + 1)),
  (bytes, below) => bytes.copyWithin(below(bytes.length), below(bytes.length), below(bytes.length)),
  (bytes, below) => {
    const at = below(bytes.length - 4);
    const value = EXTREMES[below(EXTREMES.length)] as number;
    const view = new DataView(bytes.buffer);
    if (below(2) === 0) view.setUint16(at, value & 0xffff, true);
    else view.setUint32(at, value, true);
    return bytes;
  },
  // Numbers that are written as text become others.
  (bytes, below) => {
    const digits = [...bytes.keys()].filter((at) => at > 132 && /[\d.]/.test(String.fromCharCode(bytes[at] as number)));
    const at = digits[below(digits.length)] ?? 0;
    bytes.set(new TextEncoder().encode(TEXTS[below(TEXTS.length)] as string).subarray(0, bytes.length - at), at);
    return bytes;
  },
];

async function verdictOf(files: readonly ScanFile[]): Promise<string[]> {
  const format = dicomFormat();
  const { series, refused } = await format.survey(files);
  const verdicts = refused.map(({ error }) => expectRefusal(error));
  for (const one of series) {
    expect(one.count).toBeLessThanOrEqual(1 << 16);
    verdicts.push(one.rank === "none" ? "none" : await format.read(one).then(() => "read", expectRefusal));
  }
  return verdicts;
}

test.each(Object.entries(SEEDS))("mutations of a file (%s) are read or refused by name", async (_, build) => {
  const seed = await build();
  const random = seededRandom(seed.length);
  const below = (n: number) => Math.floor(random() * n);
  const verdicts = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    let mutated = seed.slice();
    for (let i = below(3); i >= 0; i--) {
      if (mutated.length > 8) mutated = (MUTATIONS[below(MUTATIONS.length)] as Mutation)(mutated, below);
    }
    try {
      const files = [fileOf("a", mutated), fileOf("b", seed)];
      const largest = await watchAllocations(async () => {
        for (const verdict of await verdictOf(files)) verdicts.add(verdict);
      });
      // Of the files' bytes each becomes a float32, and as many slices as there are can be missing.
      expect(largest).toBeLessThanOrEqual(8 * (mutated.length + seed.length) + (1 << 16));
    } catch (error) {
      throw new Error(`Round ${round}: ${Buffer.from(mutated).toString("base64")}`, { cause: error });
    }
  }
  // The mutations must reach far enough for the test to mean something.
  expect(verdicts).toContain("read");
  expect(verdicts.size).toBeGreaterThan(3);
});
