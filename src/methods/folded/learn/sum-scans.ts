/** Scans summed up for a pool, each for itself. Source: pooled §1. */

import { refuseRepeated, voxelHash } from "../../../banks/training-data";
import type { Executor } from "../../../compute/executor";
import { EigenvoxError } from "../../../core/errors";
import { type JobOptions, partOf } from "../../../core/progress";
import { toFixed } from "../../common/fixed-gram";
import type { LearningVolume } from "../../common/learning-volume";
import type { LearningInput } from "../../method";
import type { FoldedSums } from "./accumulate";
import { linesOf, mergePooled, type PooledClasses, type PooledLevel, type PooledSums } from "./pooled-sums";
import { drawRows, rowCount, sumRows } from "./train";

interface SumOptions extends JobOptions {
  readonly seed: number;
}

/**
 * The sums with those of the inputs. What a scan adds depends on the scan, the sums' rules, the seed and the device alone.
 *
 * Throws `E_SUMS_REPEATED` for a scan that is there already, `E_INTENSITY` for one without a voxel to learn from or with
 * intensities beyond all bounds, and the device errors. Cancel: between GPU submits.
 */
export async function sumScans(
  executor: Executor,
  inputs: readonly LearningInput[],
  sums: PooledSums,
  options: SumOptions,
): Promise<PooledSums> {
  const hashes: string[] = [];
  for (const { volume } of inputs) hashes.push(await voxelHash(volume.data));
  // Before an hour of work, not behind it.
  refuseRepeated(linesOf({ scans: [...sums.scans, ...hashes.map((hash) => ({ hash }))] }));
  let all = sums;
  for (const [index, input] of inputs.entries()) {
    const report = partOf(options.onProgress, index / inputs.length, (index + 1) / inputs.length);
    const own = await sumScan(executor, input, hashes[index] as string, sums, {
      ...options,
      onProgress: ({ fraction }) => report({ stage: `Summing up volume ${index + 1} of ${inputs.length}`, fraction }),
    });
    all = mergePooled([all, own]);
  }
  return all;
}

/** The sums of one scan alone. */
async function sumScan(
  executor: Executor,
  input: LearningInput,
  hash: string,
  rules: PooledSums,
  { seed, signal, onProgress }: SumOptions,
): Promise<PooledSums> {
  const { factor, degradation, taps, classes, rowsPerVolume, exchange, sigma, centres } = rules;
  const prepared: LearningVolume[] = [];
  const levels: PooledLevel[] = [];
  const read: number[] = [];
  for (const [index, { added, strengthEdges, coherenceEdges }] of rules.levels.entries()) {
    const options = {
      ...{ factor, degradation, taps, classes, rowsPerVolume, seed, signal, prepared },
      given: { exchange, sigma, centres, strengthEdges, coherenceEdges },
      streams: [Number.parseInt(hash.slice(0, 8), 16)],
      noise: added,
      onNoise: (share: number | undefined) => read.push(share ?? added),
      onProgress: partOf(onProgress, index / rules.levels.length, (index + 1) / rules.levels.length),
    };
    const rows = await drawRows(executor, [input], options);
    if (rowCount(rows.samples) === 0)
      throw new EigenvoxError("E_INTENSITY", "No voxel to learn from: the mask is empty or the scan too small.");
    const { structure, level } = await sumRows(executor, rows, rows.samples, { ...options, onProgress: undefined });
    levels.push({ added, strengthEdges, coherenceEdges, structure: fixed(structure), level: fixed(level) });
  }
  return { ...rules, levels, scans: [{ hash, read }] };
}

const fixed = ({ layout, sums, rows }: FoldedSums): PooledClasses => ({
  rows,
  sums: sums.map((sum, c) => sum && toFixed(layout, sum, rows[c] as number)),
});
