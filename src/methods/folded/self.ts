/** Learning from the scan itself, where no bank fits it. Source: folded §9. */

import type { Executor } from "../../compute/executor";
import { EigenvoxError } from "../../core/errors";
import { AXIS_NAMES, type Factor, formatFactor, loneAxis, swapAxes, type Volume } from "../../core/volume";
import { learnsAlone, type SelfLearner } from "../method";
import type { FoldedBank } from "./bank";
import { EQUAL_SPACING, exchangeOf } from "./folding";
import { FOLDED_TRAIN_DEFAULTS, trainFolded } from "./learn/train";

/** With a prior this many average rows hold a class to it: what was learned elsewhere outweighs one scan. */
const PRIOR_ROWS = 20_000;
/** Voxels that must remain along an axis that was made coarse, for it to be an example. */
const MIN_COARSE = 10;

export const FOLDED_SELF: SelfLearner<FoldedBank> = { aloneUpTo: 2, learn: trainOnScan };

/**
 * A bank learned from the scan and its own degradation, for the scan. Where one axis is to be refined, each axis that is
 * no coarser is made coarse in its place.
 *
 * Throws `E_ARGUMENT` at 3× and more along every axis without a prior (too little is left of a scan degraded twice), and
 * what `trainFolded` throws.
 */
async function trainOnScan(
  executor: Executor,
  scan: Volume,
  options: Parameters<SelfLearner<FoldedBank>["learn"]>[2],
): ReturnType<SelfLearner<FoldedBank>["learn"]> {
  const { factor, degradation, prior, signal, onProgress } = options;
  if (!prior && !learnsAlone(FOLDED_SELF, factor)) {
    throw new EigenvoxError(
      "E_ARGUMENT",
      `A scan that is degraded ${formatFactor(factor)} once more leaves too little to learn from: give a bank to start from, or take 2×.`,
    );
  }
  const examples = ownExamples(scan, factor);
  const bank = await trainFolded(
    executor,
    examples.map(({ volume }) => ({ volume, mask: FOLDED_TRAIN_DEFAULTS.mask })),
    {
      ...FOLDED_TRAIN_DEFAULTS,
      factor,
      degradation,
      exchange: prior?.metadata.exchange ?? exchangeOf(factor, scan.spacing),
      ...(prior ? { prior, taps: prior.metadata.taps, shrinkRows: PRIOR_ROWS } : {}),
      signal,
      onProgress,
    },
  );
  const title = `the scan itself, ${formatFactor(factor)} ${degradation}`;
  return { bank, title, trainingData: examples.map(({ name }) => name) };
}

/**
 * What there is to learn from: the scan, or for one axis the scan turned so that another lies in its place. The third
 * axis of such an example is coarser than in use, which costs less than the detail of the finer axes brings.
 */
function ownExamples(scan: Volume, factor: Factor): readonly { readonly name: string; readonly volume: Volume }[] {
  const along = loneAxis(factor);
  const whole = [{ name: "the scan itself", volume: scan }];
  if (along === undefined) return whole;
  const fine = ([0, 1, 2] as const).filter(
    (axis) =>
      scan.spacing[axis] <= scan.spacing[along] * (1 + EQUAL_SPACING) && scan.dims[axis] >= MIN_COARSE * factor[along],
  );
  if (fine.length === 0) return whole;
  return fine.map((axis) => ({
    name: `the scan itself, along ${AXIS_NAMES[axis]}`,
    volume: axis === along ? scan : swapAxes(scan, axis, along),
  }));
}
