import { describe, expect, it, test } from "vitest";
import { fourierResized } from "../cli/tables/simulate";
import { voxelToWorld } from "../core/affine";
import { randomVolume, testVolume } from "../core/synthetic";
import type { Vec3, Volume } from "../core/volume";
import { degrade } from "../degradations/reference/degrade";
import { toTrueGrid, trueGridOf } from "./true-grid";

const grid = (dims: Vec3) => dims.map((trueVoxels) => ({ trueVoxels }));

function difference(a: Volume, b: Volume): number {
  expect(a.dims).toEqual(b.dims);
  return a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - (b.data[i] as number))), 0);
}

/** Σ_x f[x] Σ_k exp(2πi k (x_j - x)/n)/n by its sums, an even m's lowest frequency by its real part. */
function cropped(line: readonly number[], m: number): number[] {
  const n = line.length;
  return Array.from({ length: m }, (_, j) => {
    const at = ((j + 0.5) * n) / m - 0.5;
    let sum = 0;
    for (let k = -Math.floor(m / 2); k < Math.ceil(m / 2); k++) {
      for (const [x, value] of line.entries()) sum += (value * Math.cos((2 * Math.PI * k * (at - x)) / n)) / n;
    }
    return sum;
  });
}

describe("toTrueGrid", () => {
  it.each([
    [12, 12],
    [12, 7],
    [13, 8],
    [20, 15],
    [9, 1],
    [31, 30],
  ])("crops %i voxels to %i as by the sums", async (n, m) => {
    for (const axis of [0, 1, 2] as const) {
      const dims: Vec3 = [0, 1, 2].map((a) => (a === axis ? n : a + 2)) as unknown as Vec3;
      const volume = randomVolume(dims, n + axis);
      const wanted = dims.map((side, a) => (a === axis ? m : side)) as unknown as Vec3;
      const found = await toTrueGrid(volume, grid(wanted));
      expect(found.dims).toEqual(wanted);
      const stride = (d: Vec3) => [1, d[0], d[0] * d[1]][axis] as number;
      const first = (d: Vec3) => ([1, d[0], d[0] * d[1]][(axis + 1) % 3] as number) * 1;
      const line = Array.from({ length: n }, (_, x) => volume.data[first(dims) + x * stride(dims)] as number);
      for (const [j, value] of cropped(line, m).entries()) {
        expect(found.data[first(wanted) + j * stride(wanted)]).toBeCloseTo(value, 3);
      }
    }
  });

  it("is the degradation kspace for odd numbers of frequencies", async () => {
    const volume = randomVolume([10, 18, 14], 4);
    const found = await toTrueGrid(volume, grid([5, 9, 7]));
    const expected = degrade(volume, [2, 2, 2], "kspace");
    expect(difference(found, expected)).toBeLessThan(1e-3);
    expect(found.spacing.map((mm) => mm.toFixed(9))).toEqual(expected.spacing.map((mm) => mm.toFixed(9)));
    for (const [i, value] of found.affine.entries()) expect(value).toBeCloseTo(expected.affine[i] as number, 9);
  });

  it("gives back what was zero-filled, at the same world positions", async () => {
    const smooth = testVolume([21, 16, 12], (x, y, z) => 500 + 90 * Math.sin(x / 2) + 60 * Math.cos(y / 2) + 9 * z);
    const larger = fourierResized(fourierResized(smooth, 0, 30), 1, 27);
    const found = await toTrueGrid(larger, grid([21, 16, 12]));
    // An even number of frequencies loses the imaginary part of the lowest, and rounding to float32 is what is left.
    expect(difference(found, smooth) / 500).toBeLessThan(0.02);
    const middle = (v: Volume) => voxelToWorld(v.affine, v.dims.map((n) => (n - 1) / 2) as unknown as Vec3);
    const corner = (v: Volume) => voxelToWorld(v.affine, [-0.5, -0.5, -0.5]);
    const tall = { ...larger, affine: [...smooth.affine] };
    const back = await toTrueGrid(tall, grid([21, 16, 12]));
    for (const at of [middle, corner]) {
      for (const [i, mm] of at(back).entries()) expect(mm).toBeCloseTo(at(tall)[i] as number, 9);
    }
  });

  it("keeps the mean, and the volume where nothing changes", async () => {
    const volume = randomVolume([17, 12, 9], 1);
    const mean = ({ data }: Volume) => data.reduce((a, b) => a + b) / data.length;
    expect(mean(await toTrueGrid(volume, grid([11, 8, 9]))) / mean(volume)).toBeCloseTo(1, 6);
    expect(await toTrueGrid(volume, grid([17, 12, 9]))).toBe(volume);
  });

  it("brings a volume to the grid that is told before", async () => {
    const volume = randomVolume([17, 12, 9], 1);
    const { data: _, ...found } = await toTrueGrid(volume, grid([11, 12, 7]));
    expect(trueGridOf(volume, grid([11, 12, 7]))).toEqual(found);
  });

  it("leaves missing voxels missing and lets them reach no others", async () => {
    const volume = testVolume([24, 3, 3], () => 70);
    for (let i = 0; i < 6; i++) volume.data[i] = Number.NaN;
    const { data } = await toTrueGrid(volume, grid([16, 3, 3]));
    expect([...data.subarray(0, 4)]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    for (const value of data.subarray(4)) expect(value).toBeCloseTo(70, 4);
  });
});

test("toTrueGrid is cancelled", async () => {
  const signal = AbortSignal.abort();
  await expect(toTrueGrid(randomVolume([8, 8, 8], 1), grid([5, 8, 8]), { signal })).rejects.toMatchObject({
    name: "AbortError",
  });
});
