import { describe, expect, it } from "vitest";
import { logScale, logShare, signedLimit, ticksBetween } from "./scales";

describe("ticksBetween", () => {
  it.each([
    [25.09, 28.6, [25, 26, 27, 28, 29]],
    [0, 0.62, [0, 0.2, 0.4, 0.6, 0.8]],
    [-3.7, 5.4, [-4, -2, 0, 2, 4, 6]],
  ])("from %d to %d", (low, high, expected) => {
    expect(ticksBetween(low, high).map((tick) => Number(tick.toFixed(6)))).toEqual(expected);
  });

  it("takes as many steps as it may", () => {
    expect(ticksBetween(-6.6, 0, 8)).toEqual([-7, -6, -5, -4, -3, -2, -1, 0]);
    expect(ticksBetween(-19.5, 0, 8)).toEqual([-20, -15, -10, -5, 0]);
  });

  it.each([[27.3], [0], [-4]])("surrounds the single value %d", (value) => {
    const ticks = ticksBetween(value, value);
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks[0]).toBeLessThanOrEqual(value);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(value);
  });
});

describe("scales", () => {
  it("span whole decades around the positive values", () => {
    expect(logScale([0, 3e-6, 0.2, Number.NaN, -4])).toEqual({ low: -6, high: 0 });
    expect(logScale([1])).toEqual({ low: 0, high: 1 });
    expect(logScale([1000, 1e-3])).toEqual({ low: -3, high: 3 });
    expect(logScale([])).toEqual({ low: 0, high: 1 });
  });

  it("place values by their logarithm", () => {
    const scale = { low: -4, high: 0 };
    expect(logShare(scale, 0.01)).toBeCloseTo(0.5, 12);
    expect(logShare(scale, 0)).toBe(0);
    expect(logShare(scale, 5)).toBe(1);
  });

  it("leave out the greatest taps", () => {
    const taps = Array.from({ length: 900 }, (_, i) => (i === 3 ? 5 : -0.1));
    expect(signedLimit(taps)).toBeCloseTo(0.1, 6);
    expect(signedLimit(new Array(18).fill(0))).toBe(1);
  });
});
