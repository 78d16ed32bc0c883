import { describe, expect, it } from "vitest";
import { fourierResized, interpolated, rounded, smoothed, withNoise } from "../cli/tables/simulate";
import type { Volume } from "../core/volume";
import { headPhantom } from "../phantom/head";
import { axisEvidence } from "./resolution";

const head = headPhantom({ dims: [80, 96, 30], spacing: 2, noise: 0, seed: 3 });
const noisy = withNoise(head, 15, 9);
const found = (volume: Volume, axis: 0 | 1 | 2) => axisEvidence(rounded(volume, 1000), axis);

describe("axisEvidence", () => {
  it.each([0, 1, 2] as const)("takes what was sampled so for that, axis %i", (axis) => {
    for (const volume of [head, noisy]) {
      const { kind, trueVoxels, trueMm, gridMm } = found(volume, axis);
      expect([kind, trueVoxels]).toEqual(["as sampled", volume.dims[axis]]);
      expect(trueMm).toBe(gridMm);
    }
  });

  it.each([0.6, 1])("takes smoothing by %d voxels for no other grid", (sigma) => {
    expect(found(smoothed(noisy, 0, sigma), 0).kind).toBe("as sampled");
  });

  it.each([1.3, 1.5, 2])("finds zero-filling by %d, whatever is done to the other axis", (factor) => {
    const filled = fourierResized(noisy, 0, Math.round(factor * 80));
    for (const volume of [filled, fourierResized(filled, 1, 150)]) {
      const evidence = found(volume, 0);
      expect(evidence.kind).toBe("zero-filled");
      expect(Math.abs(evidence.trueVoxels / 80 - 1)).toBeLessThan(0.08);
      expect(evidence.certainty).toBeGreaterThan(0.5);
      expect(evidence.trueMm * evidence.trueVoxels).toBeCloseTo(160, 6);
    }
  });

  it.each([
    ["linear", 1.5],
    ["linear", 2],
    ["cubic", 1.5],
    ["cubic", 2],
  ] as const)("finds %s interpolation by %d", (kind, factor) => {
    const evidence = found(interpolated(noisy, 1, Math.round(factor * 96), kind), 1);
    expect([evidence.kind, evidence.trueVoxels]).toEqual(["interpolated", 96]);
  });

  it("does not depend on what is added or multiplied", () => {
    const filled = rounded(fourierResized(noisy, 0, 120), 1000);
    const moved = { ...filled, data: filled.data.map((value) => 3 * value - 5000) };
    expect(axisEvidence(moved, 0).trueVoxels).toBe(axisEvidence(filled, 0).trueVoxels);
  });

  it("tells nothing of an axis of few voxels", () => {
    const { kind, certainty } = axisEvidence(headPhantom({ dims: [60, 60, 6], spacing: 3 }), 2);
    expect([kind, certainty]).toEqual(["as sampled", 0]);
  });
});
