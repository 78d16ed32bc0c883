import { beforeAll, describe, expect, test } from "vitest";
import type { Executor } from "../../compute/executor";
import { randomVolume, testVolume } from "../../core/synthetic";
import { type Factor, upsampledDims, type Volume, voxelCount } from "../../core/volume";
import { BACKENDS } from "../../hosts/test-backends";
import { testHead } from "../../phantom/test-head";
import { tensorAt } from "../common/reference/structure-tensor";
import { upscale } from "../test-upscale";
import type { PaperBank } from "./bank";
import { classErrors } from "./guard";
import { randomBank } from "./random-bank";
import { applyFilters } from "./reference/apply";
import golden from "./reference/golden.json";
import { applyGuard } from "./reference/guard";
import { edgeDistance, featuresOf, relativeGap } from "./reference/hash";
import { upscaleReference } from "./reference/upscale";
import { hashVolume } from "./test-hash-volume";

function largest(values: ArrayLike<number>): number {
  let max = 0;
  for (let i = 0; i < values.length; i++) max = Math.max(max, Math.abs(values[i] as number));
  return max;
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return largest(Array.from(a, (value, i) => value - (b[i] as number)));
}

const wave = (x: number, y: number, z: number) => 300 + 80 * Math.sin(0.9 * x + 0.3 * y) + 60 * Math.cos(0.7 * z);

const CASES: [string, Volume, Factor, number][] = [
  ["random, 2×", randomVolume([9, 7, 8], 1), [2, 2, 2], 11],
  ["random, 3×", randomVolume([7, 5, 6], 2), [3, 3, 3], 7],
  ["random, 4×, small patch", randomVolume([5, 4, 6], 3), [4, 4, 4], 5],
  ["unequal factors", randomVolume([11, 6, 5], 4), [1, 2, 3], 9],
  ["a one-voxel axis", randomVolume([6, 1, 9], 5), [2, 2, 2], 11],
  ["one voxel", randomVolume([1, 1, 1], 6), [2, 2, 2], 11],
  ["smooth waves", testVolume([10, 9, 8], wave), [2, 2, 2], 11],
  ["a ramp", testVolume([8, 8, 8], (x, y, z) => 10 + 3 * x + 2 * y + z), [2, 2, 2], 11],
  ["a constant", testVolume([6, 6, 6], () => 42), [2, 2, 2], 11],
  ["a masked scan", testVolume([9, 9, 9], (x, y, z) => (x > 3 ? wave(x, y, z) : 0)), [2, 2, 2], 11],
];

const HEAD = testHead({ dims: [13, 17, 15], spacing: 13, noise: 10 });
CASES.push(["a head", HEAD, [2, 2, 2], 11]);
const BRAIN = testHead({ dims: [14, 17, 13], spacing: [12, 12, 15], brainOnly: true });
CASES.push(["a brain, masked, thick slices", BRAIN, [1, 1, 3], 7]);

describe.each(BACKENDS)("$name", (backend) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await backend.shared();
  });

  /** Tolerances: method §9. */
  describe("against the float64 oracle", () => {
    test.each(CASES)("%s", async (_, volume, factor, patch) => {
      const bank = randomBank(factor, patch, 7);
      const dims = upsampledDims(volume.dims, factor);
      const settings = { ...bank, sigma: bank.metadata.gradientSigma };
      const scan = Float64Array.from(volume.data);
      const oracle = upscaleReference(scan, volume.dims, { ...bank, factor, patch, gradientSigma: settings.sigma });
      const scaled = { ...volume, data: volume.data.map((value) => value / oracle.p) };

      const hashed = await hashVolume(executor, scaled, { factor, settings, wantFeatures: true });
      expect(largestDifference(hashed.upsampled, oracle.upsampled)).toBeLessThan(1e-5 * largest(oracle.upsampled));
      let inside = 0;
      let differing = 0;
      const classes = new Uint16Array(voxelCount(dims));
      for (let i = 0; i < classes.length; i++) {
        const found = hashed.classes[i] as number;
        expect(found === 0xffffffff).toBe(oracle.upsampled[i] === 0);
        if (oracle.upsampled[i] === 0) continue;
        inside++;
        classes[i] = found;
        if (found === oracle.classes[i]) continue;
        differing++;
        const features = featuresOf(tensorAt(oracle.tensor, i));
        expect(Math.min(edgeDistance(features, bank), relativeGap(features))).toBeLessThan(1e-3);
      }
      // In a flat volume the direction has no y: rounding alone chooses between azimuths 0 and π, the same bin edge.
      if (!volume.dims.includes(1)) expect(differing).toBeLessThanOrEqual(0.001 * inside);

      const result = await upscale(executor, volume, { factor, method: "paper", bank, keepInterpolated: true });
      const mask = Uint8Array.from(oracle.upsampled, (value) => (value === 0 ? 0 : 1));
      // A scan of one value is given back, whatever the filters.
      if (new Set(volume.data).size === 1) {
        expect(new Set(result.output.data)).toEqual(new Set(volume.data));
        return;
      }
      const unguarded = applyFilters(oracle.upsampled, dims, classes, bank.filters, patch, mask);
      const low = Float64Array.from(scaled.data);
      const guard = applyGuard(unguarded, low, volume.dims, factor, { classes, errors: classErrors(bank), mask });
      const filtered = guard.output;
      expect(Math.abs((result.guarded as number) - guard.guarded)).toBeLessThanOrEqual(1e-3 * filtered.length);
      const tolerance = 1e-5 * largest(filtered) * oracle.p;
      expect(result.output.dims).toEqual(dims);
      expect(
        largestDifference(
          result.output.data,
          filtered.map((value) => value * oracle.p),
        ),
      ).toBeLessThan(tolerance);
      const { data } = result.interpolated as Volume;
      expect(
        largestDifference(
          data,
          oracle.upsampled.map((value) => value * oracle.p),
        ),
      ).toBeLessThan(tolerance);
    });

    test("the worked example", async () => {
      const [nx, ny, nz] = golden.dims as [number, number, number];
      const value = (x: number, y: number, z: number) => {
        const i = x + nx * (y + ny * z);
        return 120 + 80 * Math.sin(0.9 * x + 0.3 * y) + 60 * Math.cos(0.7 * z - 0.2 * x) + 7 * Math.sin(3.1 * i);
      };
      const random = randomBank([2, 2, 2], 11, 1);
      const filters = random.filters.map((_, i) => {
        const k = i % 1331;
        return 0.002 * Math.sin(0.37 * Math.floor(i / 1331) + 0.11 * k) + (k === 665 ? 1 : 0);
      });
      const edges = {
        strengthEdges: golden.strength_edges as [number, number],
        coherenceEdges: golden.coherence_edges as [number, number],
      };
      const classResidual = random.classResidual.map(() => 100); // an error that guards nothing
      const bank: PaperBank = { ...random, ...edges, filters, classResidual };
      const { output } = await upscale(executor, testVolume([nx, ny, nz], value), {
        factor: [2, 2, 2],
        method: "paper",
        bank,
      });
      expect(
        largestDifference(
          output.data,
          golden.output.map((v) => v * golden.p),
        ),
      ).toBeLessThan(1e-5 * largest(golden.output) * golden.p);
    });
  });

  describe("bricks", () => {
    test("cutting the volume changes no bit, with little memory and with WebGPU's default limits", async () => {
      const volume = randomVolume([25, 18, 23], 8);
      const bank = randomBank([2, 2, 2], 5, 9);
      const options = { factor: [2, 2, 2], method: "paper", bank, keepInterpolated: true } as const;
      const whole = await upscale(executor, volume, options);
      const gpuBytes = 5 * 2 ** 20;
      const cut = await upscale(executor, volume, { ...options, gpuBytes });
      expect(cut.output.data).toEqual(whole.output.data);
      expect(cut.interpolated?.data).toEqual(whole.interpolated?.data);
      expect(cut.peakGpuBytes).toBeLessThanOrEqual(gpuBytes);
      expect(whole.peakGpuBytes).toBeGreaterThan(gpuBytes);
      const modest = await backend.open({ defaultLimits: true });
      if (modest.kind === "gpu") expect(modest.limits.bindingBytes).toBe(128 * 2 ** 20);
      const plain = await upscale(modest, volume, options);
      expect(plain.output.data).toEqual(whole.output.data);
      modest.dispose();
    });
  });

  describe("long work", () => {
    const bank = randomBank([2, 2, 2], 11, 9);
    const options = { factor: [2, 2, 2], method: "paper", bank } as const;

    test("reports growing progress up to 1", async () => {
      const fractions: number[] = [];
      await upscale(executor, randomVolume([20, 20, 20], 3), {
        ...options,
        onProgress: ({ fraction }) => fractions.push(fraction),
      });
      expect(fractions.length).toBeGreaterThan(5);
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
      expect(fractions.at(-1)).toBe(1);
    });

    test("stops when cancelled and leaves the device usable", async () => {
      const controller = new AbortController();
      const onProgress = ({ fraction }: { fraction: number }) => {
        if (fraction > 0.3) controller.abort();
      };
      const volume = randomVolume([32, 32, 32], 3);
      const job = upscale(executor, volume, { ...options, signal: controller.signal, onProgress });
      await expect(job).rejects.toMatchObject({ name: "AbortError" });
      await upscale(executor, randomVolume([5, 5, 5], 3), options);
    });

    test("a lost device is an error by name, never a result", async () => {
      const doomed = await backend.open();
      const onProgress = ({ fraction }: { fraction: number }) => {
        if (fraction > 0.3) doomed.dispose();
      };
      const job = upscale(doomed, randomVolume([24, 24, 24], 3), { ...options, onProgress });
      await expect(job).rejects.toMatchObject({ code: "E_GPU_LOST" });
    });
  });

  describe("refusals", () => {
    test.each([
      ["no bank", randomVolume([4, 4, 4], 1), {}, "E_BANK_MISMATCH"],
      [
        "a bank for another factor",
        randomVolume([4, 4, 4], 1),
        { bank: randomBank([3, 3, 3], 5, 1) },
        "E_BANK_MISMATCH",
      ],
      ["a scan without signal", testVolume([4, 4, 4], (x) => -x), { bank: randomBank([2, 2, 2], 5, 1) }, "E_INTENSITY"],
    ])("%s", async (_, volume, given, code) => {
      await expect(upscale(executor, volume, { factor: [2, 2, 2], method: "paper", ...given })).rejects.toMatchObject({
        code,
      });
    });
  });
});
