import { describe, expect, test } from "vitest";
import { readBank, writeBank } from "../bank-file";
import type { FoldedBank, FoldedClasses } from "./bank";
import { atNoise, mixed } from "./between";
import { FOLDED } from "./method";
import { randomFoldedBank } from "./random-bank";

const seeded = (seed: number, exchange: "xyz" | "none" = "xyz") =>
  randomFoldedBank([2, 2, 2], { exchange, taps: 27, seed });
const classesOf = ({ metadata: _, ...classes }: FoldedBank): FoldedClasses => classes;

const [calm, middle, noisy] = [seeded(1), seeded(2), seeded(3)] as const;
const levels: FoldedBank = {
  ...calm,
  metadata: {
    ...calm.metadata,
    noise: [
      { added: 0, measured: 0.004 },
      { added: 0.01, measured: 0.01 },
      { added: 0.04, measured: 0.04 },
    ],
  },
  noisier: [
    { ...classesOf(middle), strengthEdges: [0.1, 0.2], structureRows: calm.structureRows.map((n) => n / 2) },
    classesOf(noisy),
  ],
};

describe("the bank for a scan's noise", () => {
  /** First filters of classes of weak, middle and strong structure. */
  const [weak, medium, strong] = [0, 1, 2].map((strength) => strength * 3 * 27) as [number, number, number];
  const filtersOf = ({ structureFilters: all }: FoldedClasses) => [weak, medium, strong].map((i) => all[i] as number);

  test.each([
    { share: 0, of: [calm, calm, calm] },
    { share: 0.002, of: [calm, calm, calm] },
    { share: 0.08, of: [noisy, noisy, noisy] },
    { share: 0.2, of: [noisy, noisy, noisy] },
  ])("$share is that of a level, at it and beyond the ends", ({ share, of }) => {
    const bank = atNoise(levels, share);
    expect(filtersOf(bank)).toEqual(of.map((one, i) => filtersOf(one)[i]));
    expect(bank.levelFilters).toEqual(of[1]?.levelFilters);
    expect(bank.levelResidual).toEqual(of[1]?.levelResidual);
    expect(bank.metadata.noise).toBeUndefined();
    expect(bank.noisier).toBeUndefined();
  });

  test("lies between two levels as far as the noise does", () => {
    const noise = 0.0055 / 0.9;
    const bank = atNoise(levels, noise);
    const quarter = (a: number, b: number) => a + 0.25 * (b - a);
    const [, own] = filtersOf(calm);
    expect(filtersOf(bank)[1]).toBeCloseTo(quarter(own as number, filtersOf(middle)[1] as number), 6);
    for (const i of [0, 30, 500]) {
      const expected = quarter(calm.levelFilters[i] as number, middle.levelFilters[i] as number);
      expect(bank.levelFilters[i]).toBeCloseTo(expected, 6);
    }
    expect(bank.strengthEdges[0]).toBeCloseTo(0.05 + (0.05 * (noise - 0.004)) / 0.006, 12);
    // As few as the poorer level has.
    expect(bank.structureRows).toEqual(calm.structureRows.map((n) => n / 2));
  });

  test("is calmer where structure is weak and crisper where it is strong", () => {
    const bank = atNoise(levels, 0.01);
    const [weakOf, mediumOf, strongOf] = filtersOf(bank) as [number, number, number];
    const between = (at: number, a: FoldedClasses, b: FoldedClasses, share: number) =>
      (filtersOf(a)[at] as number) + share * ((filtersOf(b)[at] as number) - (filtersOf(a)[at] as number));
    expect(weakOf).toBeCloseTo(between(0, middle, noisy, 0.01 / 0.03), 6);
    expect(mediumOf).toBeCloseTo(between(1, calm, middle, 0.005 / 0.006), 6);
    expect(strongOf).toBeCloseTo(between(2, calm, middle, 0.001 / 0.006), 6);
    // Where all filters are calm, weak structure needs less of it.
    const [weakOfNoisy, mediumOfNoisy] = filtersOf(atNoise(levels, 0.02)) as [number, number];
    expect(weakOfNoisy).toBeCloseTo(between(0, middle, noisy, (0.02 * 1.9 - 0.01) / 0.03), 6);
    expect(mediumOfNoisy).toBeCloseTo(between(1, middle, noisy, (0.02 * (0.9 - 0.1 / 7) - 0.01) / 0.03), 6);
  });

  test("keeps its centres", () => {
    const [own, more] = [1, 2].map((seed) =>
      randomFoldedBank([2, 2, 2], { exchange: "xyz", taps: 27, classes: "shape", seed }),
    ) as [FoldedBank, FoldedBank];
    const noise = levels.metadata.noise?.slice(0, 2) ?? [];
    const both = { ...own, metadata: { ...own.metadata, noise }, noisier: [classesOf(more)] };
    const bank = atNoise(both, 0.007);
    expect(bank.centres).toEqual(own.centres);
    expect(bank.metadata.classes).toBe("shape");
    expect(atNoise(both, 0.1).levelFilters).toEqual(more.levelFilters);
  });

  test("is the bank itself where there is one level", () => {
    expect(atNoise(calm, 0.02)).toBe(calm);
  });
});

describe("a mixture", () => {
  test("has the filters of both at every level", () => {
    const other = { ...levels, ...classesOf(seeded(7)), noisier: levels.noisier ?? [] };
    const bank = mixed(levels, other, 0.4);
    const at = (of: FoldedClasses) => of.levelFilters[5] as number;
    expect(at(bank)).toBeCloseTo(0.6 * at(levels) + 0.4 * at(other), 6);
    expect(bank.noisier?.[1]?.levelFilters).toEqual(noisy.levelFilters);
    expect(mixed(levels, other, 0).structureFilters).toEqual(levels.structureFilters);
  });

  test("of banks by shape is one where their centres are the same", () => {
    const [a, b] = [4, 5].map((seed) =>
      randomFoldedBank([2, 2, 2], { exchange: "xyz", taps: 27, classes: "shape", seed }),
    ) as [FoldedBank, FoldedBank];
    expect(() => mixed(a, b, 0.5)).toThrow(/not alike enough/);
    expect(() => mixed(a, calm, 0.5)).toThrow(/not alike enough/);
    const bank = mixed(a, { ...b, ...(a.centres && { centres: a.centres }) }, 0.5);
    expect(bank.centres).toEqual(a.centres);
    expect(bank.levelFilters[7]).toBeCloseTo(((a.levelFilters[7] as number) + (b.levelFilters[7] as number)) / 2, 6);
  });

  test("of banks that are not alike is refused", () => {
    expect(() => mixed(calm, seeded(2, "none"), 0.5)).toThrow(/not alike enough/);
    expect(() => mixed(calm, levels, 0.5)).toThrow(/not alike enough/);
  });
});

describe("the file of a bank of several levels", () => {
  const write = (bank: FoldedBank) => writeBank({ method: FOLDED, bank }, { filters: "F32" });

  test("gives it back", () => {
    const read = readBank(write(levels)).bank as FoldedBank;
    expect(read.metadata.noise).toEqual(levels.metadata.noise);
    for (const [i, classes] of (levels.noisier ?? []).entries()) {
      expect(read.noisier?.[i]?.structureFilters).toEqual(classes.structureFilters);
      expect(read.noisier?.[i]?.levelRows).toEqual(classes.levelRows);
      expect(read.noisier?.[i]?.strengthEdges[0]).toBeCloseTo(classes.strengthEdges[0], 6);
    }
    expect(read.structureFilters).toEqual(levels.structureFilters);
  });

  test.each([
    [
      "levels that do not ascend",
      [0.02, 0.01, 0.04],
      /noise_measured" is "0.02,0.01,0.04", expected up to 8 ascending/,
    ],
    ["more noise than there is range", [0.01, 0.02, 1.5], /noise_measured/],
  ])("is refused with %s", (_, measured, reason) => {
    const noise = measured.map((share, i) => ({ added: i / 100, measured: share }));
    expect(() => write({ ...levels, metadata: { ...levels.metadata, noise } })).toThrow(reason);
  });

  test("is refused where a level has no classes", () => {
    expect(() => write({ ...levels, noisier: levels.noisier?.slice(1) ?? [] })).toThrow(
      /noise2.structure_filters" is missing/,
    );
  });
});
