import { expect, test } from "vitest";
import { inverseAffine, voxelToWorld } from "../core/affine";
import { randomVolume, testVolume } from "../core/synthetic";
import type { Vec3, Volume } from "../core/volume";
import { reconstruct } from "./reconstruct";
import { resampleOnto } from "./resample";
import { atVoxelSize, smoothed } from "./resample-axis";
import { NO_MOTION, rigidMotion } from "./rigid";
import { StackView } from "./stack";
import { thickScan } from "./thick-scan";

const breathe = async () => {};
const MOTION = rigidMotion([0.1, -0.05, 0.2], [0.4, -0.7, 0.3], [0, 10, 10]);

/** A volume whose values are a linear function of the place, moved. */
function ramp(dims: Vec3, back = NO_MOTION): Volume {
  const volume = testVolume(dims, () => 0);
  const at = (x: number, y: number, z: number) => {
    const [a, b, c] = voxelToWorld(back, voxelToWorld(volume.affine, [x, y, z]));
    return 3 * a - 2 * b + 5 * c;
  };
  return { ...volume, data: testVolume(dims, at).data };
}

test("a volume looked up on another grid is the same function of the place", async () => {
  const volume = ramp([14, 12, 16]);
  const grid = {
    dims: [9, 8, 7] as Vec3,
    spacing: [0.9, 0.9, 0.9] as Vec3,
    affine: [0.9, 0, 0, -6, 0, 0.9, 0, 8, 0, 0, 0.9, 6, 0, 0, 0, 1],
  };
  const { data } = await resampleOnto(volume, grid, MOTION);
  for (const [i, voxel] of [
    [4, 4, 3],
    [2, 5, 4],
  ].entries()) {
    const [x, y, z] = voxel as unknown as Vec3;
    const [a, b, c] = voxelToWorld(MOTION, voxelToWorld(grid.affine, [x, y, z]));
    expect(data[x + 9 * (y + 8 * z)], String(i)).toBeCloseTo(3 * a - 2 * b + 5 * c, 3);
  }
  expect((await resampleOnto(volume, volume, undefined)).data).toEqual(volume.data);
  const away = { ...grid, affine: grid.affine.map((value, i) => (i === 3 ? 1000 : value)) };
  expect((await resampleOnto(volume, away, undefined)).data.every(Number.isNaN)).toBe(true);
});

test("coarser and finer grids lie about the same middle and keep what is straight", async () => {
  const volume = ramp([16, 15, 18]);
  for (const size of [
    [2, 2.4, 1.6],
    [0.5, 0.6, 0.4],
  ] as const) {
    const made = await atVoxelSize(volume, size);
    const middle = made.dims.map((n) => Math.floor(n / 2)) as unknown as Vec3;
    const [a, b, c] = voxelToWorld(made.affine, middle);
    const value = made.data[middle[0] + made.dims[0] * (middle[1] + made.dims[1] * middle[2])];
    expect(value).toBeCloseTo(3 * a - 2 * b + 5 * c, 2);
  }
});

test("missing voxels take no part in smoothing", async () => {
  const flat = testVolume([9, 9, 9], (x) => (x === 4 ? Number.NaN : 7));
  const { data } = await smoothed(flat, [1, 1, 1]);
  for (const value of data) expect(value).toBeCloseTo(7, 4);
  const gone = testVolume([9, 9, 9], () => Number.NaN);
  expect((await smoothed(gone, [1, 1, 1])).data.every(Number.isNaN)).toBe(true);
});

test("a stack sees means of what lies there, and gives back by the same shares", async () => {
  const fine = ramp([20, 18, 22]);
  const grid = randomVolume([20, 18, 22], 1);
  const stack = {
    ...testVolume([6, 6, 3], () => 1),
    spacing: [1.5, 1.5, 4] as Vec3,
    affine: [1.5, 0, 0, -5, 0, 1.5, 0, 10, 0, 0, 4, 6, 0, 0, 0, 1],
  };
  const view = new StackView({ volume: stack, motion: MOTION, extentMm: [1.5, 1.5, 4] }, grid);
  const seen = await view.seen(fine.data, breathe);
  const [a, b, c] = voxelToWorld(inverseAffine(MOTION), voxelToWorld(stack.affine, [3, 3, 1]));
  // The mean of a linear function over a box is its value in the middle.
  expect(seen[3 + 6 * (3 + 6)]).toBeCloseTo(3 * a - 2 * b + 5 * c, 2);

  const values = randomVolume([6, 6, 3], 2).data;
  const of = await view.seen(grid.data, breathe);
  const back = new Float32Array(grid.data.length);
  const wanted = values.map((value, i) => (Number.isFinite(of[i]) ? value : Number.NaN));
  await view.giveBack(wanted, back, breathe);
  const dot = (p: Float32Array, q: Float32Array) =>
    p.reduce((sum, value, i) => sum + (value * (q[i] as number) || 0), 0);
  expect(of.some(Number.isFinite)).toBe(true);
  expect(dot(back, grid.data) / dot(wanted, of)).toBeCloseTo(1, 5);
});

test("reconstruction finds a volume that its stacks agree with", async () => {
  const wavy = testVolume([16, 16, 16], (x, y, z) => 100 + 20 * Math.sin(x / 2) + 15 * Math.cos(y / 3 + z / 2));
  const truth: Volume = { ...wavy, spacing: [1, 1, 1], affine: NO_MOTION };
  const scans = [await thickScan(truth, 2, 4, NO_MOTION), await thickScan(truth, 0, 4, NO_MOTION)];
  const views = scans.map((volume) => new StackView({ volume, motion: NO_MOTION, extentMm: volume.spacing }, truth));
  const start = truth.data.map(() => 100);
  const options = { steps: 10, smoothness: 0, breathe };
  const made = await reconstruct(
    views,
    scans.map(({ data }) => data),
    start,
    truth,
    options,
  );
  const off = async (data: Float32Array) => {
    const seen = await Promise.all(views.map((view) => view.seen(data, breathe)));
    return Math.hypot(
      ...seen.flatMap((one, s) => [...one].map((value, i) => value - (scans[s]?.data[i] as number) || 0)),
    );
  };
  expect(await off(made)).toBeLessThan(0.02 * (await off(start)));
  const smooth = await reconstruct(
    views,
    scans.map(({ data }) => data),
    start,
    truth,
    { ...options, smoothness: 10 },
  );
  expect(await off(smooth)).toBeGreaterThan(await off(made));
});

test("a thick scan's slices are means of neighbours", async () => {
  const fine = testVolume([4, 3, 6], (x, y, z) => x + 10 * y + 100 * z);
  const thick = await thickScan(fine, 2, 3, NO_MOTION);
  expect(thick.dims).toEqual([4, 3, 2]);
  expect([...thick.data.subarray(12, 16)]).toEqual([400, 401, 402, 403]);
  expect(voxelToWorld(thick.affine, [0, 0, 0])).toEqual(voxelToWorld(fine.affine, [0, 0, 1]));
});
