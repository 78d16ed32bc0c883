import { beforeAll, describe, expect, test } from "vitest";
import type { Executor } from "../compute/executor";
import { seededRandom } from "../core/random";
import type { Vec3 } from "../core/volume";
import { BACKENDS } from "../hosts/test-backends";
import { fourierTransform } from "./fourier";
import { fourierSums } from "./reference/fourier";

function complexNoise([nx, ny, nz]: Vec3): Float32Array<ArrayBuffer> {
  const random = seededRandom(nx + 100 * ny + 10_000 * nz);
  return Float32Array.from({ length: 2 * nx * ny * nz }, () => random() - 0.3);
}

/** Relative to the largest value expected. */
function largestError(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  let error = 0;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    error = Math.max(error, Math.abs((found[i] as number) - (expected[i] as number)));
    largest = Math.max(largest, Math.abs(expected[i] as number));
  }
  return error / largest;
}

describe.each(BACKENDS)("$name", (backend) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await backend.shared();
  });

  describe("against the Fourier sums", () => {
    test.each([
      [[8, 4, 16]],
      [[9, 15, 7]],
      [[13, 1, 11]],
      [[1, 1, 1]],
      [[2, 3, 5]],
      [[127, 2, 3]],
      [[3, 381, 2]],
      [[2, 1, 512]],
      [[1, 1031, 2]],
      [[2050, 1, 1]],
    ] as [Vec3][])("%j", async (dims) => {
      const values = complexNoise(dims);
      const forward = await fourierTransform(executor, values, dims, { direction: "forward" });
      expect(largestError(forward, fourierSums(values, dims))).toBeLessThan(2e-6);
      const back = await fourierTransform(executor, forward, dims, { direction: "inverse" });
      expect(largestError(back, values)).toBeLessThan(1e-5);
    });

    test("real values", async () => {
      const dims: Vec3 = [6, 5, 7];
      const values = complexNoise(dims).map((value, i) => (i % 2 === 0 ? value : 0));
      const real = values.filter((_, i) => i % 2 === 0);
      const found = await fourierTransform(executor, real, dims, { direction: "forward" });
      expect(found).toEqual(await fourierTransform(executor, values, dims, { direction: "forward" }));
      expect(largestError(found, fourierSums(values, dims))).toBeLessThan(2e-6);
    });
  });

  test("cutting the lines changes no bit, with little memory and with WebGPU's default limits", async () => {
    const modest = await backend.open({ defaultLimits: true });
    for (const dims of [
      [37, 22, 19],
      [1500, 2, 3],
    ] as Vec3[]) {
      const values = complexNoise(dims);
      const whole = await fourierTransform(executor, values, dims, { direction: "forward" });
      // A line of 1500 takes 57 kB; the lines of a plane together take more than this, so that blocks are cut too.
      for (const laneBytes of [120_000, 400_000]) {
        const gpuBytes = laneBytes * (executor.limits.lanes ?? 1);
        expect(await fourierTransform(executor, values, dims, { direction: "forward", gpuBytes })).toEqual(whole);
      }
      expect(await fourierTransform(modest, values, dims, { direction: "forward" })).toEqual(whole);
    }
    modest.dispose();
  });

  test("refuses lines that do not fit, and stops when cancelled", async () => {
    const dims: Vec3 = [64, 48, 40];
    const values = complexNoise(dims);
    const tiny = fourierTransform(executor, values, dims, { direction: "forward", gpuBytes: 1000 });
    await expect(tiny).rejects.toMatchObject({ code: "E_GPU_LIMIT" });
    const controller = new AbortController();
    const fractions: number[] = [];
    const job = fourierTransform(executor, values, dims, {
      direction: "forward",
      signal: controller.signal,
      onProgress: ({ fraction }) => {
        fractions.push(fraction);
        if (fraction > 0.2) controller.abort();
      },
    });
    await expect(job).rejects.toMatchObject({ name: "AbortError" });
    expect(fractions.at(-1)).toBeLessThan(1);
  });
});
