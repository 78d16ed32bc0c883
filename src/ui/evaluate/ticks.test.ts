import { describe, expect, it } from "vitest";
import { ticksBetween } from "../common/ticks";

describe("ticksBetween", () => {
  it.each([
    [25.09, 28.6, [25, 26, 27, 28, 29]],
    [0, 0.62, [0, 0.2, 0.4, 0.6, 0.8]],
    [-3.7, 5.4, [-4, -2, 0, 2, 4, 6]],
  ])("from %d to %d", (low, high, expected) => {
    expect(ticksBetween(low, high).map((tick) => Number(tick.toFixed(6)))).toEqual(expected);
  });

  it.each([[27.3], [0], [-4]])("surrounds the single value %d", (value) => {
    const ticks = ticksBetween(value, value);
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks[0]).toBeLessThanOrEqual(value);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(value);
  });
});
