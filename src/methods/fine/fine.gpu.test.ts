import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Executor } from "../../compute/executor";
import { randomVolume, testVolume } from "../../core/synthetic";
import type { Factor, Volume } from "../../core/volume";
import { openNodeCpu } from "../../hosts/node-cpu";
import { BACKENDS } from "../../hosts/test-backends";
import { headPhantom } from "../../phantom/head";
import type { Exchange } from "../folded/folding";
import {
  type FoldedVoxel,
  foldVolume,
  predictedError as predictedErrorOf,
  workingRange,
} from "../folded/reference/upscale";
import { upscale } from "../test-upscale";
import { SECOND_TAPS } from "./bank";
import { randomFineBank } from "./random-bank";
import { applySecondPass, secondVoxel } from "./reference/second-pass";

const HEAD = headPhantom({ dims: [15, 17, 14], spacing: 13, noise: 10 });

/** How many elements differ, or are missing from one of the two. */
const differing = (a: Float32Array = new Float32Array(), b: Float32Array = new Float32Array()) =>
  a.reduce((count, value, i) => count + Number(!Object.is(value, b[i])), Math.abs(a.length - b.length));

/** True where the direction of a voxel is not distinct enough for one symmetry. */
function hangsOnRounding({ lambda, fold }: FoldedVoxel): boolean {
  const sorted = fold.direction.map(Math.abs).sort((a, b) => a - b);
  return lambda[0] - lambda[1] < 1e-3 * lambda[0] || sorted.some((size, i) => size - (sorted[i - 1] ?? 0) < 1e-3);
}

describe.each(BACKENDS)("$name", (backend) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await backend.open();
  });
  afterAll(() => executor.dispose());

  /** Tolerances: method §9. */
  test.each([
    ["random, 2×", randomVolume([9, 7, 8], 1), [2, 2, 2], "xyz"],
    ["random, 3×", randomVolume([5, 4, 6], 2), [3, 3, 3], "xyz"],
    ["random, thick slices", randomVolume([11, 9, 5], 5), [1, 1, 2], "xy"],
    ["random, unequal factors", randomVolume([8, 6, 5], 4), [1, 2, 4], "none"],
    ["a masked scan", testVolume([9, 8, 7], (x, y) => (x > 4 ? 90 + x * y : 0)), [2, 2, 2], "xyz"],
    ["a head", HEAD, [2, 2, 2], "xyz"],
  ] as [string, Volume, Factor, Exchange][])("against the float64 oracle: %s", async (_, volume, factor, exchange) => {
    const bank = randomFineBank(factor, { exchange, seed: 7 });
    const scan = Float64Array.from(volume.data);
    const [zero, one] = workingRange(scan);
    const low = Float64Array.from(volume.data, (value) => Math.fround((value - zero) / (one - zero)));
    const folded = foldVolume(low, volume.dims, { ...bank.folded, ...bank.folded.metadata });
    const inUnits = ({ data }: Volume) => Float64Array.from(data, (value) => (value - zero) / (one - zero));
    // The device's own first result: whose classes hang on rounding is another test's business.
    const options = { factor, wantErrors: true };
    const first = inUnits(
      (await upscale(executor, volume, { ...options, method: "folded", bank: bank.folded })).output,
    );
    const filters = { ...bank.second, taps: SECOND_TAPS };
    const wanted = applySecondPass(low, volume.dims, folded, first, filters);
    const { output, predictedError } = await upscale(executor, volume, { ...options, method: "fine", bank });
    expect(output.dims).toEqual(folded.dims);
    const found = inUnits(output);
    const range = Math.max(...wanted.map(Math.abs));
    let [astray, decided] = [0, 0];
    for (const [i, voxel] of folded.voxels.entries()) {
      const own = secondVoxel(low, volume.dims, folded, first, i);
      if (voxel && hangsOnRounding(voxel)) continue;
      decided++;
      const error = own ? predictedErrorOf(filters, own.structure, own.level) : 0;
      const isRight =
        Math.abs((found[i] as number) - (wanted[i] as number)) < 1e-5 * range &&
        Math.abs((predictedError?.data[i] as number) / (one - zero) - error) < 1e-5;
      if (!isRight) astray++;
    }
    expect(decided).toBeGreaterThan(wanted.length / 4);
    // Few are those whose place among their neighbours, or among the bins of the structure, hangs on rounding.
    expect(astray).toBeLessThan(0.01 * decided + 2);
  });

  test("filters of zeros give the first result, bit by bit, where voxels are missing too", async () => {
    const bank = randomFineBank([2, 2, 2], { exchange: "xyz", seed: 3 });
    const none = (filters: Float32Array) => new Float32Array(filters.length);
    const { structureFilters, levelFilters, structureResidual } = bank.second;
    const still = {
      ...bank,
      second: {
        ...bank.second,
        structureFilters: none(structureFilters),
        levelFilters: none(levelFilters),
        // So that nothing is drawn back.
        structureResidual: structureResidual.fill(1e4),
      },
    };
    const holes = HEAD.data.map((value, i) => (i % 97 === 50 ? Number.NaN : value));
    for (const volume of [HEAD, { ...HEAD, data: holes }]) {
      const options = { factor: [2, 2, 2], keepInterpolated: true } as const;
      const first = await upscale(executor, volume, { ...options, method: "folded", bank: bank.folded });
      const made = await upscale(executor, volume, { ...options, method: "fine", bank: still });
      expect(differing(made.interpolated?.data, first.interpolated?.data)).toBe(0);
      expect(differing(made.output.data, first.output.data)).toBe(0);
    }
  });

  test("the result does not depend on how the volume is cut", async () => {
    const bank = randomFineBank([2, 2, 2], { exchange: "xyz", seed: 5 });
    const options = { factor: [2, 2, 2], method: "fine", bank, wantErrors: true, keepInterpolated: true } as const;
    const whole = await upscale(executor, HEAD, options);
    const cut = await upscale(executor, HEAD, { ...options, gpuBytes: 2 ** 21 * (executor.limits.lanes ?? 1) });
    for (const key of ["output", "interpolated", "predictedError"] as const) {
      expect(differing(cut[key]?.data, whole[key]?.data)).toBe(0);
    }
    expect(cut.guarded).toBe(whole.guarded);
    expect(cut.fewRows).toBe(whole.fewRows);
  });
});

test("one lane and three give the same bits", async () => {
  const bank = randomFineBank([2, 2, 2], { exchange: "xyz", seed: 5 });
  const results = [];
  for (const lanes of [1, 3]) {
    const executor = await openNodeCpu(lanes);
    results.push(await upscale(executor, HEAD, { factor: [2, 2, 2], method: "fine", bank, gpuBytes: 2 ** 21 * lanes }));
    executor.dispose();
  }
  expect(differing(results[1]?.output.data, results[0]?.output.data)).toBe(0);
  expect(results[1]?.guarded).toBe(results[0]?.guarded);
});
