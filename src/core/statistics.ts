/** Summaries of scores over volumes. */

/** Arithmetic mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sample standard deviation, divided by n - 1; undefined of fewer than two values. */
export function standardDeviation(values: readonly number[]): number | undefined {
  if (values.length < 2) return undefined;
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

/** Pairs from which on a Wilcoxon test is worth printing; with five, p is 0.0625 at the least. */
export const LEAST_PAIRS = 5;

/**
 * Two-sided p of Wilcoxon's signed-rank test for paired differences: the probability, if each difference were as likely
 * to have the other sign, of rank sums at least as uneven. Differences of 0 are left out, equal sizes share their mean
 * rank. Exact: every combination of signs is counted. Undefined below `LEAST_PAIRS` differences that are
 * not 0, and where one is not finite.
 *
 * Source: Wilcoxon 1945; Pratt and Gibbons 1981, ch. 3.
 */
export function wilcoxonSignedRank(differences: readonly number[]): number | undefined {
  const pairs = differences.filter((d) => d !== 0).sort((a, b) => Math.abs(a) - Math.abs(b));
  if (pairs.length < LEAST_PAIRS || !pairs.every(Number.isFinite)) return undefined;
  const doubledRanks = doubledMidranks(pairs.map(Math.abs));
  const positive = doubledRanks.reduce((sum, rank, i) => ((pairs[i] as number) > 0 ? sum + rank : sum), 0);
  const total = doubledRanks.reduce((a, b) => a + b);
  const smaller = Math.min(positive, total - positive);
  return Math.min(1, 2 * shareUpTo(smaller, doubledRanks, total));
}

/** Twice the rank of each of the ascending sizes, whole numbers even where ranks are shared. */
function doubledMidranks(sizes: readonly number[]): number[] {
  return sizes.map((size) => sizes.indexOf(size) + sizes.lastIndexOf(size) + 2);
}

/** Share of the sign combinations whose positive ranks sum to at most `limit`. */
function shareUpTo(limit: number, ranks: readonly number[], total: number): number {
  const share = new Float64Array(total + 1);
  share[0] = 1;
  for (const rank of ranks) {
    for (let sum = total; sum >= 0; sum--) {
      share[sum] = ((share[sum] as number) + (sum >= rank ? (share[sum - rank] as number) : 0)) / 2;
    }
  }
  return share.subarray(0, limit + 1).reduce((a, b) => a + b, 0);
}
