import { beforeAll, describe, expect, test } from "vitest";
import type { Executor } from "../../compute/executor";
import { seededRandom } from "../../core/random";
import { testVolume } from "../../core/synthetic";
import { type Factor, type Vec3, type Volume, voxelCount } from "../../core/volume";
import { GPU } from "../../hosts/test-backends";
import { fourierSums } from "../../parts/reference/fourier";
import { SPECTRUM_BINS } from "../evaluate/rows";
import { compareSpectra } from "./compare-spectra";

let executor: Executor;
beforeAll(async () => {
  executor = await GPU.shared();
});

const random = seededRandom(11);

/** Energies by the definition: two transforms, every frequency looked at on its own. */
function byDefinition(original: Volume, result: Float32Array, factor: Factor, from: number, to: number): number {
  const { dims } = original;
  const transform = (data: Float32Array) =>
    fourierSums(
      [...data].flatMap((value) => [value, 0]),
      dims,
    );
  const [t, r] = [transform(original.data), transform(result)];
  let energy = 0;
  let error = 0;
  for (let i = 0; i < voxelCount(dims); i++) {
    const k: Vec3 = [i % dims[0], Math.floor(i / dims[0]) % dims[1], Math.floor(i / (dims[0] * dims[1]))];
    const ratios = k.map((f, axis) => {
      const n = dims[axis] as number;
      const s = factor[axis] as number;
      return s === 1 ? 0 : (Math.min(f, n - f) / n) * 2 * s;
    });
    const ratio = Math.max(...ratios);
    if (ratio <= from || ratio > to) continue;
    energy += (t[2 * i] as number) ** 2 + (t[2 * i + 1] as number) ** 2;
    error +=
      ((r[2 * i] as number) - (t[2 * i] as number)) ** 2 + ((r[2 * i + 1] as number) - (t[2 * i + 1] as number)) ** 2;
  }
  return 1 - error / energy;
}

describe("compareSpectra", () => {
  test.each<[Vec3, Factor]>([
    [
      [8, 12, 10],
      [2, 2, 2],
    ],
    [
      [9, 7, 12],
      [3, 1, 4],
    ],
  ])("the share restored in each band is that of the definition: %j by %j", async (dims, factor) => {
    const original = testVolume(dims, random);
    const result = original.data.map((value) => 0.7 * value + 0.2 * random());
    const spectra = await compareSpectra(executor, original, result, factor);
    expect(spectra.bands.length).toBeGreaterThan(2);
    for (const { from, to, restored } of spectra.bands) {
      expect(restored).toBeCloseTo(byDefinition(original, result, factor, from, to), 5);
    }
    expect(spectra.restored).toBeCloseTo(byDefinition(original, result, factor, 1, 4), 5);
  });

  test("nothing there is nothing restored, half of it is three quarters, the original is all", async () => {
    const original = testVolume([8, 8, 8], random);
    const restored = async (share: number) =>
      (
        await compareSpectra(
          executor,
          original,
          original.data.map((value) => share * value),
          [2, 2, 2],
        )
      ).restored;
    expect(await restored(0)).toBeCloseTo(0, 6);
    expect(await restored(0.5)).toBeCloseTo(0.75, 6);
    expect(await restored(1)).toBeCloseTo(1, 6);
  });

  test("a wave's power lies in its frequency's bin", async () => {
    // 5 cycles over 20 voxels of 1 mm; the axes' voxels are 1, 1.2 and 0.8 mm, so the highest bin ends at 1/2.4.
    const original = testVolume([20, 6, 6], (x) => Math.cos((2 * Math.PI * 5 * x) / 20));
    const spectra = await compareSpectra(
      executor,
      original,
      original.data.map((value) => value / 2),
      [2, 2, 2],
    );
    expect(spectra.highest).toBeCloseTo(1 / 2.4, 12);
    const bin = Math.floor((0.25 / spectra.highest) * SPECTRUM_BINS);
    expect(spectra.original.indexOf(Math.max(...spectra.original))).toBe(bin);
    expect((spectra.result[bin] as number) / (spectra.original[bin] as number)).toBeCloseTo(0.25, 5);
  });
});
