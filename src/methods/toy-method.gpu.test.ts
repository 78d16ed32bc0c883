/** Another method is a folder and a registry line: this one, of a single number, goes everywhere that the others go. */

import { expect, test } from "vitest";
import type { Bank } from "../banks/bank";
import { vectorTensor } from "../banks/tensors";
import { degradeVolume } from "../degradations/degrade";
import { DEFAULT_SETTINGS } from "../jobs/evaluate/rows";
import { given, openOne, phantomFile, silent, startSession, trainingRequest } from "../session/test-session";
import { readBank, writeBank } from "./bank-file";
import { referenceUnits } from "./common/apply-bricks";
import { checkedBank } from "./common/check-bank";
import { TRICUBIC } from "./interpolation/method";
import type { BankMethod } from "./method";
import { METHODS } from "./registry";

interface GainBank extends Bank {
  readonly gain: number;
}

/** Tricubic interpolation times the number that fits the training volumes best. */
const GAIN: BankMethod<GainBank> = {
  id: "gain",
  title: "Gain",
  note: "One number.",
  units: referenceUnits,
  cost: () => 100,
  codec: {
    fixed: {},
    keys: ["kind"],
    encode: () => ({ kind: "toy" }),
    decode: () => ({}),
    read: (tensors, metadata) => ({ metadata, gain: tensors.floats("gain", [1])[0] as number }),
    tensors: ({ gain }) => new Map([["gain", vectorTensor("F32", Float32Array.of(gain))]]),
    describe: ({ gain }) => ({ filters: `gain ${gain.toFixed(3)}`, classes: "1 class", facts: [] }),
  },
  async apply(executor, volume, options) {
    const { gain } = checkedBank("gain", options);
    const made = await TRICUBIC.apply(executor, volume, options);
    return { ...made, output: { ...made.output, data: made.output.data.map((value) => gain * value) } };
  },
  learn: {
    degradation: "box",
    seed: 1,
    mask: "all",
    fields: { scale: { flag: "scale", usage: "of the result", standard: 1, range: [0, 10] } },
    takesPrior: false,
    start: (inputs, { factor, degradation }) => ({
      doneShare: 0,
      async run(executor, { signal }) {
        let [ab, aa] = [0, 0];
        for (const { volume } of inputs) {
          const low = await degradeVolume(executor, volume, factor, degradation, { signal });
          const { output } = await TRICUBIC.apply(executor, low, { factor, signal });
          for (const [i, a] of output.data.entries()) {
            ab += a * (volume.data[i] as number);
            aa += a * a;
          }
        }
        const metadata = { method: "gain", factor, degradation, trainingRows: 1, solver: "by hand" };
        return { bank: { metadata, gain: ab / aa }, details: { gain: ab / aa }, report: [] };
      },
    }),
  },
};

test("a method of one's own is trained, saved, read, applied and evaluated", async () => {
  const methods = [...METHODS, GAIN];
  const session = startSession({ methods });
  expect((await session.methods()).map(({ id }) => id)).toContain("gain");
  const ids: string[] = [];
  const files = [await phantomFile("a.nii.gz", 16, 1), await phantomFile("b.nii.gz", 18, 2)];
  await session.addTrainingVolumes(given(...files), ({ outcome }) => outcome.ok && ids.push(outcome.value.id));
  const report = await session.train("1", trainingRequest("gain", ids), silent);
  expect(report).toMatchObject({ method: "gain", filters: expect.stringMatching(/^gain \d/) });
  const bytes = await session.encodeBank(report.bank.id);
  const read = readBank(bytes, methods);
  expect(read.method).toBe(GAIN);
  expect(writeBank(read)).toEqual(bytes);
  expect(() => readBank(bytes)).toThrow(/"method" is "gain", expected folded, fine, paper/);

  const other = startSession({ methods });
  const bank = await other.openBank(new File([bytes], "gain.safetensors"));
  const { id: scanId } = await openOne(other, files[0] as File);
  const request = { jobId: "1", scanId, bankId: bank.id, steps: 0 };
  const { superResolved, interpolated, provenance } = await other.superResolve(request, silent);
  expect(provenance).toMatchObject({ method: "gain", bankTitle: "a gain bank" });
  const { gain } = report.details as { gain: number };
  const middle = superResolved.data.length >> 1;
  expect(superResolved.data[middle]).toBeCloseTo(Math.fround(gain) * (interpolated.data[middle] as number), 2);

  const volumeIds: string[] = [];
  await other.addEvaluationVolumes(given(...files), ({ outcome }) => outcome.ok && volumeIds.push(outcome.value.id));
  const settings = { ...DEFAULT_SETTINGS, interpolations: [] };
  const { rows } = await other.evaluate("2", { volumeIds, bankIds: [bank.id], settings }, silent, silent);
  expect(rows.map(({ name }) => name)).toEqual(["a gain bank", "a gain bank"]);
});
