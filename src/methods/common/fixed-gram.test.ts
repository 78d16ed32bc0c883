import { describe, expect, test } from "vitest";
import { seededRandom } from "../../core/random";
import {
  addFixed,
  type FixedSum,
  fixedLength,
  fromFixed,
  isOfRows,
  MOST_MEAN_SQUARE,
  MOST_ROWS,
  toFixed,
} from "./fixed-gram";
import { gramElement, gramLayout, setGram } from "./gram";

/** Sums of random rows of `taps` differences and a target. */
function randomSums(taps: number, seed: number, rows: number): Float64Array {
  const layout = gramLayout(taps);
  const random = seededRandom(seed);
  const gram = new Float64Array(layout.floats);
  for (let r = 0; r < rows; r++) {
    const row = Array.from({ length: taps + 1 }, () => random() - 0.5);
    for (let i = 0; i <= taps; i++) {
      for (let j = i; j <= taps; j++) {
        setGram(layout, gram, i, j, gramElement(layout, gram, i, j) + (row[i] as number) * (row[j] as number));
      }
    }
  }
  return gram;
}

describe.each([5, 57, 70])("of %i taps", (taps) => {
  const layout = gramLayout(taps);

  test("every element comes back to half a unit", () => {
    const gram = randomSums(taps, 1, 20);
    const back = fromFixed(layout, toFixed(layout, gram, 20));
    const worst = gram.reduce((most, value, i) => Math.max(most, Math.abs(value - (back[i] as number))), 0);
    expect(worst).toBeLessThanOrEqual(2 ** -26);
    expect(gramElement(layout, back, taps, 1)).toBe(gramElement(layout, back, 1, taps));
  });

  test("any order and grouping gives the same bits", () => {
    const all = Array.from({ length: 6 }, (_, i) => toFixed(layout, randomSums(taps, i, 10), 10));
    const forwards = all.reduce(addFixed).join();
    expect([...all].reverse().reduce(addFixed).join()).toBe(forwards);
    const inPairs = [0, 1, 2].map((i) => addFixed(all[i] as FixedSum, all[i + 3] as FixedSum));
    expect(inPairs.reduce(addFixed).join()).toBe(forwards);
  });
});

describe("10⁹ rows of the largest mean square", () => {
  const layout = gramLayout(1);
  const sums = (rows: number, square: number) => {
    const gram = new Float64Array(layout.floats);
    setGram(layout, gram, 0, 0, rows * square);
    setGram(layout, gram, 0, 1, -rows * square);
    setGram(layout, gram, 1, 1, rows * square);
    return gram;
  };

  test("do not overflow, at once or in parts", () => {
    const whole = toFixed(layout, sums(MOST_ROWS, MOST_MEAN_SQUARE), MOST_ROWS);
    expect([...whole]).toEqual([1n, -1n, 1n].map((sign) => sign * BigInt(MOST_ROWS) * 2n ** 33n));
    const part = toFixed(layout, sums(MOST_ROWS / 8, MOST_MEAN_SQUARE), MOST_ROWS / 8);
    expect(Array.from({ length: 8 }, () => part).reduce(addFixed)).toEqual(whole);
    expect(isOfRows(whole, MOST_ROWS)).toBe(true);
    expect(fixedLength(1)).toBe(whole.length);
  });

  test("are all that there is room for: what any number of rows may be told to have adds up to less than 2⁶³", () => {
    const most = Number(2n ** 63n / BigInt(MOST_ROWS));
    const fixed = (value: bigint) => BigInt64Array.of(value, 0n, 0n);
    expect(isOfRows(fixed(BigInt(most)), 1)).toBe(false);
    expect(isOfRows(fixed(-BigInt(most)), 1)).toBe(false);
    expect(isOfRows(fixed(2n ** 33n), 1)).toBe(true);
  });

  test.each([MOST_MEAN_SQUARE * 1.001, Number.NaN, Number.POSITIVE_INFINITY])(
    "a mean square of %d is refused",
    (square) => {
      const refusal = expect.objectContaining({ code: "E_INTENSITY" });
      expect(() => toFixed(layout, sums(10, square), 10)).toThrow(refusal);
    },
  );
});
