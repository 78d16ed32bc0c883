import { expect, test } from "vitest";
import { mixBits, mixLimit } from "./random";

test("mixed bits are evenly spread", () => {
  const bins = new Uint32Array(16);
  for (let i = 0; i < 16_000; i++) {
    const bin = mixBits(7, 2, i) >>> 28;
    bins[bin] = (bins[bin] as number) + 1;
  }
  for (const count of bins) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test("a limit takes the wanted share, and all at 1", () => {
  const taken = (share: number) => {
    let count = 0;
    for (let i = 0; i < 20_000; i++) if (mixBits(1, 0, i) <= mixLimit(share)) count++;
    return count / 20_000;
  };
  expect(taken(0.3)).toBeCloseTo(0.3, 1);
  expect(taken(1)).toBe(1);
  expect(mixLimit(5)).toBe(2 ** 32 - 1);
  expect(mixBits(1, 0, 5)).not.toBe(mixBits(1, 1, 5));
  expect(mixBits(1, 0, 5)).not.toBe(mixBits(2, 0, 5));
});
