import { describe, expect, it } from "vitest";
import { testHead } from "../phantom/test-head";
import { trainingMask } from "./mask";

/** Deterministic uniform numbers in (0, 1): enough to draw noise with. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

const count = (mask: Uint8Array, from: number, to: number) => mask.subarray(from, to).reduce((n, m) => n + m, 0);

const AIR = 6000;
const HEAD = 4000;

/** First AIR voxels of air made by `air`, then HEAD voxels of tissue from 0.1 to 1 of the brightest. */
function scan(air: (random: () => number) => number): Float32Array {
  const random = uniform(7);
  return Float32Array.from({ length: AIR + HEAD }, (_, i) => (i < AIR ? air(random) : 100 + 900 * random()));
}

const rayleigh = (sigma: number) => (random: () => number) => sigma * Math.sqrt(-2 * Math.log(random()));

describe("trainingMask", () => {
  it("keeps every voxel that is not zero in a volume without air", () => {
    const mask = trainingMask(
      scan(() => 0),
      "auto",
    );
    expect(count(mask, 0, AIR)).toBe(0);
    expect(count(mask, AIR, AIR + HEAD)).toBe(HEAD);
  });

  it.each([4, 10, 20])("drops Rayleigh noise of σ = %d in air and keeps all tissue", (sigma) => {
    const mask = trainingMask(scan(rayleigh(sigma)), "auto");
    expect(count(mask, 0, AIR)).toBeLessThan(0.03 * AIR);
    expect(count(mask, AIR, AIR + HEAD)).toBe(HEAD);
  });

  it("drops the noisy fringe of a scan whose outer air was set to zero", () => {
    const noise = rayleigh(10);
    const mask = trainingMask(
      scan((random) => (random() < 0.8 ? 0 : noise(random))),
      "auto",
    );
    expect(count(mask, 0, AIR)).toBeLessThan(0.01 * AIR);
    expect(count(mask, AIR, AIR + HEAD)).toBe(HEAD);
  });

  it("nonzero keeps noise, negative values included", () => {
    expect([...trainingMask(Float32Array.of(0, -0, 0.001, -2, 5), "nonzero")]).toEqual([0, 0, 1, 1, 1]);
  });

  describe.each(["auto", "nonzero"] as const)("%s asks not what 0 means", (kind) => {
    const HEADS = {
      "air of 0": scan(() => 0),
      "a noisy fringe": scan((random) => (random() < 0.8 ? 0 : rayleigh(10)(random))),
      "noisy air": scan(rayleigh(10)),
      "a brain without air": testHead({ dims: [16, 18, 14], spacing: 10, brainOnly: true }).data,
    };
    const moved = (data: Float32Array, factor: number, offset: number) => data.map((value) => factor * value + offset);
    it.each(Object.entries(HEADS))("%s", (_, data) => {
      const mask = trainingMask(data, kind);
      for (const [factor, offset] of [
        [1, 500],
        [1, 5000],
        [1, -1000],
        [0.9, -1000],
        [1 / 300, -1.5],
        [2 ** 20, 0],
      ] as const) {
        expect(trainingMask(moved(data, factor, offset), kind)).toEqual(mask);
      }
    });
  });

  it("finds the fill of a scan whose intensities lie on both sides of it, and takes none of them for air", () => {
    const data = scan(() => 0).map((value) => (value === 0 ? 0 : (value - 550) / 260));
    for (const kind of ["auto", "nonzero"] as const) {
      const mask = trainingMask(data, kind);
      expect([count(mask, 0, AIR), count(mask, AIR, AIR + HEAD)]).toEqual([0, HEAD]);
    }
  });

  it("looks for no air in a scan whose air is missing", () => {
    const data = scan(() => Number.NaN);
    expect(count(trainingMask(data, "auto"), 0, AIR + HEAD)).toBe(HEAD);
  });

  it("all keeps zeros", () => {
    expect([...trainingMask(Float32Array.of(0, 3), "all")]).toEqual([1, 1]);
  });

  it.each(["auto", "nonzero", "all"] as const)("%s leaves out what is not finite", (kind) => {
    const data = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 4, 9);
    expect([...trainingMask(data, kind)]).toEqual([0, 0, 0, 1, 1]);
  });

  it("refuses an empty volume by name, where it has to look for air", () => {
    expect(() => trainingMask(new Float32Array(8), "auto")).toThrow(expect.objectContaining({ code: "E_INTENSITY" }));
  });
});
