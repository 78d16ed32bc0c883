import { expect, test } from "vitest";
import type { Affine, Vec3, Volume } from "../core/volume";
import { ricianSample } from "../phantom/noise";
import { testHead } from "../phantom/test-head";
import { resampleOnto } from "../registration/resample";
import { motionBetween, motionSize, NO_MOTION, rigidMotion } from "../registration/rigid";
import { thickScan } from "../registration/thick-scan";
import { combineStacks, describeCombination } from "./combine";

const MIDDLE: Vec3 = [0, -9, -5];
const head = testHead({ spacing: 3.5, noise: 0 });
const MOVED = rigidMotion([0.06, -0.05, 0.08], [4, -3, 5], MIDDLE);
const TIMES = 2;

async function thick(axis: 0 | 1 | 2, motion: Affine, seed: number): Promise<Volume> {
  const scan = await thickScan(head, axis, TIMES, motion);
  return { ...scan, data: scan.data.map((value, i) => ricianSample(Math.max(0, value), 10, seed, i)) };
}

/** dB within the head, for a range of 1000. */
async function psnr(volume: Volume, motion?: Affine): Promise<number> {
  const { data } = await resampleOnto(volume, head, motion);
  let [sum, count] = [0, 0];
  for (const [i, value] of data.entries()) {
    if ((head.data[i] as number) < 50 || !Number.isFinite(value)) continue;
    sum += (value - (head.data[i] as number)) ** 2;
    count++;
  }
  return 20 * Math.log10(1000 / Math.sqrt(sum / count));
}

test("two crossed scans of a head that moved between them show more together than either alone", async () => {
  const scans = [await thick(2, NO_MOTION, 1), await thick(0, MOVED, 2)];
  // Another scanner's scale.
  const scaled = [
    scans[0] as Volume,
    { ...(scans[1] as Volume), data: scans[1]?.data.map((v) => 3 * v + 50) as Volume["data"] },
  ];
  const fractions: number[] = [];
  const made = await combineStacks(scaled, { onProgress: ({ fraction }) => fractions.push(fraction) });
  expect(made.output.spacing).toEqual([3.5, 3.5, 3.5]);
  const best = Math.max(await psnr(scans[0] as Volume), await psnr(scans[1] as Volume, MOVED));
  expect(await psnr(made.output)).toBeGreaterThan(best + 1.5);

  const error = motionSize(motionBetween(made.transforms[1] as Affine, MOVED), MIDDLE);
  expect(error.mm).toBeLessThan(0.5);
  const [first, second] = made.provenance.stacks;
  expect(first?.motion).toEqual({ degrees: 0, mm: 0 });
  expect(second?.motion.degrees).toBeCloseTo(motionSize(MOVED, MIDDLE).degrees, 0);
  for (const stack of made.provenance.stacks) expect(stack.rmse).toBeLessThan(0.6 * stack.rmseBefore);
  expect(made.notices.map(({ code, text }) => `${code} ${text}`)[0]).toMatch(
    /^W_MOTION Scan 2 lies 7\.\d mm and 6\.\d° away/,
  );
  expect(describeCombination(made.provenance).text).toMatch(
    /computed, not acquired[\s\S]*Combined from 2 scans[\s\S]*Scan 2: 7/,
  );
  expect(describeCombination(made.provenance).description.length).toBeLessThan(80);
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
});

test("slices that were taken while the body moved are told", async () => {
  const still = await thick(2, NO_MOTION, 1);
  const moved = await thick(2, rigidMotion([0.2, 0.1, 0.2], [10, 12, 6], MIDDLE), 1);
  const [nx, ny, nz] = still.dims;
  const from = nx * ny * Math.floor(nz / 2);
  const data = still.data.map((value, i) => (i >= from && i < from + 3 * nx * ny ? (moved.data[i] as number) : value));
  const options = { steps: 3, voxelMm: 5 };
  const strays = async (volume: Volume) => {
    const { provenance, notices } = await combineStacks([await thick(0, NO_MOTION, 2), volume], options);
    const told = notices.filter(({ text }) => text.startsWith("Scan 2") && text.includes("disagree"));
    return [provenance.stacks[1]?.strayed[0], told.length];
  };
  expect(await strays({ ...still, data })).toEqual([3, 1]);
});

test("what cannot be combined is refused", async () => {
  const scan = await thick(2, NO_MOTION, 1);
  const code = (of: Promise<unknown>) => expect(of).rejects;
  await code(combineStacks([scan])).toMatchObject({ code: "E_ARGUMENT" });
  await code(combineStacks([scan, scan], { voxelMm: 0 })).toMatchObject({ code: "E_ARGUMENT" });
  await code(combineStacks([scan, scan], { voxelMm: 0.1 })).toMatchObject({ code: "E_TOO_LARGE" });
  const within = { ...scan, data: scan.data.map(() => 0) };
  await code(combineStacks([scan, scan], { within })).toMatchObject({ code: "E_BAD_GEOMETRY" });
  const stop = new AbortController();
  stop.abort(new DOMException("Enough.", "AbortError"));
  await code(combineStacks([scan, scan], { signal: stop.signal })).toThrow("Enough.");
});

test("with a mask the result is the part around what it marks, in its place in the world", async () => {
  const scans = [await thick(2, NO_MOTION, 1), await thick(0, NO_MOTION, 2)];
  const [nx, ny] = (scans[0] as Volume).dims;
  const marked = (i: number) =>
    i % nx > 14 && i % nx < 34 && Math.floor(i / nx) % ny > 20 && Math.floor(i / nx) % ny < 44;
  const within = { ...(scans[0] as Volume), data: (scans[0] as Volume).data.map((_, i) => (marked(i) ? 1 : 0)) };
  const { output } = await combineStacks(scans, { within });
  expect(output.dims[0]).toBeLessThan(0.6 * head.dims[0]);
  expect(await psnr(output)).toBeGreaterThan(20);
});
