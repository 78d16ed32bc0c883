/** Learning from the scan itself, where no bank fits it. Source: folded §9. */

import type { Executor } from "../../compute/executor";
import { EigenvoxError } from "../../core/errors";
import { finiteRange, unlessConstant, workingUnits } from "../../core/intensity";
import { type Notice, notice } from "../../core/notice";
import { AXIS_NAMES, type Factor, formatFactor, loneAxis, swapAxes, type Volume } from "../../core/volume";
import { noiseOf } from "../../evidence/noise";
import { learnsAlone, type SelfLearned, type SelfLearner, type SelfOptions } from "../method";
import type { FoldedBank } from "./bank";
import { atNoise } from "./between";
import { exchangeNotices } from "./exchange-notice";
import { EQUAL_SPACING, exchangeOf } from "./folding";
import { errorRatio } from "./learn/across-scales";
import { type HeldOut, type JudgedBank, trainJudged } from "./learn/held-out";
import { withoutStray } from "./learn/robust-range";
import { FOLDED_TRAIN_DEFAULTS, type FoldedTrainOptions, takenOver } from "./learn/train";
import { interpolationErrors } from "./learn/training-error";

/** With a prior this many average rows hold a class to it: what was learned elsewhere outweighs one scan. */
const PRIOR_ROWS = 20_000;
/** Voxels that must remain along an axis that was made coarse, for it to be an example. */
const MIN_COARSE = 10;
/** Fewer rows than these teach no filters, and too few are left to judge them by. Measured on crops of scans. */
const LEAST_ROWS = 2000;
/** A bank is better only where by so many standard errors of the gain: the rows held out are not quite independent. */
const LEAST_CERTAINTY = 3;
/** Of the change of errors from scale to scale, on a logarithmic scale, how much is expected to go on. Source: folded §9. */
const GOES_ON = 2 / 3;

export const FOLDED_SELF: SelfLearner<FoldedBank> = { aloneUpTo: 2, learn: trainOnScan };

/**
 * A bank learned from the scan and its own degradation, for the scan, where it is better on rows held out than what there
 * was before. Where one axis is to be refined, each axis that is no coarser is made coarse in its place.
 *
 * Throws `E_ARGUMENT` at 3× and more along every axis without a prior (too little is left of a scan degraded twice), and
 * what `trainFolded` throws, but for having nothing to learn from.
 */
async function trainOnScan(
  executor: Executor,
  scan: Volume,
  options: SelfOptions<FoldedBank>,
): Promise<SelfLearned<FoldedBank>> {
  const { factor, degradation, signal, onProgress } = options;
  const noise = noiseOf(scan)?.share ?? 0;
  const prior = options.prior && atNoise(options.prior, noise);
  if (!prior && !learnsAlone(FOLDED_SELF, factor)) {
    throw new EigenvoxError(
      "E_ARGUMENT",
      `A scan that is degraded ${formatFactor(factor)} once more leaves too little to learn from: give a bank to start from, or take 2×.`,
    );
  }
  const exchange = prior?.metadata.exchange ?? exchangeOf(factor, scan.spacing);
  const notices = exchangeNotices(scan.spacing, exchange);
  const data = withoutStray(scan.data);
  /** What there is without learning. */
  const instead = (found: Notice, isPriorBetter = prior !== undefined): SelfLearned<FoldedBank> =>
    isPriorBetter
      ? { kind: "prior", units: unlessConstant(workingUnits)(data), notices: [...notices, found] }
      : { kind: "interpolated", notices: [found] };
  const without = prior ? `the bank "${prior.metadata.title}" is used as it is` : "the scan is interpolated";

  const short = prior ? undefined : tooShortAxis(scan, factor);
  if (short !== undefined) {
    const size = `${scan.dims[short]} voxels along ${AXIS_NAMES[short]}, where they are longest,`;
    return instead(notice("W_SELF_FEW_ROWS", `${size} are too few to learn from the scan itself: ${without}.`));
  }
  const examples = ownExamples({ ...scan, data }, factor);
  const settings = {
    ...FOLDED_TRAIN_DEFAULTS,
    factor,
    degradation,
    exchange,
    ...(prior ? { ...takenOver(prior), shrinkRows: PRIOR_ROWS } : {}),
    noise: noise * Math.sqrt(1 - 1 / factor.reduce((a, b) => a * b)),
    signal,
    onProgress,
  };
  const inputs = examples.map(({ volume }) => ({ volume, mask: FOLDED_TRAIN_DEFAULTS.mask }));
  const judged = canLearn(scan, data, factor) ? await trainJudged(executor, inputs, LEAST_ROWS, settings) : undefined;
  if (!judged) {
    const text = `The scan holds fewer than ${LEAST_ROWS} voxels to learn from: ${without}.`;
    return instead(notice("W_SELF_FEW_ROWS", text));
  }
  const { heldOut } = judged;
  if (heldOut.certainty < LEAST_CERTAINTY) {
    const isPriorBetter = heldOut.prior !== undefined && heldOut.prior < heldOut.interpolated;
    return instead(notice("W_SELF_NO_GAIN", noGainText(heldOut, isPriorBetter)), isPriorBetter);
  }
  return {
    kind: "learned",
    bank: await withExpectedErrors(executor, judged, settings),
    units: workingUnits(data),
    title: `the scan itself, ${formatFactor(factor)} ${degradation}`,
    trainingData: examples.map(({ name }) => name),
    notices,
  };
}

/** Whether the scan is large enough to be made coarse, and varies. */
function canLearn({ dims }: Volume, data: Float32Array, factor: Factor): boolean {
  const [low, high] = finiteRange(data);
  return low < high && dims.every((n, axis) => n >= (factor[axis] as number));
}

/**
 * An axis with longer voxels than another, to be made finer together with others, of which too little is left when it is made
 * coarser still: filters across thick slices are learned from nothing else, and what a few slices teach does not hold.
 */
function tooShortAxis({ dims, spacing }: Volume, factor: Factor): 0 | 1 | 2 | undefined {
  if (loneAxis(factor) !== undefined) return undefined;
  const finest = Math.min(...spacing);
  return ([0, 1, 2] as const).find(
    (axis) =>
      factor[axis] > 1 && spacing[axis] > (1 + EQUAL_SPACING) * finest && dims[axis] < MIN_COARSE * factor[axis],
  );
}

function noGainText({ rows, bank, interpolated, prior, certainty }: HeldOut, isPriorBetter: boolean): string {
  const percent = (meanSquare: number) => `${(100 * Math.sqrt(meanSquare)).toFixed(2)} %`;
  const others = [
    `interpolation ${percent(interpolated)}`,
    ...(prior === undefined ? [] : [`the bank ${percent(prior)}`]),
  ];
  return (
    `What the scan itself teaches is no better than what there is without, on ${rows} voxels held out: ` +
    `RMS error ${percent(bank)} of the range, ${others.join(", ")} ` +
    `(${certainty.toFixed(1)} standard errors better, ${LEAST_CERTAINTY} are asked for). ` +
    `${isPriorBetter ? "The bank is used as it is" : "The scan is interpolated"}.`
  );
}

/** The bank with the errors that are to be expected of the scan's result in place of those in training. Source: folded §9. */
async function withExpectedErrors(
  executor: Executor,
  { bank, heldOut, drawn }: JudgedBank,
  options: Pick<FoldedTrainOptions, "factor" | "degradation" | "signal">,
): Promise<JudgedBank["bank"]> {
  const [volume] = drawn.volumes;
  const [errors] = interpolationErrors(drawn.volumes, drawn.samples);
  if (!volume || !errors || errors.length === 0) return bank;
  const meanSquare = errors.reduce((sum, value) => sum + value, 0) / errors.length;
  const ratio = await errorRatio(executor, volume, meanSquare, options);
  const scale = (heldOut.seen > 0 ? heldOut.bank / heldOut.seen : 1) * ratio ** (2 * GOES_ON);
  const scaled = (residual: Float32Array<ArrayBuffer>) => residual.map((value) => scale * value);
  return {
    ...bank,
    structureResidual: scaled(bank.structureResidual),
    levelResidual: scaled(bank.levelResidual),
  };
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
