/** Learning from the scan itself, where no bank fits it. Source: folded §9. */

import type { FoldedBank } from "../../bank/bank";
import { EigenvoxError } from "../../core/errors";
import type { Degradation } from "../../core/method";
import type { JobOptions } from "../../core/progress";
import { type Factor, formatFactor, type Volume } from "../../core/volume";
import { FOLDED_TRAIN_DEFAULTS, trainFolded } from "../folded/train";
import type { GpuContext } from "../gpu/context";

export interface SelfTrainOptions extends JobOptions {
  readonly factor: Factor;
  readonly degradation: Degradation;
  /** A bank of the same factor to shrink towards. */
  readonly prior?: FoldedBank;
}

/** With a prior this many average rows hold a class to it: what was learned elsewhere outweighs one scan. */
const PRIOR_ROWS = 20_000;
const OWN_WORDS = {
  created: "",
  software: "",
  licence: "not stated",
  intendedUse: "Research; not for diagnosis.",
};

/**
 * A bank learned from the scan and its own second degradation, for the scan.
 *
 * Throws `E_ARGUMENT` at 3× and more along every axis without a prior (too little is left of a scan degraded twice), and
 * what `trainFolded` throws.
 */
export async function trainOnScan(gpu: GpuContext, scan: Volume, options: SelfTrainOptions): Promise<FoldedBank> {
  const { factor, degradation, prior, signal, onProgress } = options;
  if (!prior && Math.min(...factor) > 2) {
    throw new EigenvoxError(
      "E_ARGUMENT",
      `A scan that is degraded ${formatFactor(factor)} once more leaves too little to learn from: give a bank to start from, or take 2×.`,
    );
  }
  const trained = await trainFolded(gpu, [scan], {
    ...FOLDED_TRAIN_DEFAULTS,
    factor,
    degradation,
    ...(prior ? { prior, taps: prior.metadata.taps, shrinkRows: PRIOR_ROWS } : {}),
    signal,
    onProgress,
  });
  const title = `the scan itself, ${formatFactor(factor)} ${degradation}`;
  return { ...trained, metadata: { ...trained.metadata, ...OWN_WORDS, title, trainingData: ["the scan itself"] } };
}
