/** Banks that came by no file: nothing of what they make may be shown, and none that learning gives is used. */

import { beforeAll, describe, expect, test } from "vitest";
import type { Executor } from "../compute/executor";
import { isMissing } from "../core/missing";
import type { Factor } from "../core/volume";
import { openNodeCpu } from "../hosts/node-cpu";
import { FOLDED } from "../methods/folded/method";
import { randomFoldedBank } from "../methods/folded/random-bank";
import type { BankMethod, LearningRun } from "../methods/method";
import { PAPER } from "../methods/paper/method";
import { randomBank } from "../methods/paper/random-bank";
import { headPhantom } from "../phantom/head";
import { evaluate } from "./evaluate/evaluate";
import { learnFromScan } from "./learn-from-scan";
import { type HashedBank, superResolve } from "./super-resolve";
import { trainBank } from "./train";

let executor: Executor;
beforeAll(async () => {
  executor = await openNodeCpu(2);
});

const factor: Factor = [2, 2, 2];
const head = headPhantom({ dims: [16, 18, 14], spacing: 10 });
const folded = randomFoldedBank(factor, { exchange: "xyz", taps: 27, seed: 4 });
const paper = randomBank(factor, 3, 4);
const filledWith = (weight: number) => {
  const all = (filters: Float32Array) => filters.map(() => weight);
  const { structureFilters, levelFilters } = folded;
  return [
    { method: FOLDED, bank: { ...folded, structureFilters: all(structureFilters), levelFilters: all(levelFilters) } },
    { method: PAPER, bank: { ...paper, filters: all(paper.filters) } },
  ].map((bank) => ({ ...bank, hash: "" }) as unknown as HashedBank);
};
const WEIGHTS = [3e38, -3e38, Number.NaN, Number.POSITIVE_INFINITY, 0];

describe.each(WEIGHTS)("filters of %d", (weight) => {
  test.each(filledWith(weight).map((bank) => [bank.method.id, bank] as const))("of the %s method", async (_, bank) => {
    const shown: Float32Array[] = [];
    const made = superResolve(executor, head, {
      ...{ factor, degradation: "box", steps: 1, bank, keepInterpolated: true, wantErrors: true },
    }).then(({ output, interpolated, maps }) => {
      for (const volume of [output, interpolated, maps.error, maps.residual]) if (volume) shown.push(volume.data);
    });
    const scored = evaluate(executor, head, {
      ...{ factor, degradation: "box", banks: [{ name: "hostile", ...bank }], interpolations: [] },
      onVolume: (_, { data }) => shown.push(data),
    });
    for (const end of await Promise.allSettled([made, scored])) {
      if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "E_INTENSITY" });
    }
    for (const data of shown) expect(data.some(isMissing)).toBe(false);
  });
});

test.each(WEIGHTS)("a learned bank of filters of %d is refused", async (weight) => {
  for (const { method, bank } of filledWith(weight)) {
    const run: LearningRun = {
      doneShare: 0,
      run: async () => ({ bank, details: undefined, report: [] }),
    };
    await expect(trainBank(executor, method, run, { title: "a", trainingData: [] })).rejects.toMatchObject({
      code: "E_SOLVER",
    });
    const learn = async () =>
      ({ kind: "learned", bank, units: { zero: 0, scale: 1 }, title: "", trainingData: [], notices: [] }) as const;
    const itself: BankMethod = { ...method, self: { aloneUpTo: 4, learn } };
    await expect(learnFromScan(executor, head, itself, { factor, degradation: "box" })).rejects.toMatchObject({
      code: "E_SOLVER",
    });
  }
});
