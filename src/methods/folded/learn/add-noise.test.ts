import { expect, test } from "vitest";
import type { Vec3 } from "../../../core/volume";
import { withNoise } from "./add-noise";

const dims: Vec3 = [48, 40, 44];
const factor = [2, 2, 2] as const;
const lowDims: Vec3 = [24, 20, 22];
const count = (of: Vec3) => of[0] * of[1] * of[2];
/** The upper half along z is inside. */
const mask = Uint8Array.from({ length: count(dims) }, (_, i) => (i >= count(dims) / 2 ? 1 : 0));
const low = { data: new Float32Array(count(lowDims)).fill(0.5), dims: lowDims, spacing: [2, 2, 2] as Vec3, affine: [] };
const volume = { dims, original: new Float32Array(count(dims)), mask, low };
const deviations = (noise: number, seed = 1) =>
  withNoise(volume, 0, { factor, noise, seed }).low.data.map((value) => value - 0.5);

test("is white, of the standard deviation asked for, and inside the mask alone", () => {
  const found = deviations(0.02);
  const half = found.length / 2;
  expect(found.subarray(0, half).every((value) => value === 0)).toBe(true);
  const inside = found.subarray(half);
  const mean = inside.reduce((a, b) => a + b) / half;
  const variance = inside.reduce((sum, value) => sum + (value - mean) ** 2, 0) / half;
  expect(Math.abs(mean)).toBeLessThan(0.001);
  expect(Math.sqrt(variance) / 0.02).toBeCloseTo(1, 1);
  const neighbours = inside.reduce((sum, value, i) => sum + value * (inside[i + 1] ?? 0), 0) / half;
  expect(Math.abs(neighbours / variance)).toBeLessThan(0.05);
});

test("has one shape at every level, and another for another seed", () => {
  const [one, two] = [deviations(0.01), deviations(0.04)];
  expect(two[8000]).toBeCloseTo(4 * (one[8000] as number), 5);
  expect(deviations(0.01, 2)[8000]).not.toBeCloseTo(one[8000] as number, 4);
});

test("none is the volume itself", () => {
  expect(withNoise(volume, 0, { factor, seed: 1 })).toBe(volume);
});
