import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { parseSafetensors, serialiseSafetensors, type Tensor } from "../../banks/safetensors";
import { readBank as readFile, writeBank as writeFile } from "../bank-file";
import type { FoldedBank } from "./bank";
import { foldedClassCounts } from "./folding";
import { FOLDED } from "./method";

const { structure, level } = foldedClassCounts([1, 1, 3], "xy");
const readBank = (bytes: Uint8Array) => readFile(bytes).bank as FoldedBank;
const writeBank = (bank: FoldedBank, options?: { filters: "F16" | "F32" }) =>
  writeFile({ method: FOLDED, bank }, options);

/** A bank of which every value is a half, so that F16 loses nothing. */
const bank: FoldedBank = {
  metadata: {
    method: "folded",
    factor: [1, 1, 3],
    taps: 27,
    exchange: "xy",
    gradientWindow: 9,
    gradientSigma: 2.25,
    degradation: "box",
    title: "Folded test bank",
    created: "2026-01-02",
    software: "eigenvox 0.1.0",
    licence: "CC0-1.0",
    intendedUse: "Research, not diagnosis",
    trainingData: ["phantom, synthetic, CC0"],
    trainingRows: 123,
    solver: "ridge 1e-4",
  },
  structureFilters: Float32Array.from({ length: structure * 27 }, (_, k) => ((k * 37) % 2001) / 1024 - 1),
  levelFilters: Float32Array.from({ length: level * 27 }, (_, k) => ((k * 41) % 2001) / 1024 - 1),
  strengthEdges: [0.125, 0.25],
  coherenceEdges: [0.25, 0.5],
  structureRows: Uint32Array.from({ length: structure }, (_, c) => c),
  levelRows: Uint32Array.from({ length: level }, (_, c) => c),
  structureResidual: Float32Array.from({ length: structure }, (_, c) => c / 1024),
  levelResidual: Float32Array.from({ length: level }, (_, c) => c / 1024),
};
const file = writeBank(bank);

/** The file with some metadata and tensors replaced, or removed by undefined. */
function forged(
  metadata: Record<string, string | undefined>,
  tensors: Record<string, Partial<Tensor> | undefined> = {},
) {
  const parsed = parseSafetensors(file);
  const strings = new Map(parsed.metadata);
  for (const [key, value] of Object.entries(metadata))
    value === undefined ? strings.delete(key) : strings.set(key, value);
  const all = new Map(parsed.tensors);
  for (const [name, change] of Object.entries(tensors)) {
    if (change === undefined) all.delete(name);
    else all.set(name, { dtype: "F32", shape: [1], bytes: new Uint8Array(4), ...all.get(name), ...change });
  }
  return serialiseSafetensors({ metadata: strings, tensors: all });
}

test.each(["structureFilters", "levelFilters"] as const)("%s that no learning gives are refused", (kind) => {
  const written = (filters: Float32Array<ArrayBuffer>) => () =>
    writeBank({ ...bank, [kind]: filters }, { filters: "F32" });
  expect(written(bank[kind].with(30, 3e38))).toThrow(/filter 1 of tensor "\w+" has weights of 3\.00e\+38 in all/);
  expect(written(bank[kind].map(() => 0))).toThrow(/every filter of tensor "\w+" is 0/);
});

test("banks that ship are read", () => {
  const folder = new URL("../../../public/banks/", import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith(".safetensors"));
  expect(files.length).toBeGreaterThan(0);
  for (const name of files) readFile(readFileSync(new URL(name, folder)));
});

describe("folded bank files", () => {
  it("give back the bank that was written", () => {
    expect(readBank(file)).toEqual(bank);
    expect(readBank(writeBank(bank, { filters: "F32" }))).toEqual(bank);
  });

  it.each([
    ["an unknown method", { method: "neural" }, /"method" is "neural", expected folded, paper/],
    ["the paper's keys", { patch: "11,11,11" }, /"patch" is unknown/],
    ["no taps", { taps: undefined }, /"taps" is missing/],
    ["another number of taps", { taps: "125" }, /"taps" is "125", expected 27, 33, 57/],
    ["an unknown exchange", { exchange: "yx" }, /"exchange" is "yx"/],
    ["axes of unequal factors exchanged", { exchange: "xyz" }, /exchanges axes of unequal factors/],
    ["other bins", { bins: "8,8,3,3" }, /"bins" is "8,8,3,3", expected 2,2,3,3,8/],
    ["a factor with other classes", { factor: "2,2,2" }, /imply F16 or F32 \[432,27\]/],
  ])("are refused with %s", (_, metadata, reason) => {
    expect(() => readBank(forged(metadata))).toThrow(reason);
  });

  it.each([
    ["a missing tensor", { level_rows: undefined }, /"level_rows" is missing/],
    ["an unknown tensor", { filters: {} }, /"filters" is unknown/],
    ["NaN", { level_residual: { bytes: new Uint8Array(4 * level).fill(255) } }, /"level_residual" holds NaN/],
    [
      "a negative residual",
      { structure_residual: { bytes: new Uint8Array(new Float32Array(structure).fill(-1).buffer) } },
      /residual is negative/,
    ],
    ["falling edges", { strength_edges: { bytes: new Uint8Array(Float32Array.of(2, 1).buffer) } }, /not ascending/],
  ] as [string, Record<string, Partial<Tensor> | undefined>, RegExp][])("are refused with %s", (_, tensors, reason) => {
    expect(() => readBank(forged({}, tensors))).toThrow(reason);
  });
});
