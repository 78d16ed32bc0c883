import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { halvesToFloats } from "../../banks/float16";
import { parseSafetensors, type Safetensors, serialiseSafetensors, type Tensor } from "../../banks/safetensors";
import { EigenvoxError } from "../../core/errors";
import { sha256 } from "../../core/sha256";
import { readBank as readFile, writeBank as writeFile } from "../bank-file";
import type { PaperBank } from "./bank";
import { CLASS_COUNT } from "./classes";
import { PAPER } from "./method";

const TAPS = 27;

const readBank = (bytes: Uint8Array) => readFile(bytes).bank as PaperBank;
const writeBank = (bank: PaperBank, options?: { filters: "F16" | "F32" }) =>
  writeFile({ method: PAPER, bank }, options);

/** A bank of 3³ filters with every value a half, so that F16 loses nothing. */
const bank: PaperBank = {
  metadata: {
    method: "paper",
    factor: [2, 2, 2],
    patch: [3, 3, 3],
    gradientWindow: 9,
    gradientSigma: 0.85,
    degradation: "cubic",
    title: "Test bank “ß”",
    created: "2026-01-02",
    software: "eigenvox 0.1.0",
    licence: "CC0-1.0",
    intendedUse: "Research, not diagnosis",
    trainingData: ["phantom, synthetic, CC0", "other, http://example.org, CC-BY"],
    trainingRows: 123456,
    solver: "ridge 1e-3",
  },
  filters: Float32Array.from({ length: CLASS_COUNT * TAPS }, (_, k) => ((k * 37) % 2001) / 1024 - 1),
  strengthEdges: [0.125, 0.25],
  coherenceEdges: [0.3, 0.6].map(Math.fround) as [number, number],
  classRows: Uint32Array.from({ length: CLASS_COUNT }, (_, c) => c * 7_000_000),
  classResidual: Float32Array.from({ length: CLASS_COUNT }, (_, c) => c / 1e4),
};
const file = writeBank(bank);

/** The file with parts of it replaced (or, by undefined, removed). */
function forged(changes: {
  metadata?: Record<string, string | undefined>;
  tensors?: Record<string, Partial<Tensor> | undefined>;
}): Uint8Array {
  const { metadata, tensors } = parseSafetensors(file) as {
    metadata: Map<string, string>;
    tensors: Map<string, Tensor>;
  };
  for (const [key, value] of Object.entries(changes.metadata ?? {})) {
    if (value === undefined) metadata.delete(key);
    else metadata.set(key, value);
  }
  for (const [name, change] of Object.entries(changes.tensors ?? {})) {
    if (change === undefined) tensors.delete(name);
    else tensors.set(name, { dtype: "F32", shape: [0], bytes: new Uint8Array(0), ...tensors.get(name), ...change });
  }
  return serialiseSafetensors({ metadata, tensors } satisfies Safetensors);
}

/** The filters of a paper bank's file. */
const paperFilters = (bytes: Uint8Array) => (readBank(bytes) as PaperBank).filters;

const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer);
const floats = (...values: number[]) => bytesOf(Float32Array.from(values));

describe("bank files", () => {
  it("give back the bank that was written", () => {
    expect(readBank(file)).toEqual(bank);
    expect(readBank(writeBank(bank, { filters: "F32" }))).toEqual(bank);
  });

  it("round filters to half precision unless F32 is asked for", () => {
    const fine = { ...bank, filters: bank.filters.map((tap) => tap / 3) };
    expect(paperFilters(writeBank(fine, { filters: "F32" }))).toEqual(fine.filters);
    const worst = paperFilters(writeBank(fine)).reduce(
      (most, tap, k) => Math.max(most, Math.abs(tap - (fine.filters[k] as number))),
      0,
    );
    expect(worst).toBeGreaterThan(0);
    expect(worst).toBeLessThanOrEqual(2 ** -12);
  });

  it("are the same bytes for the same bank, and share no memory with it", async () => {
    const copy = Uint8Array.from(file);
    const read = readBank(copy);
    expect(writeBank(read)).toEqual(file);
    copy.fill(0xff);
    expect(read).toEqual(bank);
    expect(await sha256(writeBank(read))).toBe(await sha256(file));
    expect(await sha256(new TextEncoder().encode("abc"))).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });

  it("are read the same from any byte of a buffer", () => {
    const shifted = new Uint8Array(file.length + 5).subarray(5);
    shifted.set(file);
    expect(readBank(shifted)).toEqual(bank);
  });

  it("follow the container's rules to the letter", () => {
    const view = new DataView(file.buffer);
    const headerLength = Number(view.getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + headerLength)));
    const { filters, class_rows: rows, strength_edges: edges } = header;
    expect(header.__metadata__).toMatchObject({
      format: "eigenvox-bank/1",
      factor: "2,2,2",
      patch: "3,3,3",
      gradient_window: "9",
      gradient_sigma: "0.85",
      bins: "8,8,3,3",
      kernel: "keys,-0.5",
      training_data: bank.metadata.trainingData.join("\n"),
    });
    expect(filters).toMatchObject({ dtype: "F16", shape: [576, TAPS] });
    const at = (tensor: { data_offsets: number[] }) => 8 + headerLength + (tensor.data_offsets[0] as number);
    const tap = 5 * TAPS + 11;
    const half = view.getUint16(at(filters) + 2 * tap, true);
    expect(halvesToFloats(Uint16Array.of(half))[0]).toBe(bank.filters[tap]);
    expect(view.getUint32(at(rows) + 4 * 300, true)).toBe(2_100_000_000);
    expect(view.getFloat32(at(edges) + 4, true)).toBe(0.25);
    const ends = Object.values(header).map((entry) => (entry as { data_offsets?: number[] }).data_offsets?.[1] ?? 0);
    expect(Math.max(...ends)).toBe(file.length - 8 - headerLength);
  });

  it("survive any valid metadata", () => {
    const text = fc.string({ unit: "grapheme" }).filter((s) => !/\p{Cc}/u.test(s));
    const axis = fc.integer({ min: 1, max: 4 });
    const metadata = fc.record({
      factor: fc.tuple(axis, axis, axis).filter((factor) => factor.some((s) => s > 1)),
      gradientSigma: fc.double({ min: 1e-3, max: 100, noNaN: true }),
      degradation: fc.constantFrom("box" as const, "cubic" as const, "kspace" as const),
      title: text,
      intendedUse: text,
      trainingData: fc.array(text.filter((line) => line !== "")),
      trainingRows: fc.maxSafeNat(),
    });
    fc.assert(
      fc.property(metadata, (changes) => {
        const changed = { ...bank, metadata: { ...bank.metadata, ...changes } };
        expect(readBank(writeBank(changed)).metadata).toEqual(changed.metadata);
      }),
      { numRuns: 50 },
    );
  });
});

describe("readBank refuses", () => {
  const lies: [name: string, file: Uint8Array, reason: RegExp][] = [
    ["another file", new TextEncoder().encode("\x1f\x8b not a bank at all, really"), /header claims/],
    ["another format", forged({ metadata: { format: "pt" } }), /format is "pt"/],
    ["no format", forged({ metadata: { format: undefined } }), /format is undefined/],
    ["accumulators", forged({ metadata: { format: "eigenvox-accumulators/1" } }), /format is "eigenvox-acc/],
    ["a later version", forged({ metadata: { format: "eigenvox-bank/2" } }), /reads eigenvox-bank\/1/],
    [
      "another method",
      forged({ metadata: { method: "neural" } }),
      /"method" is "neural", expected folded, fine, paper, net/,
    ],
    ["another window", forged({ metadata: { gradient_window: "7" } }), /"gradient_window" is "7", expected 9/],
    ["other bins", forged({ metadata: { bins: "8,8,3,4" } }), /"bins"/],
    ["another kernel", forged({ metadata: { kernel: "keys,-0.75" } }), /"kernel"/],
    ["a missing key", forged({ metadata: { licence: undefined } }), /"licence" is missing/],
    ["an unknown key", forged({ metadata: { surprise: "1" } }), /"surprise" is unknown/],
    ["factor 1", forged({ metadata: { factor: "1,1,1" } }), /"factor" is "1,1,1"/],
    ["factor 5", forged({ metadata: { factor: "5,5,5" } }), /"factor"/],
    ["a factor of two numbers", forged({ metadata: { factor: "2,2" } }), /"factor"/],
    ["an even patch", forged({ metadata: { patch: "4,4,4" } }), /"patch"/],
    ["an unequal patch", forged({ metadata: { patch: "3,3,5" } }), /"patch"/],
    ["a patch of 13", forged({ metadata: { patch: "13,13,13" } }), /"patch"/],
    ["a patch its filters lack", forged({ metadata: { patch: "5,5,5" } }), /imply F16 or F32 \[576,125\]/],
    ["sigma 0", forged({ metadata: { gradient_sigma: "0" } }), /"gradient_sigma"/],
    ["sigma as code", forged({ metadata: { gradient_sigma: "0.85+process.exit()" } }), /"gradient_sigma"/],
    ["sigma NaN", forged({ metadata: { gradient_sigma: "NaN" } }), /"gradient_sigma"/],
    ["an unknown degradation", forged({ metadata: { degradation: "blur" } }), /"degradation" is "blur"/],
    ["a slice without thickness", forged({ metadata: { degradation: "slice:z,0,2" } }), /thickness/],
    ["slices of another factor", forged({ metadata: { degradation: "slice:z,3,1" } }), /needs the factor 1,1,4/],
    [
      "slices in another spelling",
      forged({ metadata: { factor: "1,1,4", degradation: "slice:z,3.0,1" } }),
      /expected slice:z,3,1/,
    ],
    ["rows below zero", forged({ metadata: { training_rows: "-1" } }), /"training_rows"/],
    ["rows beyond whole numbers", forged({ metadata: { training_rows: "9".repeat(20) } }), /"training_rows"/],
    ["terminal commands", forged({ metadata: { title: "\x1b[2J" } }), /"title" holds control characters/],
    ["a missing tensor", forged({ tensors: { class_rows: undefined } }), /"class_rows" is missing/],
    ["an unknown tensor", forged({ tensors: { __proto: {} } }), /"__proto" is unknown/],
    ["filters as integers", forged({ tensors: { filters: { dtype: "U32", shape: [288, 27] } } }), /filters" is U32/],
    ["transposed filters", forged({ tensors: { filters: { shape: [27, 576] } } }), /F16 \[27,576\]/],
    ["rows as floats", forged({ tensors: { class_rows: { dtype: "F32" } } }), /"class_rows" is F32/],
    ["three edges", forged({ tensors: { strength_edges: { shape: [3], bytes: floats(1, 2, 3) } } }), /F32 \[3\]/],
    ["falling edges", forged({ tensors: { strength_edges: { bytes: floats(2, 1) } } }), /strength_edges 2, 1 are not/],
    ["falling coherence edges", forged({ tensors: { coherence_edges: { bytes: floats(1, 0) } } }), /coherence_edges 1/],
    ["an edge that is NaN", forged({ tensors: { coherence_edges: { bytes: floats(0, Number.NaN) } } }), /holds NaN at/],
    [
      "an infinite half",
      forged({ tensors: { filters: { bytes: bytesOf(new Uint16Array(CLASS_COUNT * TAPS).fill(0xfc00, 9, 10)) } } }),
      /"filters" holds -Infinity at element 9/,
    ],
    [
      "a filter that is NaN",
      forged({
        tensors: { filters: { dtype: "F32", bytes: bytesOf(new Float32Array(CLASS_COUNT * TAPS).fill(NaN)) } },
      }),
      /"filters" holds NaN at element 0/,
    ],
    [
      "a negative residual",
      forged({ tensors: { class_residual: { bytes: bytesOf(new Float32Array(CLASS_COUNT).fill(-1, 4, 5)) } } }),
      /residual is negative/,
    ],
  ];
  it.each(lies)("%s", (_, lie, reason) => {
    expect(() => readBank(lie)).toThrow(reason);
    expect(() => readBank(lie)).toThrow(expect.objectContaining({ name: "EigenvoxError", code: "E_BANK" }));
  });

  it("nothing by accident: the forger's untouched file is read", () => {
    expect(readBank(forged({}))).toEqual(bank);
  });

  it("every cut of the file", () => {
    for (let length = 0; length < file.length; length += length < 2500 ? 1 : 997) {
      expect(() => readBank(file.subarray(0, length))).toThrow(EigenvoxError);
    }
  });
});

describe("writeBank refuses", () => {
  const withTap = (value: number) => ({ ...bank, filters: bank.filters.with(3, value) });
  const wrong: [name: string, bank: PaperBank, reason: RegExp][] = [
    ["a tap that is NaN", withTap(Number.NaN), /"filters" holds NaN at element 3/],
    ["a tap beyond half precision", withTap(70_000), /"filters" holds Infinity at element 3/],
    ["falling edges", { ...bank, strengthEdges: [2, 1] }, /not ascending/],
    ["filters of another patch", { ...bank, metadata: { ...bank.metadata, patch: [5, 5, 5] } }, /imply F16 or F32/],
    ["too few classes", { ...bank, classRows: bank.classRows.slice(1) }, /"class_rows" is U32 \[575\]/],
    ["an impossible sigma", { ...bank, metadata: { ...bank.metadata, gradientSigma: -1 } }, /"gradient_sigma" is "-1"/],
  ];
  it.each(wrong)("%s", (_, wrongBank, reason) => {
    expect(() => writeBank(wrongBank)).toThrow(reason);
  });

  it("no tap that F32 alone can hold", () => {
    const small = 2 ** -30;
    expect(paperFilters(writeBank(withTap(small), { filters: "F32" }))[3]).toBe(small);
  });

  it.each([3e38, 70_000, -1001])("filters that no learning gives: a tap of %d", (tap) => {
    expect(() => writeBank(withTap(tap), { filters: "F32" })).toThrow(
      /filter 0 of tensor "filters" has weights of .* in all/,
    );
  });

  it("filters that are all 0, and errors larger than any scan", () => {
    expect(() => writeBank({ ...bank, filters: bank.filters.map(() => 0) })).toThrow(
      /every filter of tensor "filters" is 0/,
    );
    const classResidual = bank.classResidual.with(5, 1e30);
    expect(() => writeBank({ ...bank, classResidual })).toThrow(/a class residual is 1\.00e\+30/);
  });
});
