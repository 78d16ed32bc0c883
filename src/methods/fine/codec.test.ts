import { describe, expect, it } from "vitest";
import { parseSafetensors, serialiseSafetensors, type Tensor } from "../../banks/safetensors";
import { readBank as readFile, writeBank as writeFile } from "../bank-file";
import type { FineBank } from "./bank";
import { SECOND_TAPS } from "./bank";
import { FINE } from "./method";
import { randomFineBank } from "./random-bank";

const readBank = (bytes: Uint8Array) => readFile(bytes).bank as FineBank;
const writeBank = (bank: FineBank) => writeFile({ method: FINE, bank });
const bank = readBank(writeBank(randomFineBank([1, 1, 2], { exchange: "xy", seed: 2 })));
const file = writeBank(bank);

/** The file with a tensor replaced, or removed by undefined. */
function forged(name: string, change: Partial<Tensor> | undefined) {
  const { metadata, tensors } = parseSafetensors(file);
  const all = new Map(tensors);
  if (change === undefined) all.delete(name);
  else all.set(name, { dtype: "F32", shape: [1], bytes: new Uint8Array(4), ...all.get(name), ...change });
  // Without its checksum, which is another test's business.
  return serialiseSafetensors({
    metadata: new Map([...metadata].filter(([key]) => key !== "tensors_sha256")),
    tensors: all,
  });
}

describe("files of banks of two passes", () => {
  it("give back the bank that was written", () => {
    expect(bank.second.metadata.taps).toBe(SECOND_TAPS);
    expect(bank.folded.metadata).toMatchObject({ method: "folded", taps: 57, exchange: "xy" });
    expect(readBank(file)).toEqual(bank);
    expect(writeBank(readBank(file))).toEqual(file);
  });

  it.each([
    ["a missing filter of the second pass", "second.level_filters", undefined, /"second.level_filters" is missing/],
    ["a missing filter of the first", "folded.level_filters", undefined, /"folded.level_filters" is missing/],
    [
      "filters of the first pass's length",
      "second.level_filters",
      { shape: [32, 57], bytes: new Uint8Array(2 * 32 * 57) },
      /"second.level_filters" is F16 \[32,57\]/,
    ],
    ["a third pass", "third.level_filters", {}, /"third.level_filters" is unknown/],
  ] as [string, string, Partial<Tensor> | undefined, RegExp][])("are refused with %s", (_, name, change, reason) => {
    expect(() => readBank(forged(name, change))).toThrow(reason);
  });
});
