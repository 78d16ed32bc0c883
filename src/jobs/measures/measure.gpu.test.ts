import { beforeAll, describe, expect, test } from "vitest";
import type { DeviceBuffer, Executor } from "../../compute/executor";
import { seededRandom } from "../../core/random";
import { type Vec3, voxelCount } from "../../core/volume";
import { BACKENDS } from "../../hosts/test-backends";
import { testHead } from "../../phantom/test-head";
import { measure } from "./measure";
import type { Metric, Score } from "./metric";
import { METRICS } from "./metrics";
import { PSNR } from "./psnr";
import { hfen } from "./reference/hfen";
import { psnr, ssim } from "./reference/metrics";

interface Pair {
  readonly truth: Float32Array;
  readonly result: Float32Array;
  readonly dims: Vec3;
  readonly mask: Uint8Array;
}

function pair(dims: Vec3, truth: (i: number) => number, error: (i: number) => number): Pair {
  const a = Float32Array.from({ length: voxelCount(dims) }, (_, i) => truth(i));
  const b = a.map((value, i) => value + error(i));
  return { truth: a, result: b, dims, mask: Uint8Array.from(a, (value) => (value === 0 ? 0 : 1)) };
}

const random = seededRandom(3);
const noise = () => random();
const small = () => 0.02 * (random() - 0.5);
const head = testHead({ dims: [30, 36, 28], spacing: 6, noise: 4, brainOnly: true }).data;
const p = Math.max(...head);

const at = (values: Float32Array, i: number) => values[i] as number;

const CASES: [string, Pair][] = [
  ["noise", pair([11, 9, 12], noise, () => 0.3 * (random() - 0.5))],
  [
    "a flat bright image, hardly changed",
    pair(
      [12, 10, 9],
      () => 0.95,
      (i) => 1e-3 * Math.sin(i),
    ),
  ],
  ["values near 1 with fine texture", pair([13, 9, 10], () => 0.97 + small(), small)],
  ["a masked head", pair([30, 36, 28], (i) => (head[i] as number) / p, small)],
  ["the smallest volume", pair([7, 7, 7], noise, small)],
];

describe.each(BACKENDS)("$name", (backend) => {
  let executor: Executor;
  /** Memory that a volume has to be cut for. */
  let little: { readonly gpuBytes: number };
  beforeAll(async () => {
    executor = await backend.shared();
    little = { gpuBytes: 2 ** 20 * (executor.limits.lanes ?? 1) };
  });

  /** Tolerances: method §9. */
  describe("against the float64 oracle", () => {
    test.each(CASES)("%s", async (_, { truth, result, dims, mask }) => {
      const measured = await measure(executor, truth, result, dims, mask);
      const exact = { psnr: psnr(result, truth, mask), ssim: ssim(result, truth, dims, mask) };
      for (const area of ["box", "masked"] as const) {
        expect(Math.abs(measured.psnr[area] - exact.psnr[area])).toBeLessThan(1e-4);
        expect(Math.abs(measured.ssim[area] - exact.ssim[area])).toBeLessThan(1e-5);
      }
      if (truth.length > 10_000) return; // the oracle takes 3375 taps per voxel
      const norm = hfen(truth, result, dims, mask);
      // Of a flat image the norm of its own Laplacian is rounding alone.
      if (Math.max(...truth) === Math.min(...truth)) return;
      for (const area of ["box", "masked"] as const) expect(measured.hfen[area] / norm[area]).toBeCloseTo(1, 5);
    });
  });

  test("cutting the volume changes hardly a digit", async () => {
    const [, { truth, result, dims, mask }] = CASES[3] as [string, Pair];
    const whole = await measure(executor, truth, result, dims, mask);
    const cut = await measure(executor, truth, result, dims, mask, little);
    for (const measure of ["psnr", "ssim", "hfen"] as const) {
      for (const area of ["box", "masked"] as const) expect(cut[measure][area]).toBeCloseTo(whole[measure][area], 6);
    }
  });

  test("the data range of SSIM is the one given", async () => {
    const dims: Vec3 = [7, 7, 7];
    const { truth, result, mask } = pair(
      dims,
      () => 0.5,
      () => 0.25,
    );
    // Two constants: the luminance term alone.
    const luminance = (range: number) => (2 * 0.5 * 0.75 + (0.01 * range) ** 2) / (0.25 + 0.5625 + (0.01 * range) ** 2);
    for (const ssimRange of [1, 2]) {
      const { ssim } = await measure(executor, truth, result, dims, mask, { ssimRange });
      expect(ssim.box).toBeCloseTo(luminance(ssimRange), 7);
    }
  });

  test("equal volumes are as good as can be", async () => {
    const { truth, dims, mask } = pair([9, 9, 9], noise, small);
    const { psnr, ssim, hfen } = await measure(executor, truth, truth, dims, mask);
    expect(psnr.box).toBe(Number.POSITIVE_INFINITY);
    expect([ssim.box, ssim.masked, hfen.box, hfen.masked]).toEqual([1, 1, 0, 0]);
  });

  test("a metric of one's own", async () => {
    const MEAN_ERROR: Metric = {
      ...PSNR,
      id: "mae",
      sums: 1,
      async measure({ space, truth, result, rows, size: [sx, sy, sz], wide: [wx, wy, wz] }) {
        const read = async (buffer: DeviceBuffer) => new Float32Array(await space.read(buffer, 4 * wx * wy * wz));
        const [a, b] = [await read(truth), await read(result)];
        const margin = (wx - sx) / 2;
        const sums = Float32Array.from({ length: sy * sz }, (_, row) => {
          const from = margin + wx * (margin + (row % sy) + wy * (margin + Math.floor(row / sy)));
          return a.slice(from, from + sx).reduce((sum, value, x) => sum + Math.abs(value - at(b, from + x)), 0);
        });
        space.write(rows, sums);
      },
      finish: ([sum], { all }) => ({ box: sum / all, masked: Number.NaN }),
    };
    const [, { truth, result, dims, mask }] = CASES[3] as [string, Pair];
    const metrics = [...METRICS, MEAN_ERROR];
    const measured = await measure(executor, truth, result, dims, mask, little, metrics);
    const exact = truth.reduce((sum, value, i) => sum + Math.abs(value - at(result, i)), 0) / truth.length;
    expect((measured as Record<string, Score>).mae?.box).toBeCloseTo(exact, 7);
    expect(measured).toMatchObject(await measure(executor, truth, result, dims, mask, little));
  });

  test("leaves out SSIM where a side is under 7 voxels or the mask has no inner voxel, and no other score", async () => {
    const flat = pair([7, 7, 6], noise, small);
    const thin = await measure(executor, flat.truth, flat.result, flat.dims, flat.mask);
    expect(thin.ssim).toEqual({ box: Number.NaN, masked: Number.NaN });
    expect(thin.psnr.masked).toBeCloseTo(psnr(flat.result, flat.truth, flat.mask).masked, 3);
    const { truth, result, dims } = pair([7, 7, 7], noise, small);
    const corner = Uint8Array.from(truth, (_, i) => (i === 0 ? 1 : 0));
    const { ssim: inCorner, hfen: norm } = await measure(executor, truth, result, dims, corner);
    expect(inCorner.masked).toBeNaN();
    expect([inCorner.box, norm.masked].every(Number.isFinite)).toBe(true);
  });

  test("refuses a mask without voxels", async () => {
    const { truth, result, dims } = pair([7, 7, 7], noise, small);
    const empty = new Uint8Array(truth.length);
    await expect(measure(executor, truth, result, dims, empty)).rejects.toMatchObject({ code: "E_INTENSITY" });
  });
});
