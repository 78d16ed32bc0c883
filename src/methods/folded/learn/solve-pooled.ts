/** The bank of pooled sums. Source: pooled §3. */

import type { Wordless } from "../../../banks/bank";
import type { JobOptions } from "../../../core/progress";
import { fromFixed } from "../../common/fixed-gram";
import { gramError, gramLayout } from "../../common/gram";
import type { FoldedBank, NoiseLevel } from "../bank";
import type { FoldedSums } from "./accumulate";
import { checkPooledPrior, type PooledClasses, type PooledSums } from "./pooled-sums";
import { foldedBank, solveFolded } from "./train";
import { levelOf, levelRead, withLevels } from "./train-levels";

interface SolveOptions extends JobOptions {
  readonly shrinkRows: number;
  /** A bank of the same classes to shrink towards. */
  readonly prior?: FoldedBank | undefined;
}

/**
 * Filters of all classes, in float64 on the host: equal sums give equal bits, on whatever machine. The error of a class is
 * that of its own filter on its rows.
 *
 * Throws `E_BANK_MISMATCH` for a prior of other classes. Cancel: between pivots.
 */
export async function solvePooled(
  sums: PooledSums,
  { shrinkRows, prior, signal, onProgress }: SolveOptions,
): Promise<Wordless<FoldedBank>> {
  if (prior) checkPooledPrior(prior, sums);
  const { factor, degradation, taps, classes, exchange, sigma, centres, scans } = sums;
  const solved: Wordless<FoldedBank>[] = [];
  const noise: NoiseLevel[] = [];
  for (const [index, { added, strengthEdges, coherenceEdges, structure, level }] of sums.levels.entries()) {
    onProgress?.({ stage: "Solving", fraction: index / sums.levels.length });
    const options = {
      ...{ factor, degradation, taps, classes, shrinkRows, signal },
      ...(prior && { prior: levelOf(prior, index) }),
    };
    const own = { structure: inTiles(structure, taps), level: inTiles(level, taps) };
    const filters = await solveFolded(own, options);
    const errors = {
      structure: meanErrors(own.structure, filters.structure.filters),
      level: meanErrors(own.level, filters.level.filters),
    };
    const given = { edges: { strengthEdges, coherenceEdges }, centres, exchange, sigma };
    solved.push(foldedBank(given, filters, errors, options));
    const read = scans.map((scan) => scan.read[index] as number);
    noise.push(levelRead(added, read, noise.at(-1)));
  }
  return withLevels(solved, noise);
}

function inTiles({ rows, sums }: PooledClasses, taps: number): FoldedSums {
  const layout = gramLayout(taps);
  return { layout, rows, sums: sums.map((sum) => sum && fromFixed(layout, sum)) };
}

function meanErrors({ layout, rows, sums }: FoldedSums, filters: Float32Array): Float32Array<ArrayBuffer> {
  const { taps } = layout;
  return Float32Array.from(sums, (sum, c) =>
    sum ? gramError(layout, sum, filters.subarray(c * taps, (c + 1) * taps)) / (rows[c] as number) : 0,
  );
}
