import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { parseSafetensors, serialiseSafetensors, type Tensor } from "../../banks/safetensors";
import { readBank as readFile, writeBank as writeFile } from "../bank-file";
import type { FoldedBank } from "./bank";
import { foldedClassCounts, phaseKinds } from "./folding";
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
    ["an unknown method", { method: "neural" }, /"method" is "neural", expected folded, fine, paper/],
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

describe("files of banks whose classes are told by centres", () => {
  const kinds = phaseKinds([1, 1, 3], "xy").count;
  const seconds = foldedClassCounts([1, 1, 3], "xy", "shape").level;
  const shape: FoldedBank = {
    ...bank,
    metadata: { ...bank.metadata, classes: "shape" },
    centres: Float32Array.from({ length: kinds * 64 * 7 }, (_, k) => ((k * 31) % 201) / 128 - 0.75),
    levelFilters: Float32Array.from({ length: seconds * 27 }, (_, k) => ((k * 41) % 2001) / 1024 - 1),
    levelRows: Uint32Array.from({ length: seconds }, (_, c) => c),
    levelResidual: Float32Array.from({ length: seconds }, (_, c) => c / 1024),
  };

  it("give back the bank that was written", () => {
    expect(readBank(writeBank(shape))).toEqual(shape);
    const other: FoldedBank = {
      ...shape,
      metadata: { ...shape.metadata, classes: "tensor" },
      centres: Float32Array.from({ length: kinds * 64 * 3 }, (_, k) => k / 1024),
    };
    expect(readBank(writeBank(other))).toEqual(other);
  });

  it.each([
    ["an unknown scheme", { classes: "edge" as "shape" }, {}, /"classes" is "edge", expected shape, tensor/],
    ["the scheme that is meant without", { classes: "level" }, {}, /"classes" is "level", expected shape, tensor/],
    ["no centres", {}, { centres: undefined }, /"centres" is missing/],
    [
      "centres of another scheme",
      { classes: "tensor" },
      {},
      /"centres" is F32 \[128,7\], its metadata imply F32 \[128,3\]/,
    ],
    ["centres where no voxel is", {}, { centres: shape.centres?.with(5, 101) }, /"centres" holds 101 at element 5/],
    ["centres without a number", {}, { centres: shape.centres?.with(5, Number.NaN) }, /"centres" holds NaN/],
  ] as const)("are refused with %s", (_, metadata, tensors, reason) => {
    const wrong = { ...shape, ...tensors, metadata: { ...shape.metadata, ...metadata } } as FoldedBank;
    // Written as a shape's, whatever it says of itself.
    const parsed = parseSafetensors(writeBank(shape));
    const forge = () => {
      const own = new Map(parsed.tensors);
      const centres = own.get("centres") as Tensor;
      if (wrong.centres) own.set("centres", { ...centres, bytes: new Uint8Array(wrong.centres.buffer) });
      else own.delete("centres");
      const words = new Map(parsed.metadata).set("classes", wrong.metadata.classes as string);
      return serialiseSafetensors({ metadata: words, tensors: own });
    };
    expect(() => readBank(forge())).toThrow(reason);
  });
});
