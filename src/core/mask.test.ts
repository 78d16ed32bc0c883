import { describe, expect, it } from "vitest";
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
    expect([...trainingMask(Float32Array.of(0, -0, 1e-9, -2, 5), "nonzero")]).toEqual([0, 0, 1, 1, 1]);
  });

  it("all keeps zeros", () => {
    expect([...trainingMask(Float32Array.of(0, 3), "all")]).toEqual([1, 1]);
  });

  it.each(["auto", "nonzero", "all"] as const)("%s leaves out what is not finite", (kind) => {
    const data = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 4);
    expect([...trainingMask(data, kind)]).toEqual([0, 0, 0, 1]);
  });

  it("refuses an empty volume by name, where it has to look for air", () => {
    expect(() => trainingMask(new Float32Array(8), "auto")).toThrow(expect.objectContaining({ code: "E_INTENSITY" }));
  });
});
