import { describe, expect, it } from "vitest";
import { mean, standardDeviation, wilcoxonSignedRank } from "./statistics";

/** Two-sided p by trying every combination of signs. */
function byEnumeration(differences: number[]): number {
  const pairs = differences.filter((d) => d !== 0);
  const sizes = pairs.map(Math.abs);
  const rank = (size: number) =>
    sizes.filter((other) => other < size).length + (sizes.filter((other) => other === size).length + 1) / 2;
  const ranks = sizes.map(rank);
  const uneven = (sign: (i: number) => boolean) => Math.abs(ranks.reduce((sum, r, i) => sum + (sign(i) ? r : -r), 0));
  const seen = uneven((i) => (pairs[i] as number) > 0);
  let count = 0;
  for (let signs = 0; signs < 2 ** ranks.length; signs++) {
    if (uneven((i) => ((signs >> i) & 1) === 1) >= seen) count++;
  }
  return count / 2 ** ranks.length;
}

describe("mean and standardDeviation", () => {
  it("divide by n and by n - 1", () => {
    expect(mean([1, 2, 6])).toBe(3);
    expect(standardDeviation([1, 2, 6])).toBeCloseTo(Math.sqrt(14 / 2), 12);
    expect(standardDeviation([4])).toBeUndefined();
  });
});

describe("wilcoxonSignedRank", () => {
  it("is what textbooks give", () => {
    // Darwin's maize: W = 24, as in Wilcoxon's tables.
    const maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
    expect(wilcoxonSignedRank(maize)).toBeCloseTo(0.041259765625, 12);
    expect(wilcoxonSignedRank([1, 2, 3, 4, 5])).toBe(0.0625);
    expect(wilcoxonSignedRank([1, 2, 3, 4, 5, 6])).toBe(0.03125);
  });

  it.each([[[3, 3, -3, 1, 2, 2, -1]], [[0, 5, -4, 3, 2, 1, 0, -6]], [[1, 1, 1, 1, 1]], [[-1, 1, -2, 2, -3, 3]]])(
    "counts every combination of signs of %j",
    (differences) => {
      expect(wilcoxonSignedRank(differences)).toBeCloseTo(byEnumeration(differences), 12);
    },
  );

  it("says nothing of fewer than five differences or of infinite ones", () => {
    expect(wilcoxonSignedRank([1, 2, 3, 4, 0])).toBeUndefined();
    expect(wilcoxonSignedRank([1, 2, 3, 4, Number.POSITIVE_INFINITY])).toBeUndefined();
  });

  it("stays exact for many pairs", () => {
    // With all signs alike only one of the 2ⁿ combinations is as uneven on this side.
    expect(wilcoxonSignedRank(Array.from({ length: 40 }, (_, i) => i + 1))).toBeCloseTo(2 * 2 ** -40, 20);
  });
});
