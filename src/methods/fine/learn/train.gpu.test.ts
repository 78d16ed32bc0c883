import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Executor } from "../../../compute/executor";
import { EigenvoxError } from "../../../core/errors";
import { randomVolume } from "../../../core/synthetic";
import type { Factor, Vec3 } from "../../../core/volume";
import { openNodeCpu } from "../../../hosts/node-cpu";
import { BACKENDS } from "../../../hosts/test-backends";
import { evaluate, type NamedBank } from "../../../jobs/evaluate/evaluate";
import { headPhantom } from "../../../phantom/head";
import { gramElement, gramLayout } from "../../common/gram";
import { TEST_TEXTS } from "../../common/test-texts";
import type { FoldedBank } from "../../folded/bank";
import { foldedClassCounts, LEVELS } from "../../folded/folding";
import { FoldedSamples, levelOfPair } from "../../folded/learn/samples";
import { FOLDED } from "../../folded/method";
import { randomFoldedBank } from "../../folded/random-bank";
import { foldVolume } from "../../folded/reference/upscale";
import { wordOf } from "../../folded/reference/words";
import { SECOND_TAPS } from "../bank";
import { FINE } from "../method";
import { secondVoxel } from "../reference/second-pass";
import { sumSecond } from "./accumulate";
import { SecondRows } from "./rows";

const phantom = (seed: number, dims: Vec3 = [30, 34, 28]) => headPhantom({ dims, spacing: 5, seed, noise: 6 });
const learnFrom = (seed: number) => ({ volume: phantom(seed), mask: "auto" }) as const;
const TASK = {
  factor: [2, 2, 2],
  degradation: "box",
  seed: 1,
  settings: { rowsPerVolume: 6000, noise: "own" },
} as const;

/** Rows of drawn voxels of a random volume and a random first result, and what the oracle says of each. */
function randomRows(seed: number, factor: Factor) {
  const low = randomVolume([6, 5, 7], seed);
  const bank = randomFoldedBank(factor, { exchange: "xyz", taps: 57, seed });
  const folded = foldVolume(Float64Array.from(low.data), low.dims, { ...bank, ...bank.metadata });
  const { dims } = folded;
  const first = randomVolume(dims, seed + 1).data;
  const original = randomVolume(dims, seed + 2).data;
  const voxels = folded.voxels.flatMap((voxel, i) => (voxel && i % 3 === 0 ? [i] : []));
  const samples = new FoldedSamples(voxels.length);
  samples.voxels.set(voxels);
  samples.words.set(voxels.map((i) => wordOf(folded.voxels[i] as NonNullable<(typeof folded.voxels)[number]>)));
  const rows = new SecondRows({ dims, original, mask: new Uint8Array(original.length), low }, samples, first, factor);
  const oracle = voxels.map((i) => {
    const own = secondVoxel(Float64Array.from(low.data), low.dims, folded, Float64Array.from(first), i);
    return { ...(own as NonNullable<typeof own>), value: (original[i] as number) - (first[i] as number) };
  });
  return { rows, oracle };
}

describe.each(BACKENDS)("$name", (backend) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await backend.open();
  });
  afterAll(() => executor.dispose());

  test.each([[[2, 2, 2]], [[3, 3, 3]]] as [Factor][])("rows and sums as the float64 oracle's, %j", async (factor) => {
    const all = [1, 20].map((seed) => randomRows(seed, factor));
    for (const { rows, oracle } of all) {
      const row = new Float32Array(SECOND_TAPS + 1);
      for (const [i, { row: wanted, value, structure, level }] of oracle.entries()) {
        const bin = rows.put(i, row, 0);
        expect(levelOfPair(rows.structureOf(i) * LEVELS + bin, LEVELS)).toBe(level);
        expect(rows.structureOf(i)).toBe(structure);
        const worst = [...wanted, value].reduce((most, v, k) => Math.max(most, Math.abs(v - (row[k] as number))), 0);
        expect(worst).toBeLessThan(1e-3);
      }
    }
    const layout = gramLayout(SECOND_TAPS);
    const found = await sumSecond(
      executor,
      all.map(({ rows }) => rows),
      { classes: foldedClassCounts(factor, "xyz") },
    );
    const rows = all.flatMap(({ oracle }) => oracle);
    for (const of of ["structure", "level"] as const) {
      const counts = new Map<number, number>();
      for (const own of rows) counts.set(own[of], (counts.get(own[of]) ?? 0) + 1);
      expect(found[of].rows.reduce((a, b) => a + b, 0)).toBe(rows.length);
      for (const [c, count] of counts) {
        expect(found[of].rows[c]).toBe(count);
        const own = rows.filter((row) => row[of] === c);
        for (const [i, j] of [
          [0, 0],
          [3, 60],
          [57, 88],
          [88, 89],
          [10, 89],
        ] as const) {
          const column = (row: (typeof own)[number], k: number) =>
            k < SECOND_TAPS ? (row.row[k] as number) : row.value;
          const sum = own.reduce((total, row) => total + column(row, i) * column(row, j), 0);
          const scale = own.reduce((total, row) => total + column(row, i) ** 2 + column(row, j) ** 2, 1);
          const gram = found[of].sums[c] as Float64Array;
          expect(Math.abs(gramElement(layout, gram, i, j) - sum)).toBeLessThan(1e-5 * scale);
        }
      }
    }
  });
});

describe("on the processor", () => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await openNodeCpu(2);
  });
  afterAll(() => executor.dispose());

  test("both passes together beat the first on a head that neither has seen", async () => {
    const learn = FINE.learn as NonNullable<typeof FINE.learn>;
    const fractions: number[] = [];
    const { bank } = await learn.start([1, 2, 3].map(learnFrom), TASK).run(executor, {
      onProgress: ({ fraction }) => fractions.push(fraction),
    });
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    const again = await learn.start([1, 2, 3].map(learnFrom), TASK).run(executor, {});
    expect(again.bank).toEqual(bank);
    const { folded, second } = bank as unknown as { folded: FoldedBank; second: FoldedBank };
    const rows = (counts: Uint32Array) => counts.reduce((a, b) => a + b, 0);
    expect(rows(second.structureRows)).toBe(rows(folded.structureRows));
    expect(rows(second.levelRows)).toBe(rows(folded.structureRows));
    const words = (metadata: object) => ({ ...TEST_TEXTS, ...metadata });
    const banks = [
      { name: "first", method: FOLDED, bank: { ...folded, metadata: words(folded.metadata) } },
      { name: "both", method: FINE, bank: { ...bank, metadata: words(bank.metadata) } },
    ] as unknown as NamedBank[];
    const scores = await evaluate(executor, phantom(9), { factor: [2, 2, 2], degradation: "box", banks });
    const masked = (name: string) => scores.find((score) => score.name === name)?.psnr.masked as number;
    expect(masked("both")).toBeGreaterThan(masked("first") + 0.02);
  });

  test("one scan is refused by name", async () => {
    const learn = FINE.learn as NonNullable<typeof FINE.learn>;
    const run = learn.start([learnFrom(1)], TASK).run(executor, {});
    await expect(run).rejects.toThrow(EigenvoxError);
    await expect(run).rejects.toMatchObject({ code: "E_ARGUMENT" });
  });
});
