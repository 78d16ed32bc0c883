import { describe, expect, test } from "vitest";
import { withWords } from "../../../banks/bank";
import { normalNumber } from "../../../core/random";
import type { Volume } from "../../../core/volume";
import { degradeVolume } from "../../../degradations/degrade";
import { noiseOf } from "../../../evidence/noise";
import { BACKENDS } from "../../../hosts/test-backends";
import { flatNoise } from "../../../jobs/flat-noise";
import { bankAtNoise, noiseChoice } from "../../../jobs/noise-choice";
import { testHead } from "../../../phantom/test-head";
import { FOLDED } from "../method";
import { FOLDED_TRAIN_DEFAULTS } from "./train";
import { trainFoldedLevels } from "./train-levels";

const factor = [2, 2, 2] as const;
const phantom = (seed: number) => testHead({ dims: [40, 44, 36], spacing: 4, seed, noise: 0 });
const scaled = (volume: Volume): Volume => {
  const peak = volume.data.reduce((a, b) => Math.max(a, b));
  return { ...volume, data: volume.data.map((value) => value / peak) };
};
const rmse = (a: Float32Array, b: Float32Array) =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - (b[i] as number)) ** 2, 0) / a.length);

const LEARNED = phantom(1);
const TRUTH = scaled(phantom(2));

describe.each(BACKENDS)("$name", (backend) => {
  test("filters learned at a scan's noise are better on it, and calmer, than those learned without", async () => {
    const executor = await backend.shared();
    const learned = await trainFoldedLevels(executor, [{ volume: LEARNED, mask: "auto" }], [0, 0.05], {
      ...FOLDED_TRAIN_DEFAULTS,
      factor,
      rowsPerVolume: 20_000,
    });
    const bank = withWords(learned, { title: "levels", trainingData: [] });
    const { noise = [] } = bank.metadata;
    expect(noise.map(({ added }) => added)).toEqual([0, 0.05]);
    expect((noise[1]?.measured ?? 0) - (noise[0]?.measured ?? 0)).toBeGreaterThan(0.01);

    const clean = await degradeVolume(executor, TRUTH, factor, "box", {});
    const noisy = {
      ...clean,
      data: clean.data.map((value, i) => (value === 0 ? 0 : value + 0.05 * normalNumber(3, 0, i))),
    };
    const apply = async (low: Volume, crispness: number) => {
      const chosen = bankAtNoise(FOLDED, bank, noiseChoice(noiseOf(low)?.sigma, 1, crispness));
      return rmse((await FOLDED.apply(executor, low, { factor, bank: chosen })).output.data, TRUTH.data);
    };
    expect(await apply(noisy, 0)).toBeLessThan(0.97 * (await apply(noisy, 1)));

    const flat = (assumed: number) =>
      flatNoise(executor, { method: FOLDED, bank: FOLDED.atNoise?.(bank, assumed) ?? bank, factor, scan: 0.05 }, {});
    const [calm, crisp] = [await flat(noise[1]?.measured ?? 0), await flat(0)];
    expect(calm.result).toBeLessThan(0.9 * crisp.result);
    // Interpolation averages noise between the voxels.
    expect(calm.interpolated / 0.05).toBeGreaterThan(0.6);
    expect(calm.interpolated / 0.05).toBeLessThan(0.9);
  });
});
