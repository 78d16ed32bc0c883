import { beforeAll, describe, expect, test } from "vitest";
import type { Executor } from "../../compute/executor";
import { randomVolume, testVolume } from "../../core/synthetic";
import { type Factor, type Volume, voxelCount } from "../../core/volume";
import { BACKENDS } from "../../hosts/test-backends";
import { TOY } from "../../hosts/test-toy-executor";
import { upscale } from "../test-upscale";
import { interpolate } from "./interpolate";
import { INTERPOLATIONS } from "./names";
import { upsampleReference } from "./reference/interpolation";

const CASES: [string, Volume, Factor][] = [
  ["2×", randomVolume([9, 7, 8], 1), [2, 2, 2]],
  ["3×", randomVolume([6, 5, 7], 2), [3, 3, 3]],
  ["4×", randomVolume([5, 4, 6], 3), [4, 4, 4]],
  ["unequal factors, a one-voxel axis", randomVolume([11, 1, 5], 4), [1, 2, 3]],
  ["one voxel", randomVolume([1, 1, 1], 5), [2, 2, 2]],
];

describe.each([...BACKENDS, TOY])("$name", (backend) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await backend.shared();
  });

  describe.each(INTERPOLATIONS)("%s", (method) => {
    test.each(CASES)("agrees with the float64 oracle: %s", async (_, volume, factor) => {
      const { output } = await interpolate(executor, volume, { factor, method });
      const oracle = upsampleReference(method, Float64Array.from(volume.data), volume.dims, factor);
      expect(output.data.length).toBe(oracle.length);
      const worst = Math.max(...oracle.map((value, i) => Math.abs(value - (output.data[i] as number))));
      expect(worst).toBeLessThan(1e-6 * Math.max(...volume.data));
    });

    test("a constant stays what it is and a ramp keeps its place away from the faces", async () => {
      const flat = await interpolate(
        executor,
        testVolume([5, 6, 4], () => 42),
        { factor: [3, 2, 4], method },
      );
      for (const value of flat.output.data) expect(value).toBeCloseTo(42, 4);
      if (method === "nearest" || method === "lanczos") return; // neither reproduces a ramp
      const n = 30; // a face of a spline is felt 13 voxels away
      const ramp = await interpolate(
        executor,
        testVolume([n, 2, 2], (x) => x),
        { factor: [2, 1, 1], method },
      );
      for (let i = 28; i < 32; i++) expect(ramp.output.data[i]).toBeCloseTo((i + 0.5) / 2 - 0.5, 4);
    });

    test("cutting the volume changes no bit, and upscale gives the same", async () => {
      const volume = randomVolume([21, 18, 23], 8);
      const options = { factor: [2, 3, 2], method } as const;
      const whole = await interpolate(executor, volume, options);
      const gpuBytes = 2 ** 20 * (executor.limits.lanes ?? 1);
      const cut = await interpolate(executor, volume, { ...options, gpuBytes });
      expect(cut.output.data).toEqual(whole.output.data);
      expect(cut.peakGpuBytes).toBeLessThanOrEqual(gpuBytes);
      // There it takes a kernel that the toy has not.
      if (backend === TOY && method === "tricubic") return;
      const { output } = await upscale(executor, volume, options);
      expect(output.dims).toEqual([42, 54, 46]);
      expect(output.affine).toEqual(whole.output.affine);
      const worst = Math.max(...output.data.map((value, i) => Math.abs(value - (whole.output.data[i] as number))));
      expect(worst).toBeLessThan(1e-6 * 1000);
      expect(output.data.length).toBe(voxelCount(output.dims));
    });
  });

  test("stops when cancelled", async () => {
    const controller = new AbortController();
    const job = interpolate(executor, randomVolume([40, 40, 40], 3), {
      factor: [2, 2, 2],
      method: "bspline",
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(job).rejects.toMatchObject({ name: "AbortError" });
  });
});
