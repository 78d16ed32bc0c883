import { beforeAll, describe, expect, test } from "vitest";
import type { Executor } from "../../compute/executor";
import { Meter } from "../../compute/meter";
import { randomVolume, testVolume } from "../../core/synthetic";
import { TURNS, turned } from "../../core/test-turned";
import { type Factor, upsampledDims, type Vec3, type Volume } from "../../core/volume";
import { BACKENDS } from "../../hosts/test-backends";
import { brickInput, planBricks, rowPitch } from "../../parts/brick";
import type { Stage } from "../../parts/stage";
import { testHead } from "../../phantom/test-head";
import { hashingBytes, upsampleBrick } from "../common/stages";
import { upscale } from "../test-upscale";
import type { FoldedBank } from "./bank";
import { type ClassScheme, type Exchange, FEW_ROWS, type TapCount } from "./folding";
import { lowPartOf } from "./low-part";
import { randomFoldedBank } from "./random-bank";
import { centreDistances } from "./reference/classes";
import {
  applyFolded,
  type FoldedVoxel,
  foldVolume,
  predictedError as predictedErrorOf,
  workingRange,
} from "./reference/upscale";
import { wordOf } from "./reference/words";
import { foldBrick, foldSettings } from "./stages";

const largest = (values: ArrayLike<number>) =>
  Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const wave = (x: number, y: number, z: number) =>
  300 + 80 * Math.sin(0.9 * x + 0.3 * y) + 60 * Math.cos(0.7 * z + 0.2 * y);
const HEAD = testHead({ dims: [13, 17, 15], spacing: 13, noise: 10 });
const BRAIN = testHead({ dims: [14, 17, 13], spacing: [12, 12, 15], brainOnly: true });

const CASES: [string, Volume, Factor, Exchange, TapCount, ClassScheme?][] = [
  ["random, 2×", randomVolume([9, 7, 8], 1), [2, 2, 2], "xyz", 57],
  ["random, 3×", randomVolume([7, 5, 6], 2), [3, 3, 3], "xyz", 57],
  ["random, 4×, few taps", randomVolume([5, 4, 6], 3), [4, 4, 4], "xyz", 27],
  ["random, unequal factors", randomVolume([11, 6, 5], 4), [1, 2, 3], "none", 33],
  ["random, thick slices", randomVolume([11, 9, 5], 5), [1, 1, 2], "xy", 57],
  ["random, a plane at 3×", randomVolume([5, 9, 6], 6), [3, 1, 3], "xz", 57],
  ["random, another plane at 4×", randomVolume([9, 5, 4], 7), [1, 4, 4], "yz", 57],
  ["random, 4×, nothing exchanged", randomVolume([5, 4, 6], 8), [4, 4, 4], "none", 57],
  ["smooth waves", testVolume([10, 9, 8], wave), [2, 2, 2], "xyz", 57],
  ["a masked scan", testVolume([9, 9, 9], (x, y, z) => (x > 3 ? wave(x, y, z) : 0)), [2, 2, 2], "xyz", 57],
  ["a head", HEAD, [2, 2, 2], "xyz", 57],
  ["a brain, thick slices", BRAIN, [1, 1, 3], "xy", 57],
  ["random by shape, 2×", randomVolume([9, 7, 8], 1), [2, 2, 2], "xyz", 57, "shape"],
  ["random by shape, 3×", randomVolume([7, 5, 6], 2), [3, 3, 3], "xyz", 57, "shape"],
  ["random by shape, 4×, nothing exchanged", randomVolume([5, 4, 6], 8), [4, 4, 4], "none", 57, "shape"],
  ["a head by shape", HEAD, [2, 2, 2], "xyz", 57, "shape"],
  ["a brain by shape, thick slices", BRAIN, [1, 1, 3], "xy", 57, "shape"],
  ["random by tensor, 3×", randomVolume([7, 5, 6], 2), [3, 3, 3], "xyz", 57, "tensor"],
  ["a head by tensor", HEAD, [2, 2, 2], "xyz", 57, "tensor"],
];

describe.each(BACKENDS)("$name", (backend) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await backend.shared();
  });

  /** The packed words of a volume that fits one brick, unpacked. */
  async function hashOnGpu(low: Volume, bank: FoldedBank) {
    const { factor } = bank.metadata;
    const dims = upsampledDims(low.dims, factor);
    const [brick] = planBricks(dims, { bindingBytes: 2 ** 27, totalBytes: 2 ** 28 }, hashingBytes);
    if (!brick) throw new Error("no brick");
    return executor.inSpace("test", async (space) => {
      const stage: Stage = { space, meter: new Meter(1, undefined) };
      const input = brickInput(low, factor, brick, 1);
      const upsampled = await upsampleBrick(stage, input);
      const part = lowPartOf(low, factor, brick);
      const { voxels } = await foldBrick(stage, input, part, upsampled, foldSettings(bank));
      const pitch = rowPitch(brick);
      const words = new Uint32Array(await space.read(voxels, 4 * pitch * dims[1] * dims[2]));
      return Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, i) => {
        const found = words[(i % dims[0]) + pitch * Math.floor(i / dims[0])] as number;
        return found === 0xffffffff ? undefined : found;
      });
    });
  }

  /** True where a value nudged by rounding may fall into another class, or the direction is not distinct. */
  function isUndecided(voxel: FoldedVoxel, u: number, bank: FoldedBank): boolean {
    const { lambda, fold, strength, coherence, lowest, highest } = voxel;
    const size = fold.direction.map(Math.abs);
    const sorted = [...size].sort((a, b) => b - a) as [number, number, number];
    const near = (value: number, edge: number) => Math.abs(value - edge) < 1e-3;
    const level = (8 * (u - lowest)) / (highest - lowest);
    const distances = bank.centres ? centreDistances(fold, voxel.numbers, bank.centres).sort((a, b) => a - b) : [];
    return (
      lambda[0] - lambda[1] < 1e-3 * lambda[0] ||
      [...bank.strengthEdges].some((edge) => near(strength, edge)) ||
      [...bank.coherenceEdges].some((edge) => near(coherence, edge)) ||
      size.some((w) => near(w, 0) || near(w / sorted[0], 0.5)) ||
      near(sorted[0], sorted[1]) ||
      near(sorted[1], sorted[2]) ||
      (bank.centres ? near(distances[0] as number, distances[1] as number) : near(level, Math.round(level)))
    );
  }

  /** Tolerances: method §9. */
  describe("against the float64 oracle", () => {
    test.each(CASES)("%s", async (_, volume, factor, exchange, taps, classes = "level") => {
      const bank = randomFoldedBank(factor, { exchange, taps, classes, seed: 7 });
      const scan = Float64Array.from(volume.data);
      const [zero, one] = workingRange(scan);
      const working = { ...volume, data: volume.data.map((value) => (value - zero) / (one - zero)) };
      const low = Float64Array.from(working.data);
      const oracle = foldVolume(low, volume.dims, { ...bank, ...bank.metadata });
      const filters = { ...bank, taps };
      const wanted = applyFolded(low, volume.dims, oracle, filters);

      const found = await hashOnGpu(working, bank);
      const { output, predictedError, guarded, fewRows } = await upscale(executor, volume, {
        factor,
        method: "folded",
        bank,
        wantErrors: true,
      });
      expect(output.dims).toEqual(oracle.dims);
      let inside = 0;
      let differing = 0;
      let worst = 0;
      let bounded = 0;
      let sparse = 0;
      for (const [i, voxel] of oracle.voxels.entries()) {
        const word = found[i];
        expect(word === undefined).toBe(voxel === undefined);
        if (voxel) {
          inside++;
          const rows = [bank.structureRows[voxel.structure] as number, bank.levelRows[voxel.level] as number];
          if (Math.min(...rows) < FEW_ROWS) sparse++;
          if (word !== wordOf(voxel)) {
            differing++;
            expect(isUndecided(voxel, oracle.upsampled[i] as number, bank)).toBe(true);
            continue;
          }
          const error = predictedErrorOf(filters, voxel.structure, voxel.level);
          expect((predictedError?.data[i] as number) / (one - zero) / error).toBeCloseTo(1, 4);
          const value = wanted[i] as number;
          if (value === voxel.lowest - error || value === voxel.highest + error) bounded++;
        } else expect(predictedError?.data[i]).toBe(0);
        worst = Math.max(worst, Math.abs(((output.data[i] as number) - zero) / (one - zero) - (wanted[i] as number)));
      }
      expect(differing).toBeLessThanOrEqual(Math.max(1, 0.001 * inside));
      expect(Math.abs((guarded as number) - bounded)).toBeLessThanOrEqual(differing + 2);
      expect(Math.abs((fewRows as number) - sparse)).toBeLessThanOrEqual(differing);
      expect(worst).toBeLessThan(1e-5 * largest(wanted));
    });
  });

  describe("adding to a scan and multiplying it", () => {
    test("changes the result in the same way and in no other", async () => {
      const bank = randomFoldedBank([2, 2, 2], { exchange: "xyz", taps: 57, seed: 3 });
      const options = { factor: [2, 2, 2], method: "folded", bank } as const;
      const whole = { ...HEAD, data: HEAD.data.map(Math.round) };
      const plain = await upscale(executor, whole, options);
      // A power of two and a whole number leave every bit of the working values as it was.
      const moved = await upscale(executor, { ...whole, data: whole.data.map((value) => 4 * value - 1024) }, options);
      const expected = plain.output.data.map((value) => 4 * value - 1024);
      expect(largest(moved.output.data.map((value, i) => value - (expected[i] as number)))).toBeLessThan(
        1e-6 * largest(expected),
      );
    });
  });

  describe("symmetry", () => {
    test.each([
      [2, "level"],
      [3, "level"],
      [4, "level"],
      [3, "shape"],
      [3, "tensor"],
    ] as const)(
      "a scan turned by any of the cube's 48 symmetries gives the turned result, %i×, by %s",
      async (s, classes) => {
        const volume = randomVolume([6, 5, 4], 11);
        const factor: Factor = [s, s, s];
        const bank = randomFoldedBank(factor, { exchange: "xyz", taps: 57, classes, seed: 5 });
        const options = { factor, method: "folded", bank } as const;
        const { output } = await upscale(executor, volume, options);
        for (const turn of TURNS) {
          const other = await upscale(executor, turned(volume, turn), options);
          const wanted = turned(output, turn).data;
          // Summed in another order, values next to a bin edge may fall beyond it.
          const away = other.output.data.filter((value, i) => Math.abs(value - (wanted[i] as number)) > 1e-2).length;
          expect(away).toBeLessThanOrEqual(0.002 * wanted.length);
        }
      },
    );
  });

  describe("bricks", () => {
    test.each([
      [
        [2, 2, 2],
        [25, 18, 16],
      ],
      [
        [3, 3, 3],
        [17, 14, 11],
      ],
      [
        [1, 1, 2],
        [45, 33, 22],
      ],
    ] as [Vec3, Vec3][])("cutting the volume changes no bit, %j", async (factor, dims) => {
      const volume = randomVolume(dims, 8);
      const exchange = factor[0] === factor[2] ? "xyz" : "xy";
      const bank = randomFoldedBank(factor, { exchange, taps: 57, seed: 9 });
      const options = { factor, method: "folded", bank, keepInterpolated: true } as const;
      const whole = await upscale(executor, volume, options);
      const cut = await upscale(executor, volume, { ...options, gpuBytes: 4 * 2 ** 20 });
      expect(cut.output.data).toEqual(whole.output.data);
      expect(cut.peakGpuBytes).toBeLessThanOrEqual(4 * 2 ** 20);
      expect(whole.peakGpuBytes).toBeGreaterThan(4 * 2 ** 20);
    });
  });

  describe("refusals", () => {
    const bank = randomFoldedBank([2, 2, 2], { exchange: "xyz", taps: 27, seed: 1 });
    test.each([
      [
        "a bank of another factor",
        randomVolume([4, 4, 4], 1),
        { factor: [3, 3, 3], method: "folded" },
        "E_BANK_MISMATCH",
      ],
      [
        "a bank of another method",
        randomVolume([4, 4, 4], 1),
        { factor: [2, 2, 2], method: "paper" },
        "E_BANK_MISMATCH",
      ],
    ] as const)("%s", async (_, volume, options, code) => {
      await expect(upscale(executor, volume, { ...options, bank })).rejects.toMatchObject({ code });
    });
  });
});
