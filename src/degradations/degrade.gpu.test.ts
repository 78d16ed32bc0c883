import { beforeAll, describe, expect, test } from "vitest";
import type { Executor } from "../compute/executor";
import { voxelToWorld } from "../core/affine";
import { randomVolume, testVolume } from "../core/synthetic";
import { type Factor, type Vec3, type Volume, voxelCount } from "../core/volume";
import { BACKENDS, watchMemory } from "../hosts/test-backends";
import { TOY } from "../hosts/test-toy-executor";
import type { Degradation } from "./degradation";
import { coarsen, degradeVolume } from "./degrade";
import { degrade } from "./reference/degrade";
import { CORNER } from "./test-corner";

const CASES: [Degradation, Vec3, Factor][] = [
  ["box", [9, 8, 7], [2, 2, 2]],
  ["box", [13, 11, 17], [3, 4, 1]],
  ["cubic", [9, 8, 7], [2, 2, 2]],
  ["cubic", [13, 11, 17], [3, 4, 1]],
  ["kspace", [16, 8, 4], [2, 2, 2]],
  ["kspace", [14, 26, 22], [2, 2, 2]],
  ["kspace", [15, 21, 33], [3, 3, 3]],
  ["kspace", [23, 29, 19], [4, 1, 3]],
  ["kspace", [6, 4, 254], [1, 1, 2]],
  ["kspace", [3, 2062, 1], [1, 2, 1]],
  ["slice:z,3,0", [5, 6, 19], [1, 1, 3]],
  ["slice:x,1.5,0.5", [23, 3, 4], [2, 1, 1]],
  ["slice:y,7,-3", [3, 37, 4], [1, 4, 1]],
  ["slice:y,0.001,3.999", [3, 37, 4], [1, 4, 1]],
];

const mean = (data: Float32Array) => data.reduce((sum, value) => sum + value, 0) / data.length;

/** Centroid in world coordinates. */
function centroid({ data, dims, affine }: Volume): Vec3 {
  const total = data.length * mean(data);
  const at: [number, number, number] = [0, 0, 0];
  for (const [i, value] of data.entries()) {
    at[0] += (value * (i % dims[0])) / total;
    at[1] += (value * (Math.floor(i / dims[0]) % dims[1])) / total;
    at[2] += (value * Math.floor(i / (dims[0] * dims[1]))) / total;
  }
  return voxelToWorld(affine, at);
}

describe.each([...BACKENDS, TOY])("$name", (backend) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await backend.shared();
  });
  /** The toy has no Fourier transforms. */
  const runs = (degradation: Degradation) => backend !== TOY || degradation !== "kspace";

  /** Tolerance: method §9. */
  describe("against the float64 oracle", () => {
    test.each(CASES.filter(([degradation]) => runs(degradation)))(
      "%s of %j by %j",
      async (degradation, dims, factor) => {
        const volume = randomVolume(dims, voxelCount(dims));
        const expected = degrade(volume, factor, degradation);
        const found = await degradeVolume(executor, volume, factor, degradation);
        expect({ ...found, data: undefined }).toEqual({ ...expected, data: undefined });
        let difference = 0;
        expect(found.data.length).toBe(expected.data.length);
        for (const [i, value] of found.data.entries()) {
          difference = Math.max(difference, Math.abs(value - (expected.data[i] as number)));
        }
        expect(difference).toBeLessThan(1e-6 * 1000);
      },
    );
  });

  test.each(
    (
      [
        ["box", [2, 3, 1]],
        ["cubic", [4, 2, 3]],
        ["kspace", [2, 3, 4]],
        ["slice:z,2,2", [1, 1, 4]],
      ] as [Degradation, Factor][]
    ).filter(([degradation]) => runs(degradation)),
  )("%s keeps a blob in its place within 0.01 voxel and its mean", async (degradation, factor) => {
    const gauss = (d: number, s: number) => Math.exp(-((d / (1.6 * s)) ** 2) / 2);
    const [sx, sy, sz] = factor;
    const hr = testVolume(factor.map((s) => 18 * s) as unknown as Vec3, (x, y, z) => {
      return gauss(x - 8.3 * sx, sx) * gauss(y - 8.9 * sy, sy) * gauss(z - 8.6 * sz, sz);
    });
    const lr = await degradeVolume(executor, hr, factor, degradation);
    const [before, after] = [centroid(hr), centroid(lr)];
    // Of the smallest voxel, 0.8 mm.
    expect(Math.hypot(...before.map((value, axis) => value - (after[axis] as number)))).toBeLessThan(0.008);
    expect(mean(lr.data) / mean(hr.data)).toBeCloseTo(1, 3);
  });

  test.runIf(runs("kspace"))("the k-space crop keeps the mean of any volume", async () => {
    const hr = randomVolume([22, 26, 21], 3);
    const lr = await degradeVolume(executor, hr, [2, 2, 3], "kspace");
    expect(mean(lr.data) / mean(hr.data)).toBeCloseTo(1, 6);
  });

  test.each((["box", "cubic", "kspace", "slice:z,3,1"] as const).filter(runs))(
    "%s: cutting the volume changes no bit",
    async (degradation) => {
      const factor: Factor = degradation === "slice:z,3,1" ? [1, 1, 4] : [2, 3, 2];
      const volume = randomVolume([41, 38, 45], 8);
      const whole = await degradeVolume(executor, volume, factor, degradation);
      const modest = await backend.open({ defaultLimits: true });
      const { watched, bytes } = watchMemory(modest);
      const gpuBytes = 200_000;
      const cut = await degradeVolume(watched, volume, factor, degradation, { gpuBytes });
      expect(cut.data).toEqual(whole.data);
      expect(bytes.left).toBe(0);
      expect(bytes.peak).toBeLessThanOrEqual(gpuBytes);
      bytes.peak = 0;
      expect((await degradeVolume(watched, volume, factor, degradation)).data).toEqual(whole.data);
      expect(bytes.peak).toBeGreaterThan(gpuBytes);
      modest.dispose();
    },
  );

  test.each((["box", "kspace"] as const).filter(runs))(
    "%s stops when cancelled and reports growing progress",
    async (degradation) => {
      const volume = randomVolume([64, 64, 64], 3);
      const fractions: number[] = [];
      const onProgress = ({ fraction }: { fraction: number }) => fractions.push(fraction);
      await degradeVolume(executor, volume, [2, 2, 2], degradation, { onProgress, gpuBytes: 500_000 });
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
      expect(fractions.at(-1)).toBe(1);
      expect(fractions.length).toBeGreaterThan(3);

      const controller = new AbortController();
      const job = degradeVolume(executor, volume, [2, 2, 2], degradation, {
        gpuBytes: 500_000,
        signal: controller.signal,
        onProgress: ({ fraction }) => {
          if (fraction > 0.2) controller.abort();
        },
      });
      await expect(job).rejects.toMatchObject({ name: "AbortError" });
    },
  );

  test("a degradation of one's own", async () => {
    const volume = testVolume([7, 6, 4], (x, y, z) => x + 10 * y + 100 * z);
    const { data, dims, affine } = await coarsen(executor, volume, [3, 2, 4], CORNER);
    expect(dims).toEqual([2, 3, 1]);
    expect([...data]).toEqual([0, 3, 20, 23, 40, 43]);
    expect(affine).toEqual((await degradeVolume(executor, volume, [3, 2, 4], "box")).affine);
  });

  test("refuses a volume shorter than the factor and slices of another factor", async () => {
    const flat = randomVolume([5, 6, 1], 1);
    await expect(degradeVolume(executor, flat, [2, 2, 2], "box")).rejects.toMatchObject({ code: "E_BAD_DIMS" });
    await expect(degradeVolume(executor, flat, [2, 2, 1], "slice:x,1,1")).rejects.toMatchObject({ code: "E_ARGUMENT" });
  });
});
