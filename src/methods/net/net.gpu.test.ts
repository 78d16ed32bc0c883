import { beforeAll, describe, expect, test } from "vitest";
import type { Dispatch, Executor, Space } from "../../compute/executor";
import { Meter } from "../../compute/meter";
import { inUnits, OWN_UNITS, workingUnits } from "../../core/intensity";
import { seededRandom } from "../../core/random";
import { randomVolume, testVolume } from "../../core/synthetic";
import { type Factor, type Vec3, type Volume, voxelCount } from "../../core/volume";
import { openNodeCpu } from "../../hosts/node-cpu";
import { BACKENDS } from "../../hosts/test-backends";
import { testHead } from "../../phantom/test-head";
import type { Exchange } from "../folded/folding";
import { FOLDED } from "../folded/method";
import { upscale } from "../test-upscale";
import { layerChannels, type NetBank, TAPS } from "./bank";
import { NET } from "./method";
import { mirroredLayers } from "./mirrored";
import { grownSize, inputPlanes, quadsOf } from "./planes";
import { randomNetBank } from "./random-bank";
import { convolve, type Field, networkVolume } from "./reference/network";
import { planBoxes, runLayers, uploadLayers } from "./stages";

const largest = (values: ArrayLike<number>) =>
  Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const HEAD = testHead({ dims: [15, 17, 14], spacing: 13, noise: 10 });
/** Calm enough for results to stay within their bounds, most of them. */
const CALM = 0.3;

/** Weights for those channels, and no folded bank. */
function layersOnly(channels: readonly number[], seed: number): NetBank {
  const random = seededRandom(seed);
  const layers = layerChannels(channels).map(([into, out]) =>
    Float32Array.from({ length: TAPS * into * out }, () => random() - 0.5),
  );
  return {
    ...randomNetBank([1, 1, 2], { widths: [1], seed, exchange: "xy" }),
    layers,
    metadata: { channels } as never,
  };
}

/** A scan that fits the network's input, at random. */
function randomScan(dims: Vec3, factor: Factor, seed: number) {
  const random = seededRandom(seed);
  const low = testVolume(dims, () => random() - 0.5);
  const folded = Float32Array.from({ length: voxelCount(dims) * voxelCount(factor) }, () => random() - 0.5);
  return { low, factor, folded, errors: folded, least: low.data, most: low.data };
}

/** The space, whose kernels are taken to be so slow that they are run in many small submits. */
const inSmallSubmits = (space: Space): Space =>
  Object.create(space, {
    run: { value: (dispatch: Dispatch<never>) => space.run({ ...dispatch, operationsPerItem: 1e9 }) },
  });

describe.each(BACKENDS)("$name", (backend) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await backend.shared();
  });

  /** Sizes on both sides of the vectors and columns that kernels work on at a time. */
  test.each([
    [
      [1, 1, 1],
      [3, 2],
    ],
    [
      [2, 5, 3],
      [3, 9, 2],
    ],
    [
      [5, 4, 2],
      [4, 8, 2],
    ],
    [
      [6, 3, 2],
      [3, 5, 17, 2],
    ],
    [
      [11, 6, 4],
      [4, 12, 2],
    ],
    [
      [33, 9, 5],
      [3, 8, 2],
    ],
  ] as [Vec3, number[]][])("layers on a box of %j, channels %j", async (size, channels) => {
    const bank = layersOnly(channels, 3);
    const depth = bank.layers.length;
    const factor: Factor = [1, 1, 2];
    const dims = grownSize(size, depth);
    const scan = randomScan(dims, factor, 5);
    const box = { origin: [depth, depth, depth], size } as const;
    const [inputs] = channels as [number];
    const noise = 0.25;
    const planes = inputPlanes(scan, box, depth, inputs, noise);
    const [found, cut] = await executor.inSpace("test", async (space) => {
      const run = async (own: Space) => {
        const stage = { space: own, meter: new Meter(1, undefined) };
        const made = await runLayers(stage, size, uploadLayers(own, bank, bank.layers), own.upload("planes", planes));
        return new Float32Array(await own.read(made, made.size));
      };
      return [await run(space), await run(inSmallSubmits(space))] as const;
    });
    expect(cut).toEqual(found);
    const quads = 2 * Math.ceil((channels.at(-1) as number) / 8);
    expect(found.length).toBe(4 * quads * voxelCount(size));

    const input: Field[] = Array.from({ length: inputs }, (_, c) => (x, y, z) => {
      const low = scan.low.data[x + dims[0] * (y + dims[1] * z)] as number;
      if (c === 3) return noise;
      return c === 2 ? low : (scan.folded[x + dims[0] * (y + dims[1] * (2 * z + c))] as number) - low;
    });
    const wanted = bank.layers.reduce((fields, weights, i) => convolve(fields, weights, i < depth - 1), input);
    let [worst, most] = [0, 0];
    // Each value anew: of deep networks a few do.
    const step = depth > 2 ? 41 : 1;
    for (let i = 0; i < voxelCount(size); i += step) {
      const [x, y, z] = [i % size[0], Math.floor(i / size[0]) % size[1], Math.floor(i / (size[0] * size[1]))];
      for (const [c, field] of wanted.entries()) {
        const value = field(x + depth, y + depth, z + depth);
        const at = 4 * (x + size[0] * ((c >> 2) + quads * (y + size[1] * z))) + (c & 3);
        worst = Math.max(worst, Math.abs((found[at] as number) - value));
        most = Math.max(most, Math.abs(value));
      }
    }
    expect(worst).toBeLessThan(1e-5 * most);
    // Channels that only fill an octet hold nothing.
    const spare = found.filter((_, i) => 4 * (Math.floor(i / (4 * size[0])) % quads) + (i % 4) >= wanted.length);
    expect(largest(spare)).toBe(0);
  });

  test.each([
    ["random, 2×", randomVolume([7, 6, 8], 1), [2, 2, 2], "xyz", [9, 6], true],
    ["random, 3×", randomVolume([5, 4, 6], 2), [3, 3, 3], "xyz", [8], false],
    ["random, unequal factors", randomVolume([8, 6, 5], 4), [1, 2, 3], "none", [5, 5, 5], true],
    ["random, thick slices", randomVolume([9, 7, 4], 5), [1, 1, 2], "xy", [], true],
    ["one slice", randomVolume([9, 7, 1], 5), [2, 2, 2], "xyz", [8], true],
    ["a masked scan", testVolume([9, 8, 7], (x, y) => (x > 4 ? 90 + x * y : 0)), [2, 2, 2], "xyz", [8], true],
    ["a head", HEAD, [2, 2, 2], "xyz", [8, 8], true],
  ] as [string, Volume, Factor, Exchange, number[], boolean][])(
    "against the float64 oracle: %s",
    async (_, volume, factor, exchange, widths, seesNoise) => {
      const random = randomNetBank(factor, { widths, seed: 7, exchange, seesNoise, weights: CALM });
      const noise = 0.03;
      const errorScale = 0.7;
      const bank = { ...random, noise, metadata: { ...random.metadata, errorScale } };
      const units = workingUnits(volume.data);
      const working = { ...volume, data: inUnits(volume.data, units) };
      const folded = await FOLDED.apply(executor, working, {
        factor,
        bank: bank.folded,
        units: OWN_UNITS,
        wantErrors: true,
      });
      const errors = folded.predictedError?.data as Float32Array;
      const scan = { low: working.data, dims: volume.dims, folded: folded.output.data, errors };
      const settings = { ...bank.metadata, layers: bank.layers, noise: seesNoise ? noise : undefined };
      const { output: wanted, bounded } = networkVolume(scan, settings);

      const { output, predictedError, guarded } = await upscale(executor, volume, {
        factor,
        method: "net",
        bank,
        wantErrors: true,
      });
      const found = output.data.map((value) => (value - units.zero) / units.scale);
      expect(output.dims).toEqual(folded.output.dims);
      expect(largest(found.map((value, i) => value - (wanted[i] as number)))).toBeLessThan(1e-5 * largest(wanted));
      expect(Math.abs((guarded as number) - bounded)).toBeLessThanOrEqual(2);
      const expected = errors.map((error) => errorScale * error * units.scale);
      const differences = predictedError?.data.map((error, i) => error - (expected[i] as number)) ?? [1];
      expect(largest(differences)).toBeLessThan(1e-6 * largest(expected));
    },
  );

  test("a network of zeros gives the folded result, bit by bit, where voxels are missing too", async () => {
    const holes = HEAD.data.map((value, i) => (i % 97 === 50 ? Number.NaN : value));
    const bank = randomNetBank([2, 2, 2], { widths: [8], seed: 3, weights: 0 });
    const options = { factor: [2, 2, 2], wantErrors: true, keepInterpolated: true } as const;
    for (const volume of [HEAD, { ...HEAD, data: holes }]) {
      const { guarded: _, ...folded } = await upscale(executor, volume, {
        ...options,
        method: "folded",
        bank: bank.folded,
      });
      const made = await upscale(executor, volume, { ...options, method: "net", bank });
      expect(made).toMatchObject({ ...folded, peakGpuBytes: expect.any(Number) });
      expect(made.guarded).toBe(0);
    }
  });

  test("adding to a scan and multiplying it changes the result in the same way", async () => {
    const bank = randomNetBank([2, 2, 2], { widths: [8, 8], seed: 3, weights: CALM });
    const options = { factor: [2, 2, 2], method: "net", bank } as const;
    const whole = { ...HEAD, data: HEAD.data.map(Math.round) };
    const plain = await upscale(executor, whole, options);
    // A power of two and a whole number leave every bit of the working values as it was.
    const moved = await upscale(executor, { ...whole, data: whole.data.map((value) => 4 * value - 1024) }, options);
    const expected = plain.output.data.map((value) => 4 * value - 1024);
    expect(largest(moved.output.data.map((value, i) => value - (expected[i] as number)))).toBeLessThan(
      1e-6 * largest(expected),
    );
  });

  test.each([
    [[2, 2, 2], [25, 18, 16], [16]],
    [
      [1, 1, 2],
      [45, 33, 12],
      [24, 24],
    ],
  ] as [Factor, Vec3, number[]][])("cutting the volume changes no bit, %j", async (factor, dims, widths) => {
    const volume = randomVolume(dims, 8);
    const exchange = factor[0] === factor[2] ? "xyz" : "xy";
    const bank = { ...randomNetBank(factor, { widths, seed: 9, exchange, weights: CALM }), noise: 0.02 };
    const options = { factor, method: "net", bank, wantErrors: true } as const;
    const gpuBytes = 2 ** 21;
    const whole = await upscale(executor, volume, options);
    const cut = await upscale(executor, volume, { ...options, gpuBytes });
    const boxes = (bytes?: number) => planBoxes(dims, bank.metadata.channels, executor.limits, bytes).length;
    expect(boxes(gpuBytes)).toBeGreaterThan(boxes());
    expect(cut.output.data).toEqual(whole.output.data);
    expect(cut.predictedError?.data).toEqual(whole.predictedError?.data);
    expect(cut.guarded).toBe(whole.guarded);
    expect(cut.peakGpuBytes).toBeLessThanOrEqual(gpuBytes);
  });

  test.each([
    [2, 2, 2],
    [1, 2, 3],
  ] as Factor[])("mirrored it is the mean of what it makes of mirror images, %j", async (...factor) => {
    const dims: Vec3 = [9, 7, 5];
    const volume = randomVolume(dims, 6);
    // What is drawn back to a bound would not be a mean.
    const random = randomNetBank(factor, { widths: [6, 5], seed: 4, exchange: "none", weights: CALM });
    const bank = { ...random, metadata: { ...random.metadata, errorScale: 100, airBelow: 0 } };
    const scan = { ...randomScan(dims, factor, 3), low: volume };
    const folded = FOLDED.apply(executor, volume, { factor, bank: bank.folded });
    scan.folded.set((await folded).output.data);
    const added = async (own: NetBank) => {
      const { output, guarded } = await NET.apply(executor, volume, { factor, bank: own });
      expect(guarded).toBe(0);
      return output.data.map((value, i) => value - (scan.folded[i] as number));
    };
    const mirrors = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => [(i & 1) > 0, (i & 2) > 0, (i & 4) > 0] as const);
    const sets = mirrors.map((mirror) => mirroredLayers(bank.layers, bank.metadata.channels, factor, mirror));
    const results: Float32Array[] = [];
    for (const layers of sets) results.push(await added({ ...bank, layers }));
    const mean = await added({ ...bank, mirrored: true });
    const wanted = mean.map((_, i) => results.reduce((sum, result) => sum + (result[i] as number) / 8, 0));
    expect(largest(mean.map((value, i) => value - (wanted[i] as number)))).toBeLessThan(1e-6 * largest(volume.data));
  });

  test("progress grows to 1, and a job that is cancelled in the network stops", async () => {
    const bank = randomNetBank([2, 2, 2], { widths: [8], seed: 3, weights: CALM });
    const told: number[] = [];
    const stages = new Set<string>();
    const controller = new AbortController();
    const run = (signal?: AbortSignal) =>
      NET.apply(executor, HEAD, {
        factor: [2, 2, 2],
        bank,
        signal,
        onProgress: ({ stage, fraction }) => {
          told.push(fraction);
          stages.add(stage);
          if (signal && stage.startsWith("Applying the network")) controller.abort();
        },
      });
    await run();
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
    expect([...stages].some((stage) => stage.startsWith("Applying filters"))).toBe(true);
    await expect(run(controller.signal)).rejects.toMatchObject({ name: "AbortError" });
  });

  test.each([
    ["a bank of another factor", { factor: [3, 3, 3], method: "net" }],
    ["a bank of another method", { factor: [2, 2, 2], method: "folded" }],
  ] as const)("refuses %s", async (_, options) => {
    const bank = randomNetBank([2, 2, 2], { widths: [8], seed: 1 });
    const job = upscale(executor, randomVolume([4, 4, 4], 1), { ...options, bank });
    await expect(job).rejects.toMatchObject({ code: "E_BANK_MISMATCH" });
  });
});

test("the processor gives the same bits on any number of cores", async () => {
  const bank = randomNetBank([2, 2, 2], { widths: [8, 8], seed: 3, weights: CALM });
  const results: (readonly [Float32Array, number | undefined])[] = [];
  for (const lanes of [1, 2, 3]) {
    const executor = await openNodeCpu(lanes);
    const { output, guarded } = await NET.apply(executor, HEAD, { factor: [2, 2, 2], bank });
    executor.dispose();
    results.push([output.data, guarded]);
  }
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
});

test("input planes repeat the scan's faces", () => {
  const scan = randomScan([3, 2, 2], [1, 1, 2], 1);
  const planes = inputPlanes(scan, { origin: [0, 0, 0], size: [3, 2, 2] }, 2, 4, 0.5);
  expect(planes.length).toBe(7 * 6 * 6 * 4 * quadsOf(4));
  const [first, , own, noise] = planes;
  expect(own).toBe(scan.low.data[0]);
  expect(first).toBe(Math.fround((scan.folded[0] as number) - (scan.low.data[0] as number)));
  expect(noise).toBe(0.5);
  expect(planes.at(-2)).toBe(scan.low.data.at(-1));
});
