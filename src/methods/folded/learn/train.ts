/** Learning a folded bank from high-resolution volumes. Source: folded §6. */

import type { Wordless } from "../../../banks/bank";
import type { Executor } from "../../../compute/executor";
import { EigenvoxError } from "../../../core/errors";
import { type JobOptions, partOf } from "../../../core/progress";
import { type Factor, isSameFactor } from "../../../core/volume";
import type { Degradation } from "../../../degradations/degradation";
import { GRADIENT_WINDOW } from "../../common/binned-bank";
import { type LearningVolume, prepareVolume } from "../../common/learning-volume";
import type { LearningInput } from "../../method";
import type { FoldedBank } from "../bank";
import { FOLDED_FIELDS } from "../fields";
import {
  type Exchange,
  exchangeOf,
  foldedClassCounts,
  foldedSigma,
  hasCentredKind,
  LEVEL_CLASSES,
  STRUCTURE_CLASSES,
  type TapCount,
} from "../folding";
import { accumulateFolded, type FoldedSums } from "./accumulate";
import { binEdges, drawSamples, type FoldedSamples } from "./samples";
import { RIDGE, solveClasses } from "./solve";
import { squaredErrors } from "./training-error";

export interface FoldedTrainOptions extends JobOptions {
  readonly factor: Factor;
  readonly degradation: Degradation;
  readonly taps: TapCount;
  /** Voxels drawn from each volume at the most; every volume counts alike. */
  readonly rowsPerVolume: number;
  readonly seed: number;
  /** The pull of every class towards the filter of its phase kind, as a number of average rows. */
  readonly shrinkRows: number;
  /** Axes to exchange; those of equal factor and voxel size in all volumes unless told. */
  readonly exchange?: Exchange;
  /** A bank to shrink towards instead; its factor, exchange, taps and edges are taken over. */
  readonly prior?: FoldedBank;
  /** Largest binding of low-resolution voxels, bytes; 128 MiB unless told. */
  readonly slabBytes?: number;
}

export const FOLDED_TRAIN_DEFAULTS = {
  degradation: "box",
  taps: FOLDED_FIELDS.taps.standard,
  rowsPerVolume: FOLDED_FIELDS.rowsPerVolume.standard,
  seed: 1,
  mask: "auto",
  shrinkRows: FOLDED_FIELDS.shrinkRows.standard,
} as const;

/**
 * Learns the filters of all classes.
 *
 * Throws `E_ARGUMENT` when no voxel is left to learn from, `E_BANK_MISMATCH` for a prior of another kind, and the GPU
 * errors. Cancel: between GPU submits and in the loops of the host. Cost: host memory of 24 bytes a drawn voxel and 8 a
 * voxel of the volumes.
 */
export async function trainFolded(
  executor: Executor,
  inputs: readonly LearningInput[],
  options: FoldedTrainOptions,
): Promise<Wordless<FoldedBank>> {
  const { factor, taps, prior, onProgress } = options;
  const exchange = options.exchange ?? prior?.metadata.exchange ?? commonExchange(inputs, factor);
  const sigma = prior?.metadata.gradientSigma ?? foldedSigma(factor);
  if (prior) checkPrior(prior, options, exchange);

  const volumes: LearningVolume[] = [];
  const samples: FoldedSamples[] = [];
  for (const [stream, input] of inputs.entries()) {
    const volume = await prepareVolume(executor, input, options, { signal: options.signal });
    const report = partOf(onProgress, (0.6 * stream) / inputs.length, (0.6 * (stream + 1)) / inputs.length);
    samples.push(
      await drawSamples(executor, volume, stream, {
        ...options,
        exchange,
        sigma,
        onProgress: ({ fraction }) => report({ stage: `Preparing volume ${stream + 1} of ${inputs.length}`, fraction }),
      }),
    );
    volumes.push(volume);
  }
  const rows = samples.reduce((sum, { words }) => sum + words.length, 0);
  if (rows === 0)
    throw new EigenvoxError("E_ARGUMENT", "No voxel to learn from: the masks are empty or the volumes too small.");
  const edges = prior ?? binEdges(samples);
  const { strengthEdges, coherenceEdges } = edges;
  for (const set of samples) set.sortIntoBins(edges);

  const learning = { ...options, classes: foldedClassCounts(factor, exchange) };
  const report = partOf(onProgress, 0.6, 0.9);
  const sums = await accumulateFolded(executor, volumes, samples, learning, (fraction) =>
    report({ stage: "Accumulating", fraction }),
  );
  const solve = async (of: FoldedSums, perKind: number, towards: Float32Array | undefined) => ({
    rows: of.rows,
    filters: await solveClasses(of, { ...options, perKind, centred: hasCentredKind(factor), towards }),
  });
  const structure = await solve(sums.structure, STRUCTURE_CLASSES, prior?.structureFilters);
  const level = await solve(sums.level, LEVEL_CLASSES, prior?.levelFilters);
  const errors = await squaredErrors(executor, volumes, samples, { structure, level }, options);
  onProgress?.({ stage: "Solving", fraction: 1 });
  return {
    metadata: {
      method: "folded",
      factor,
      taps,
      exchange,
      gradientWindow: GRADIENT_WINDOW,
      gradientSigma: sigma,
      degradation: options.degradation,
      trainingRows: rows,
      solver:
        `inverse in float64; each class shrunk towards ${prior ? `the bank "${prior.metadata.title}"` : "the filter of its phase kind"} ` +
        `with the weight of ${options.shrinkRows} average rows and a ridge of ${RIDGE} of the mean diagonal`,
    },
    strengthEdges,
    coherenceEdges,
    structureFilters: structure.filters,
    levelFilters: level.filters,
    structureRows: structure.rows,
    levelRows: level.rows,
    structureResidual: errors.structure,
    levelResidual: errors.level,
  };
}

/** Axes that every volume allows to be exchanged. */
function commonExchange(inputs: readonly LearningInput[], factor: Factor): Exchange {
  const found = new Set(inputs.map(({ volume }) => exchangeOf(factor, volume.spacing)));
  found.delete("xyz");
  if (found.size === 0) return "xyz";
  return found.size === 1 ? ([...found][0] as Exchange) : "none";
}

function checkPrior({ metadata }: FoldedBank, { factor, taps }: FoldedTrainOptions, exchange: Exchange): void {
  const same = isSameFactor(metadata.factor, factor) && metadata.taps === taps && metadata.exchange === exchange;
  if (same) return;
  throw new EigenvoxError(
    "E_BANK_MISMATCH",
    `The bank "${metadata.title}" to shrink towards has factor ${metadata.factor}, ${metadata.taps} taps and exchanges ${metadata.exchange}; wanted are ${factor}, ${taps} and ${exchange}.`,
  );
}
