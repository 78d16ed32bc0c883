/** Learning a bank in one go. Source: method §6. */

import type { Executor } from "../../../compute/executor";
import { partOf } from "../../../core/progress";
import { PAPER_FIELDS } from "../fields";
import { type SolveBankOptions, solveBank, type TrainedBank } from "./solve-bank";
import type { TrainingSums } from "./sums";
import type { SumOptions, Training } from "./training";

export const TRAIN_DEFAULTS = {
  degradation: "box",
  patch: PAPER_FIELDS.patch.standard,
  sample: PAPER_FIELDS.sample.standard,
  seed: 1,
  mask: "auto",
  shrinkRows: PAPER_FIELDS.shrinkRows.standard,
} as const;

export interface TrainOptions extends SumOptions, SolveBankOptions {}

/**
 * Sums what is left to sum of `training`, then solves. After a rejection (cancelled, GPU lost) it may be called again
 * and goes on from the last complete group of classes. Errors: as `Training.run` and `solveBank`.
 */
export async function train(
  executor: Executor,
  training: Training,
  options: TrainOptions,
): Promise<TrainedBank & { readonly sums: TrainingSums }> {
  const { onProgress } = options;
  const summing = training.summingShare(executor.limits);
  const { sums, heldOut } = await training.run(executor, { ...options, onProgress: partOf(onProgress, 0, summing) });
  const bank = await solveBank(executor, sums, heldOut, { ...options, onProgress: partOf(onProgress, summing, 1) });
  return { ...bank, sums };
}
