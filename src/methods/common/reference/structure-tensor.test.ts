import { describe, expect, it } from "vitest";
import type { Vec3 } from "../../../core/volume";
import { gradient } from "./gradient";
import { gaussianWindow, structureTensor, tensorAt } from "./structure-tensor";

const dims: Vec3 = [6, 5, 7];
const at = (i: number): Vec3 => [i % 6, Math.floor(i / 6) % 5, Math.floor(i / 30)];
const volume = (value: (x: number, y: number, z: number) => number) =>
  Float64Array.from({ length: 210 }, (_, i) => value(...at(i)));

describe("gradient", () => {
  it("is the slope of a ramp everywhere, faces included", () => {
    const [gx, gy, gz] = gradient(
      volume((x, y, z) => 2 * x - 3 * y + 0.5 * z),
      dims,
    );
    for (let i = 0; i < 210; i++) {
      expect([gx[i], gy[i], gz[i]]).toEqual([2, -3, 0.5]);
    }
  });

  it("is central inside and one-sided at the faces", () => {
    const [gx, gy, gz] = gradient(Float64Array.of(1, 4, 9, 16), [4, 1, 1]);
    expect([...gx]).toEqual([3, 4, 6, 7]);
    expect([...gy]).toEqual([0, 0, 0, 0]);
    expect([...gz]).toEqual([0, 0, 0, 0]);
    expect([...gradient(Float64Array.of(1, 4, 9, 16), [1, 1, 4])[2]]).toEqual([3, 4, 6, 7]);
  });
});

describe("gaussianWindow", () => {
  it("has nine symmetric weights that sum to one, in the ratio of the Gaussian", () => {
    const w = gaussianWindow(0.85);
    expect(w.length).toBe(9);
    expect(w.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 14);
    expect([...w]).toEqual([...w].reverse());
    expect((w[5] as number) / (w[4] as number)).toBeCloseTo(Math.exp(-0.5 / 0.85 ** 2), 14);
    expect((w[8] as number) / (w[4] as number)).toBeCloseTo(Math.exp(-8 / 0.85 ** 2), 14);
  });
});

describe("structureTensor", () => {
  it("is g gᵀ for a ramp", () => {
    const field = structureTensor(
      gradient(
        volume((x, y, z) => 2 * x - 3 * y + 0.5 * z),
        dims,
      ),
      dims,
      0.85,
    );
    for (const index of [0, 107, 209]) {
      tensorAt(field, index).forEach((entry, k) => {
        expect(entry).toBeCloseTo([4, -6, 1, 9, -1.5, 0.25][k] as number, 12);
      });
    }
  });

  it("is the weighted sum over the clamped 9³ neighbourhood", () => {
    const g = gradient(
      volume((x, y, z) => Math.sin(1.3 * x + 0.4 * y * z) + 0.2 * x * z),
      dims,
    );
    const sigma = 1.2;
    const field = structureTensor(g, dims, sigma);
    const w = gaussianWindow(sigma);
    const clamp = (i: number, n: number) => Math.min(Math.max(i, 0), n - 1);
    for (const index of [0, 5, 100, 130, 209]) {
      const [x, y, z] = at(index);
      const sum = [0, 0, 0, 0, 0, 0];
      for (let c = -4; c <= 4; c++) {
        for (let b = -4; b <= 4; b++) {
          for (let a = -4; a <= 4; a++) {
            const j = clamp(x + a, 6) + 6 * (clamp(y + b, 5) + 5 * clamp(z + c, 7));
            const weight = (w[a + 4] as number) * (w[b + 4] as number) * (w[c + 4] as number);
            const [gx, gy, gz] = [g[0][j] as number, g[1][j] as number, g[2][j] as number];
            [gx * gx, gx * gy, gx * gz, gy * gy, gy * gz, gz * gz].forEach((product, k) => {
              sum[k] = (sum[k] as number) + weight * product;
            });
          }
        }
      }
      tensorAt(field, index).forEach((entry, k) => {
        expect(entry).toBeCloseTo(sum[k] as number, 13);
      });
    }
  });
});
