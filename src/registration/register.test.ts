import { expect, test } from "vitest";
import { testVolume } from "../core/synthetic";
import type { Affine, Vec3, Volume } from "../core/volume";
import { headPhantom } from "../phantom/head";
import { RandomWaves, ricianSample } from "../phantom/noise";
import { multiplied } from "./matrices";
import { registerRigid } from "./register";
import { resampleOnto } from "./resample";
import { atVoxelSize } from "./resample-axis";
import { motionBetween, motionSize, NO_MOTION, rigidMotion } from "./rigid";

const MIDDLE: Vec3 = [0, -9, -5];
const head = headPhantom({ spacing: 2, noise: 0 });

const motionOf = (degrees: Vec3, mm: Vec3): Affine =>
  rigidMotion(degrees.map((d) => (d * Math.PI) / 180) as unknown as Vec3, mm, MIDDLE);

/** The head as it is scanned with such voxels after it has been moved. */
async function scanned(motion: Affine, spacing: Vec3, noise: number, seed: number): Promise<Volume> {
  const there = { ...head, affine: multiplied(motion, head.affine) };
  const moved = await resampleOnto(there, head, undefined);
  const coarse = await atVoxelSize({ ...moved, data: moved.data.map((value) => value || 0) }, spacing);
  return { ...coarse, data: coarse.data.map((value, i) => ricianSample(Math.max(0, value), noise, seed, i)) };
}

const still = (spacing: Vec3, noise = 12) => scanned(NO_MOTION, spacing, noise, 1);
const errorOf = (found: Affine, truth: Affine) => motionSize(motionBetween(found, truth), MIDDLE);

interface Case {
  readonly degrees: Vec3;
  readonly mm: Vec3;
  readonly voxels: readonly [Vec3, Vec3];
  readonly noise: number;
  /** The most the motion found may be wrong by, degrees and mm. */
  readonly within: number;
}

const CUBES = [
  [4, 4, 4],
  [4, 4, 4],
] as const;
const CASES: Readonly<Record<string, Case>> = {
  "it lay still": { degrees: [0, 0, 0], mm: [0, 0, 0], voxels: CUBES, noise: 12, within: 0.1 },
  "a little": { degrees: [1, -2, 0.5], mm: [1.3, -2.1, 0.7], voxels: CUBES, noise: 12, within: 0.25 },
  "by 15° and 10 mm": { degrees: [9, -8, 9], mm: [6, -6, 5], voxels: CUBES, noise: 12, within: 0.25 },
  "in noise": { degrees: [-4, 6, 3], mm: [4, 2, -5], voxels: CUBES, noise: 40, within: 0.2 },
  "seen in crossed thick slices": {
    degrees: [4, -3, 5],
    mm: [3, -4, 2],
    voxels: [
      [2, 2, 6],
      [6, 2, 2],
    ],
    noise: 20,
    within: 0.3,
  },
  "seen in slices of unlike thickness": {
    degrees: [2, 3, -4],
    mm: [-2, 3, 2.5],
    voxels: [
      [4, 4, 6],
      [4, 4, 8],
    ],
    noise: 20,
    within: 0.3,
  },
};

for (const [name, { degrees, mm, voxels, noise, within }] of Object.entries(CASES)) {
  test(`a head that was moved is found: ${name}`, async () => {
    const truth = motionOf(degrees, mm);
    const found = await registerRigid(await still(voxels[0], noise), await scanned(truth, voxels[1], noise, 2));
    const error = errorOf(found.motion, truth);
    expect(error.mm).toBeLessThan(within);
    expect(error.degrees).toBeLessThan(within);
    expect(found.localCorrelation.after).toBeGreaterThan(0.9);
    expect(found.correlation.after).toBeGreaterThanOrEqual(found.correlation.before);
    expect(found.uncertaintyMm).toBeLessThan(0.5);
    expect(found.notices).toEqual([]);
  });
}

test("the same volumes give the same motion, wherever missing voxels and the coils' shading are", async () => {
  const truth = motionOf([3, -2, 4], [2, 3, -1]);
  const fixed = await still([4, 4, 4]);
  const whole = await scanned(truth, [4, 4, 4], 12, 2);
  const [nx] = whole.dims;
  const shaded = whole.data.map((value, i) => (i % 97 < 9 ? Number.NaN : value * (0.5 + (i % nx) / nx) + 300));
  const found = await registerRigid(fixed, { ...whole, data: shaded });
  expect(errorOf(found.motion, truth).mm).toBeLessThan(0.5);
  expect(await registerRigid(fixed, { ...whole, data: shaded })).toEqual(found);
});

test("what moves by itself around the mask is left out of account", async () => {
  const truth = motionOf([2, 3, -4], [3, -2, 2]);
  const fixed = await still([4, 4, 4]);
  const moving = await scanned(truth, [4, 4, 4], 12, 2);
  const [nx, ny, nz] = fixed.dims;
  const lower = testVolume(fixed.dims, (_x, _y, z) => (z < nz / 2 ? 1 : 0));
  const within = { ...fixed, data: lower.data.map((value) => 1 - value) };
  // The lower half lies still.
  const data = moving.data.map((value, i) => (lower.data[i] === 1 ? (fixed.data[i] as number) : value));
  const mixed = { ...moving, data };
  expect(data).toHaveLength(nx * ny * nz);
  expect(errorOf((await registerRigid(fixed, mixed, { within })).motion, truth).mm).toBeLessThan(0.6);
  expect(errorOf((await registerRigid(fixed, mixed)).motion, truth).mm).toBeGreaterThan(0.6);
});

test("volumes that do not show the same are told to be uncertain", async () => {
  const waves = (seed: number) => {
    const field = new RandomWaves(seed, 8, 25, 0.4);
    const volume = testVolume([30, 30, 30], (x, y, z) => {
      field.evaluate(4 * x, 4 * y, 4 * z);
      return 500 + 100 * field.value;
    });
    return { ...volume, spacing: [4, 4, 4] as Vec3, affine: [4, 0, 0, 0, 0, 4, 0, 0, 0, 0, 4, 0, 0, 0, 0, 1] };
  };
  const { notices } = await registerRigid(waves(1), waves(2));
  expect(notices.map(({ code }) => code)).toEqual(["W_REGISTRATION"]);
});

test("volumes with nothing to be seen, or no place in common, are refused", async () => {
  const fixed = await still([4, 4, 4]);
  const flat = { ...fixed, data: fixed.data.map(() => 100) };
  await expect(registerRigid(fixed, flat)).rejects.toMatchObject({ code: "E_REGISTRATION" });
  const away = { ...fixed, data: fixed.data.map(() => Number.NaN) };
  await expect(registerRigid(fixed, away)).rejects.toMatchObject({ code: "E_REGISTRATION" });
});

test("it can be cancelled, and tells how far it is", async () => {
  const fixed = await still([4, 4, 4]);
  const stop = new AbortController();
  stop.abort(new DOMException("Enough.", "AbortError"));
  await expect(registerRigid(fixed, fixed, { signal: stop.signal })).rejects.toThrow("Enough.");
  const fractions: number[] = [];
  await registerRigid(fixed, fixed, { onProgress: ({ fraction }) => fractions.push(fraction) });
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  expect(fractions.at(-1)).toBe(1);
});
