import { expect, test } from "vitest";
import { randomVolume } from "../../core/synthetic";
import type { Vec3 } from "../../core/volume";
import { degrade } from "../../degradations/reference/degrade";
import { upsampleReference } from "../../methods/interpolation/reference/interpolation";
import { testHead } from "../../phantom/test-head";
import { nonLocalMeans, PATCH, SEARCH, upscaleNonLocally } from "./non-local-means";

const FACTOR = [2, 2, 2] as const;
const range = (reach: number) => Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
const cube = (reach: number): Vec3[] =>
  range(reach).flatMap((z) => range(reach).flatMap((y) => range(reach).map((x): Vec3 => [x, y, z])));

/** As the formula has it. */
function byFormula(data: Float32Array, [nx, ny, nz]: Vec3, h: number): number[] {
  const clamp = (i: number, n: number) => Math.min(n - 1, Math.max(0, i));
  const at = (x: number, y: number, z: number) =>
    data[clamp(x, nx) + nx * (clamp(y, ny) + ny * clamp(z, nz))] as number;
  return Array.from(data, (_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    let [sum, weights] = [0, 0];
    for (const [dx, dy, dz] of cube(SEARCH)) {
      const [u, v, w] = [x + dx, y + dy, z + dz];
      if (u < 0 || v < 0 || w < 0 || u >= nx || v >= ny || w >= nz) continue;
      const squares = cube(PATCH).map(([a, b, c]) => (at(x + a, y + b, z + c) - at(u + a, v + b, w + c)) ** 2);
      const weight = Math.exp(-squares.reduce((a, b) => a + b) / squares.length / h ** 2);
      sum += weight * at(u, v, w);
      weights += weight;
    }
    return sum / weights;
  });
}

test.each([0.05, 0.3])("non-local means are those of the formula, at the faces too (h = %d)", (h) => {
  const { data, dims } = randomVolume([7, 5, 6], 3);
  const unit = data.map((value) => value / 1000);
  const expected = byFormula(unit, dims, h);
  for (const [i, value] of nonLocalMeans(unit, dims, h).entries()) expect(value).toBeCloseTo(expected[i] as number, 5);
});

test("a scan comes nearer to what it was made from, and its blocks keep their means", () => {
  const head = testHead({ dims: [24, 28, 20], spacing: 7, noise: 0 });
  const peak = head.data.reduce((a, b) => Math.max(a, b));
  const truth = { ...head, data: head.data.map((value) => value / peak) };
  const low = degrade(truth, FACTOR, "box");
  const start = Float32Array.from(upsampleReference("bspline", Float64Array.from(low.data), low.dims, FACTOR));
  const { data, passes } = upscaleNonLocally(low, FACTOR, start);
  const error = (made: Float32Array) =>
    made.reduce((sum, value, i) => sum + (value - (truth.data[i] as number)) ** 2, 0);
  expect(passes).toBeGreaterThan(3);
  expect(error(data)).toBeLessThan(0.85 * error(start));
  const again = degrade({ ...truth, data }, FACTOR, "box");
  for (const [i, value] of again.data.entries()) expect(value).toBeCloseTo(low.data[i] as number, 5);
});

test("a scan of one value stays as it is", () => {
  const low = { ...randomVolume([4, 3, 5], 1), data: new Float32Array(60).fill(0.5) };
  const { data, passes } = upscaleNonLocally(low, FACTOR, new Float32Array(480).fill(0.5));
  expect(passes).toBe(0);
  expect(data).toEqual(new Float32Array(480).fill(0.5));
});
