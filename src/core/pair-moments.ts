/** What two images have in common, from sums over pairs of their values. */

/** How many pairs there are, and sums of their values, squares and products. */
export interface PairSums {
  n: number;
  a: number;
  b: number;
  aa: number;
  ab: number;
  bb: number;
}

export const noPairs = (): PairSums => ({ n: 0, a: 0, b: 0, aa: 0, ab: 0, bb: 0 });

/** Leaves out a pair of which one is not finite. */
export function addPair(sums: PairSums, a: number, b: number): void {
  if (!Number.isFinite(a + b)) return;
  sums.n++;
  sums.a += a;
  sums.b += b;
  sums.aa += a * a;
  sums.ab += a * b;
  sums.bb += b * b;
}

/** Means, and sums of squares and products about them. */
export function aboutMeans({ n, a, b, aa, ab, bb }: PairSums) {
  return {
    means: [a / n, b / n] as const,
    aa: Math.max(0, aa - (a * a) / n),
    ab: ab - (a * b) / n,
    bb: Math.max(0, bb - (b * b) / n),
  };
}

/** NaN where either does not vary. */
export function correlationOf(sums: PairSums): number {
  const { aa, ab, bb } = aboutMeans(sums);
  return aa * bb > 0 ? ab / Math.sqrt(aa * bb) : Number.NaN;
}
