import { describe, expect, it } from "vitest";
import { withNoise } from "../cli/tables/simulate";
import { testVolume } from "../core/synthetic";
import type { Vec3, Volume } from "../core/volume";
import { headPhantom } from "../phantom/head";
import { noiseOf } from "./noise";

/** A masked ramp with a straight edge: none of it is noise. */
function ramp(dims: Vec3, sigma: number): Volume {
  const clean = testVolume(dims, (x, y) => (x < 6 ? 0 : 300 + 9 * x + 4 * y + (y > 12 ? 200 : 0)));
  return { ...withNoise(clean, sigma, 7, 0), spacing: [1, 1, 1] };
}

describe("noiseOf", () => {
  it.each([
    [[40, 30, 24], 1.5],
    [[40, 30, 24], 12],
    [[160, 160, 1], 1.5],
    [[160, 160, 1], 12],
  ] as const)("finds the noise of a masked %j scan: %d", (dims, sigma) => {
    expect(Math.abs((noiseOf(ramp(dims, sigma))?.sigma ?? 0) / sigma - 1)).toBeLessThan(0.06);
  });

  it("is exact for no noise, and undefined where too little is seen", () => {
    expect(noiseOf(ramp([40, 30, 24], 0))?.sigma).toBeLessThan(1e-3);
    expect(noiseOf(ramp([8, 3, 3], 5))).toBeUndefined();
    expect(noiseOf(ramp([2, 2, 2], 5))).toBeUndefined();
  });

  const head = headPhantom({ dims: [72, 90, 40], spacing: 2, noise: 0, seed: 4 });
  it.each([0.01, 0.02, 0.04])("finds %d of a folded head's range within a fifth", (share) => {
    const found = noiseOf(withNoise(head, share * 1000, 3));
    expect((found?.sigma ?? 0) / (share * 1000)).toBeGreaterThan(0.8);
    expect((found?.sigma ?? 0) / (share * 1000)).toBeLessThan(1.2);
  });

  it("does not take folds for noise", () => {
    expect(noiseOf(head)?.share).toBeLessThan(0.005);
  });

  it("follows what is added to and multiplied with the scan, and takes missing voxels for no tissue", () => {
    const noisy = withNoise(head, 20, 5);
    const found = noiseOf(noisy);
    const moved = noiseOf({ ...noisy, data: noisy.data.map((value) => 0.25 * value - 700) });
    expect((moved?.sigma ?? 0) / (found?.sigma ?? 1)).toBeCloseTo(0.25, 3);
    expect(moved?.share).toBeCloseTo(found?.share ?? 0, 4);
    const holes = { ...noisy, data: noisy.data.map((value, i) => (i % 97 === 0 ? Number.NaN : value)) };
    expect((noiseOf(holes)?.sigma ?? 0) / (found?.sigma ?? 1)).toBeCloseTo(1, 1);
  });
});
