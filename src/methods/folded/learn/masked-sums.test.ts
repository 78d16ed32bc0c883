import { beforeAll, describe, expect, test } from "vitest";
import { sha256AtOnce } from "../../../core/sha256";
import type { MaskRound, MaskSeeds } from "../../method";
import { readSumsOrMasked } from "../../sums-file";
import { type MaskedPooled, maskPooled, unmaskPooled } from "./masked-sums";
import type { PooledSums } from "./pooled-sums";
import { solvePooled } from "./solve-pooled";
import { FOLDED_SUMS } from "./sums-file";
import { described, type FoldedDescribed } from "./sums-rules";
import { drawnSums } from "./test-sums";

const round: MaskRound = { name: "spring", sites: ["A", "B", "C"], mostScans: 20 };
const SITES = [drawnSums(1, { scans: 2 }), drawnSums(2), drawnSums(3, { scans: 3 })];
const { metadata } = SITES[0] as FoldedDescribed;

/** Of a pair of sites. */
const seedOf = (a: string, b: string) =>
  Uint8Array.from(sha256AtOnce([new TextEncoder().encode([a, b].sort().join())]).match(/../g) ?? [], (pair) =>
    Number.parseInt(pair, 16),
  );
const seedsOf = (site: string, sites = round.sites): MaskSeeds =>
  new Map(sites.filter((other) => other !== site).map((other) => [other, seedOf(site, other)]));
const maskedOf = (index: number, own: MaskRound = round, seeds?: MaskSeeds) => {
  const site = round.sites[index] as string;
  return maskPooled((SITES[index] as FoldedDescribed).sums, own, site, seeds ?? seedsOf(site, own.sites));
};
const total = (all: readonly MaskedPooled[]) =>
  all.map(({ words }) => words).reduce((a, b) => a.map((word, i) => word + (b[i] as bigint)));

/** Of the bytes, against all being as likely: 255 to be expected, with a standard deviation of 23. */
function chiSquared(words: BigUint64Array<ArrayBuffer>): number {
  const counts = new Uint32Array(256);
  for (const byte of new Uint8Array(words.buffer)) (counts[byte] as number)++;
  const expected = (8 * words.length) / 256;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
const LIKELY = { low: 255 - 5 * 23, high: 255 + 5 * 23 };
const expectUniform = (words: BigUint64Array<ArrayBuffer>) => {
  expect(chiSquared(words)).toBeGreaterThan(LIKELY.low);
  expect(chiSquared(words)).toBeLessThan(LIKELY.high);
};

let masked: [MaskedPooled, MaskedPooled, MaskedPooled];
beforeAll(async () => {
  masked = [await maskedOf(0), await maskedOf(1), await maskedOf(2)];
});

test("the sum of all sites is that of their sums to the bit, and so is its bank", async () => {
  const clear = FOLDED_SUMS.merge(SITES).sums as PooledSums;
  const [a, b, c] = masked;
  const own = unmaskPooled([c, a, b]);
  expect(own).toEqual(clear);
  const bank = await solvePooled(own, { shrinkRows: 1000 });
  expect(bank).toEqual(await solvePooled(clear, { shrinkRows: 1000 }));
});

test("what a site sends, and what fewer than all add up to, looks random", async () => {
  const [a, b, c] = masked;
  for (const some of [[a], [b], [c], [a, b], [a, c], [b, c]]) {
    expectUniform(total(some));
    expect(() => unmaskPooled(some)).toThrow(/are missing/);
  }
  // Of what is not masked it would be seen.
  expect(chiSquared(total(masked))).toBeGreaterThan(1e6);
  // Each number on its own, too: a site of no sums has masks alone, and no two sites the same.
  const words = [a, b, c].flatMap(({ words }) => [...words.subarray(0, 5000)]);
  expect(new Set(words).size).toBe(words.length);
});

test("masks are of the round, its sites and its rules", async () => {
  const renamed = await maskedOf(0, { ...round, name: "summer" });
  const wider = await maskedOf(0, { ...round, mostScans: 21 });
  const alone = await maskedOf(0, { ...round, sites: ["A", "B"] });
  const starts = [masked[0], renamed, wider, alone].map(({ words }) => words.subarray(0, 3).join());
  expect(new Set(starts).size).toBe(4);
  const [, b, c] = masked;
  const coded = expect.objectContaining({ code: "E_SUMS_MISMATCH" });
  for (const [other, why] of [
    [renamed, "of the rounds summer and spring"],
    [wider, "different numbers of scans"],
    [alone, "name others as the sites"],
  ] as const) {
    expect(() => unmaskPooled([other, b, c])).toThrow(why);
    expect(() => unmaskPooled([other, b, c])).toThrow(coded);
  }
  expect(() => unmaskPooled([{ ...masked[0], rules: { ...masked[0].rules, rowsPerVolume: 7 } }, b, c])).toThrow(
    "rows per scan differ",
  );
});

describe("refused by name are", () => {
  test("a site that is missing, and one that is there twice", () => {
    const [a, b, c] = masked;
    expect(() => unmaskPooled([a, c])).toThrow("those of B are missing");
    const twice = expect.objectContaining({ code: "E_SUMS_REPEATED" });
    expect(() => unmaskPooled([a, b, b, c])).toThrow(twice);
    expect(() => unmaskPooled([a, b, b, c])).toThrow("of the site B are there more than once");
  });

  test("another seed: the pair that has it is named", async () => {
    const wrong = new Map([...seedsOf("B"), ["C", seedOf("B", "D")]]);
    const [a, , c] = masked;
    const other = await maskedOf(1, round, wrong);
    expect(() => unmaskPooled([a, other, c])).toThrow("B and C have not used the same seed");
  });

  test("words that were changed", () => {
    const [a, b, c] = masked;
    const changed = { ...b, words: b.words.map((word, i) => (i === 100 ? word + 2n ** 62n : word)) };
    expect(() => unmaskPooled([a, changed, c])).toThrow("that of no rows");
  });

  test("a scan that two sites have, and more scans than there is room for", async () => {
    const [a, , c] = masked;
    const both = { ...(SITES[1] as FoldedDescribed).sums, scans: (SITES[0] as FoldedDescribed).sums.scans };
    const repeated = await maskPooled(both, round, "B", seedsOf("B"));
    expect(() => unmaskPooled([a, repeated, c])).toThrow(expect.objectContaining({ code: "E_SUMS_REPEATED" }));
    await expect(maskedOf(2, { ...round, mostScans: 2 })).rejects.toThrow("more than the 2 of the round");
  });
});

test("a file tells nothing but the round, the site and how sums were made", async () => {
  const { masking } = FOLDED_SUMS;
  const own = await masking?.mask(SITES[0] as FoldedDescribed, round, "A", seedsOf("A"));
  const bytes = new Uint8Array(await new Blob([...(masking?.write(own as never) ?? [])]).arrayBuffer());
  const opened = await readSumsOrMasked({ size: bytes.length, read: async (begin, end) => bytes.slice(begin, end) });
  const { words, ...told } = ("masked" in opened && opened.masked.masked) as MaskedPooled;
  const { words: made, ...given } = masked[0];
  expect(told).toEqual(given);
  expect(Buffer.from(words.buffer).equals(Buffer.from(made.buffer))).toBe(true);
  const header = new TextDecoder("latin1").decode(bytes.subarray(0, 10_000));
  for (const { hash, read } of (SITES[0] as FoldedDescribed).sums.scans) {
    expect(header).not.toContain(hash);
    for (const share of read) expect(header).not.toContain(String(share).slice(0, 8));
  }
  expect(header).toMatch(/"training_data":"".*"training_rows":"0"/);
  expect(described(metadata, masked[0].rules).metadata.trainingData).toEqual([]);
  // Sites of other scans, other rows and other classes with rows send the same head, but for the site and its checks.
  const second = await masking?.mask(SITES[1] as FoldedDescribed, round, "B", seedsOf("B"));
  const others = new Uint8Array(await new Blob([...(masking?.write(second as never) ?? [])]).arrayBuffer());
  const headOf = (file: Uint8Array) =>
    new TextDecoder("latin1")
      .decode(file.subarray(0, 10_000))
      .replace(/"(site|mask_checks|tensors_sha256)":"[^"]*"/g, "");
  const end = headOf(bytes).indexOf('"masked":');
  expect(end).toBeGreaterThan(0);
  expect(headOf(others).slice(0, end)).toBe(headOf(bytes).slice(0, end));
  expect(others.length).toBe(bytes.length);
});
