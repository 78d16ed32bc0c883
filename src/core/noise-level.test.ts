import { expect, test } from "vitest";
import { noiseLevel } from "./noise-level";
import { mixBits } from "./random";
import type { Vec3, Volume } from "./volume";

/** Sum of twelve uniform numbers: close to normal, of standard deviation 1. */
const normal = (at: number) =>
  Array.from({ length: 12 }, (_, k) => mixBits(3, k, at) / 2 ** 32).reduce((a, b) => a + b, -6);

function scan(dims: Vec3, sigma: number): Volume {
  const data = Float32Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, i) => {
    const x = i % dims[0];
    const y = Math.floor(i / dims[0]) % dims[1];
    // A masked ramp with a straight edge: none of it is noise.
    return x < 6 ? 0 : 300 + 9 * x + 4 * y + (y > 12 ? 200 : 0) + sigma * normal(i);
  });
  return { data, dims, spacing: [1, 1, 1], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] };
}

test("the noise of a masked scan is found whatever its structure, with and without a third axis", () => {
  for (const dims of [
    [40, 30, 24],
    [160, 160, 1],
  ] as const) {
    for (const sigma of [1.5, 12]) {
      const found = noiseLevel(scan(dims, sigma)) as number;
      expect(Math.abs(found - sigma)).toBeLessThan(0.06 * sigma);
    }
    expect(noiseLevel(scan(dims, 0))).toBeLessThan(1e-3);
  }
});

test("a scan that shows too little tells nothing", () => {
  expect(noiseLevel(scan([8, 3, 3], 5))).toBeUndefined();
  expect(noiseLevel(scan([2, 2, 2], 5))).toBeUndefined();
});
