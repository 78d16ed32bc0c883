import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Vec3 } from "../../../core/volume";
import { eigenSymmetric3 } from "./eigen3";
import type { Tensor } from "./structure-tensor";

const multiply = ([xx, xy, xz, yy, yz, zz]: Tensor, [x, y, z]: Vec3): Vec3 => [
  xx * x + xy * y + xz * z,
  xy * x + yy * y + yz * z,
  xz * x + yz * y + zz * z,
];
const dot = (a: Vec3, b: Vec3) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

function expectDecomposition(tensor: Tensor): void {
  const { values, vectors } = eigenSymmetric3(tensor);
  const scale = Math.max(...tensor.map(Math.abs), Number.MIN_VALUE);
  expect(values[0]).toBeGreaterThanOrEqual(values[1]);
  expect(values[1]).toBeGreaterThanOrEqual(values[2]);
  for (let i = 0; i < 3; i++) {
    const v = vectors[i] as Vec3;
    const image = multiply(tensor, v);
    const error = Math.hypot(...image.map((value, k) => value - (values[i] as number) * (v[k] as number)));
    expect(error / scale).toBeLessThan(1e-13);
    for (let j = 0; j <= i; j++) expect(Math.abs(dot(v, vectors[j] as Vec3) - (i === j ? 1 : 0))).toBeLessThan(1e-13);
  }
}

describe("eigenSymmetric3", () => {
  it("sorts a diagonal", () => {
    const { values, vectors } = eigenSymmetric3([1, 0, 0, 7, 0, 3]);
    expect(values).toEqual([7, 3, 1]);
    expect(vectors).toEqual([
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ]);
  });

  it("knows [[2, 1, 0], [1, 2, 0], [0, 0, 5]] and the second difference matrix", () => {
    expect(eigenSymmetric3([2, 1, 0, 2, 0, 5]).values.map((v) => v.toFixed(12))).toEqual(
      [5, 3, 1].map((v) => v.toFixed(12)),
    );
    const { values } = eigenSymmetric3([2, -1, 0, 2, -1, 2]);
    [2 + Math.SQRT2, 2, 2 - Math.SQRT2].forEach((expected, i) => {
      expect(values[i]).toBeCloseTo(expected, 13);
    });
  });

  it("finds the direction of a rank-one tensor of any size", () => {
    for (const scale of [1e-150, 1e-12, 1, 1e150]) {
      const [x, y, z] = [0.36, -0.48, 0.8];
      const [xx, xy, xz] = [x * x * scale, x * y * scale, x * z * scale];
      const { values, vectors } = eigenSymmetric3([xx, xy, xz, y * y * scale, y * z * scale, z * z * scale]);
      expect(values[0] / scale).toBeCloseTo(1, 13);
      expect(Math.abs(values[1] / scale)).toBeLessThan(1e-15);
      expect(Math.abs(dot(vectors[0], [x, y, z]))).toBeCloseTo(1, 13);
    }
  });

  it("handles zero and equal eigenvalues", () => {
    expect(eigenSymmetric3([0, 0, 0, 0, 0, 0]).values).toEqual([0, 0, 0]);
    expect(eigenSymmetric3([4, 0, 0, 4, 0, 4]).values).toEqual([4, 4, 4]);
    expectDecomposition([3, 1, 1, 3, 1, 3]);
  });

  it("decomposes any symmetric matrix", () => {
    const entry = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    const tensor = fc.tuple(entry, entry, entry, entry, entry, entry);
    fc.assert(fc.property(tensor, expectDecomposition), { seed: 3, numRuns: 500 });
  });
});
