import { describe, expect, it, test } from "vitest";
import { parseSafetensors, serialiseSafetensors, type Tensor } from "../../banks/safetensors";
import { readBank as readFile, writeBank as writeFile } from "../bank-file";
import { atNoise } from "./at-noise";
import type { NetBank } from "./bank";
import { NET } from "./method";
import { randomNetBank } from "./random-bank";

const readBank = (bytes: Uint8Array) => readFile(bytes).bank as NetBank;
const writeBank = (bank: NetBank, filters: "F16" | "F32" = "F16") => writeFile({ method: NET, bank }, { filters });

const random = randomNetBank([1, 1, 2], { widths: [6, 5], seed: 2, exchange: "xy" });
const { folded } = random;
const levels = [0, 0.02].map((added) => ({ added, measured: added + 0.01 }));
const noisier = (({ metadata: _, ...classes }) => classes)(folded);
/** Of two levels of noise, as halves keep it. */
const bank = readBank(
  writeBank({
    ...random,
    metadata: { ...random.metadata, errorScale: 0.85, folded: { ...random.metadata.folded, noise: levels } },
    folded: { ...folded, noisier: [noisier] },
  }),
);
const file = writeBank(bank);

type Forgery = readonly [Record<string, string | undefined>, Record<string, Partial<Tensor> | undefined>?];

/** The file with some metadata and tensors replaced, or removed by undefined. */
function forged([metadata, tensors = {}]: Forgery) {
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

/** The first layer, every weight of it this. */
function firstLayer(value: number): Record<string, Partial<Tensor>> {
  const weights = new Float32Array(bank.layers[0]?.length ?? 0).fill(value);
  return { conv0: { dtype: "F32", bytes: new Uint8Array(weights.buffer) } };
}

describe("network bank files", () => {
  it("give back the bank that was written, its folded bank within", () => {
    expect(bank.metadata).toMatchObject({ channels: [4, 6, 5, 2], airBelow: 0.03, errorScale: 0.85 });
    expect(bank.folded.metadata).toMatchObject({ method: "folded", taps: 57, exchange: "xy", noise: levels });
    expect(bank.folded.noisier?.length).toBe(1);
    expect(readBank(file)).toEqual(bank);
    expect(readBank(writeBank(bank, "F32"))).toEqual(bank);
    expect(writeBank(readBank(file))).toEqual(file);
  });

  it("may lack the scale of errors, and the noise", () => {
    expect(readBank(forged([{ error_scale: undefined }])).metadata.errorScale).toBe(1);
    expect(readBank(writeBank(random)).folded.noisier).toBeUndefined();
  });

  it.each([
    ["no channels", [{ channels: undefined }], /"channels" is missing/],
    ["other inputs", [{ channels: "5,6,5,2" }], /"channels" is "5,6,5,2", expected .* 3 or 4 first and 2 last/],
    ["other outputs", [{ channels: "4,6,5,8" }], /"channels"/],
    ["too many channels", [{ channels: "4,6,999,2" }], /"channels"/],
    ["no layer", [{ channels: "4" }], /"channels"/],
    ["words for channels", [{ channels: "4,6,NaN,2" }], /"channels"/],
    ["channels that no tensor has", [{ channels: "4,6,6,2" }], /"conv1" is F16 \[5,6,3,3,3\].* imply .*\[6,6,3,3,3\]/],
    ["a threshold above all", [{ air_below: "1.5" }], /"air_below" is "1.5", expected a number from 0 to 1/],
    ["no threshold", [{ air_below: undefined }], /"air_below" is missing/],
    ["errors scaled to nothing", [{ error_scale: "0" }], /"error_scale" is "0"/],
    ["the folded bank's metadata damaged", [{ taps: "125" }], /"taps" is "125"/],
    ["a missing layer", [{}, { conv1: undefined }], /"conv1" is missing/],
    ["a layer too many", [{}, { conv3: {} }], /"conv3" is unknown/],
    ["a missing tensor of the folded bank", [{}, { "folded.level_rows": undefined }], /"folded.level_rows" is missing/],
    ["a folded bank without prefix", [{}, { level_rows: {} }], /"level_rows" is unknown/],
    ["a layer of other voxels", [{}, { conv2: { shape: [2, 5, 27] } }], /"conv2" is F16 \[2,5,27\]/],
    ["weights that are not finite", [{}, firstLayer(Number.NaN)], /"conv0" holds NaN at element 0/],
    ["weights that are absurd", [{}, firstLayer(-101)], /"conv0" holds -101 at element 0, beyond 100/],
  ] as [string, Forgery, RegExp][])("are refused with %s", (_, forgery, reason) => {
    expect(() => readBank(forged(forgery))).toThrow(reason);
  });

  it("are refused where the layers together overflow", () => {
    const widths = [50, 50, 50, 50];
    const wild = randomNetBank([1, 1, 2], { widths, seed: 2, exchange: "xy", weights: 3000 });
    const bounded = wild.layers.map((weights) => weights.map((w) => Math.min(Math.max(w, -100), 100)));
    expect(() => writeBank({ ...wild, layers: bounded })).toThrow(/its layers could make a value \d/);
  });
});

test("at a noise there is one level, and the network is told what had been added", () => {
  const told = [0, 0.01, 0.015, 0.02, 0.03, 0.5].map((noise) => atNoise(bank, noise).noise);
  for (const [i, noise] of [0, 0, 0.005, 0.01, 0.02, 0.02].entries()) expect(told[i]).toBeCloseTo(noise, 12);
  const made = atNoise(bank, 0.02);
  expect(made.folded.noisier).toBeUndefined();
  const written = readBank(writeBank(made, "F32"));
  expect(written.folded.structureFilters).toEqual(made.folded.structureFilters);
  // Of more it would take lesions for noise.
  expect(atNoise(random, 0.04).noise).toBe(0.02);
  const trainedNoise = [0, 0.02].map((added) => ({ added, measured: added + 0.01 }));
  const own = { ...random, metadata: { ...random.metadata, trainedNoise } };
  expect(readBank(writeBank(own)).metadata.trainedNoise).toEqual(trainedNoise);
  expect(atNoise(own, 0.015).noise).toBeCloseTo(0.005, 12);
  expect(atNoise(random, 0.02)).toMatchObject({ noise: 0.02, folded: random.folded });
});
