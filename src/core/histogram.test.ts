import { describe, expect, it } from "vitest";
import { testHead } from "../phantom/test-head";
import { foregroundOf, intensityFacts, isForeground } from "./histogram";
import { seededRandom } from "./random";

const HEAD = testHead({ spacing: 5, noise: 12 }).data;
const BRAIN = testHead({ spacing: 5, noise: 12, brainOnly: true }).data;
const shareAbove = (data: Float32Array, limit: number) => data.filter((value) => value > limit).length / data.length;
const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);

/** The window of the values moved and stretched is the window, moved and stretched. */
const moved = (data: Float32Array, zero: number, scale: number) => data.map((value) => zero + scale * value);

describe("intensityFacts", () => {
  it.each([
    { name: "a head in noisy air", data: HEAD },
    { name: "a masked brain", data: BRAIN },
  ])("leaves at most 1 % of the tissue white in $name, and air black", ({ data }) => {
    const { window } = intensityFacts(data);
    const foreground = foregroundOf(data);
    const tissue = data.filter((value) => isForeground(foreground, value));
    expect(shareAbove(tissue, window[1])).toBeLessThan(0.01);
    expect(shareAbove(tissue, window[1])).toBeGreaterThan(0.001);
    expect(tissue.length / data.length).toBeGreaterThan(0.1);
    expect(window[0]).toBeGreaterThan(0);
    expect(window[0]).toBeLessThan(0.4 * window[1]);
  });

  it.each([
    [-1000, 1],
    [5000, 3],
    [-3, 0.002],
  ])("does not depend on what 0 means: %d + %d·f", (zero, scale) => {
    for (const data of [HEAD, BRAIN]) {
      const [low, high] = intensityFacts(data).window;
      const found = intensityFacts(moved(data, zero, scale)).window;
      expect((found[0] - zero) / scale).toBeCloseTo(low, 1);
      expect((found[1] - zero) / scale).toBeCloseTo(high, 1);
    }
  });

  it("is not moved by outliers, which the histogram counts at its ends", () => {
    const data = HEAD.slice();
    data[5] = 1e6;
    data[6] = -1e6;
    const [low, high] = intensityFacts(HEAD).window;
    const { window, range, histogram } = intensityFacts(data);
    expect(window[0]).toBeCloseTo(low, -1);
    expect(window[1]).toBeCloseTo(high, -1);
    expect(range).toEqual([-1e6, 1e6]);
    expect(histogram.range[1]).toBeLessThan(2.1 * high);
    expect(histogram.counts[255]).toBe(1);
  });

  it("finds the little that is there among zeros", () => {
    const random = seededRandom(1);
    const data = Float32Array.from({ length: 100_000 }, (_, i) => (i % 500 === 0 ? 100 + 900 * random() : 0));
    const { window, histogram } = intensityFacts(data);
    expect(window[0]).toBeGreaterThan(100);
    expect(window[1]).toBeGreaterThan(950);
    expect(sum(histogram.counts)).toBeGreaterThan(150);
  });

  it.each([
    [
      [7, 7, 7],
      [0, 7],
    ],
    [
      [-7, -7],
      [-7, 0],
    ],
    [
      [0, 0],
      [0, 1],
    ],
    [[Number.NaN], [0, 1]],
    [
      [0, 0, 0, 1],
      [0, 1],
    ],
  ])("gives %j the window %j", (values, window) => {
    expect(intensityFacts(Float32Array.from(values)).window).toEqual(window);
  });

  it("looks at a part of large volumes", () => {
    const random = seededRandom(2);
    const data = Float32Array.from({ length: 5_000_000 }, () => random());
    const { window, histogram } = intensityFacts(data);
    expect(sum(histogram.counts)).toBeLessThan(2 ** 21);
    expect(window[1]).toBeCloseTo(0.995, 2);
  });
});
