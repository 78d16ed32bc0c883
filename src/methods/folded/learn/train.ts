/** Learning a folded bank from high-resolution volumes. Source: folded §6. */

import type { Wordless } from "../../../banks/bank";
import type { Executor } from "../../../compute/executor";
import { EigenvoxError } from "../../../core/errors";
import { workingUnits } from "../../../core/intensity";
import { type JobOptions, partOf } from "../../../core/progress";
import { type Factor, isSameFactor } from "../../../core/volume";
import type { Degradation } from "../../../degradations/degradation";
import { noiseOf } from "../../../evidence/noise";
import { type BinEdges, GRADIENT_WINDOW } from "../../common/binned-bank";
import { type LearningVolume, prepareVolume } from "../../common/learning-volume";
import type { LearningInput } from "../../method";
import type { FoldedBank } from "../bank";
import { FOLDED_FIELDS } from "../fields";
import {
  type ClassScheme,
  type Exchange,
  exchangeOf,
  foldedClassCounts,
  foldedSigma,
  hasCentredKind,
  phaseKinds,
  STRUCTURE_CLASSES,
  stepsOf,
  type TapCount,
} from "../folding";
import { accumulateFolded, type FoldedSums } from "./accumulate";
import { withNoise } from "./add-noise";
import { learnCentres, sortIntoCentres } from "./centres";
import { binEdges, drawSamples, type FoldedSamples } from "./samples";
import { RIDGE, solveClasses } from "./solve";
import { type OfClasses, squaredErrors } from "./training-error";

export interface FoldedTrainOptions extends JobOptions {
  readonly factor: Factor;
  readonly degradation: Degradation;
  readonly taps: TapCount;
  /** What level classes are told by; the level unless told. */
  readonly classes?: ClassScheme;
  /** Of a scheme that has them; learned from the rows unless told. */
  readonly centres?: Float32Array<ArrayBuffer> | undefined;
  /** Voxels drawn from each volume at the most; every volume counts alike. */
  readonly rowsPerVolume: number;
  readonly seed: number;
  /** Keeps the volumes as they are before noise is added, for others that learn from them with the same options. */
  readonly prepared?: LearningVolume[];
  /** Standard deviation of the noise added to the degraded volumes, in working units; none unless told. */
  readonly noise?: number;
  /** Told how noisy each degraded volume is by estimate, in working units, where it can be told. */
  readonly onNoise?: (noise: number | undefined) => void;
  /** The pull of every class towards the filter of its phase kind, as a number of average rows. */
  readonly shrinkRows: number;
  /** Axes to exchange; those of equal factor and voxel size in all volumes unless told. */
  readonly exchange?: Exchange;
  /** Classes that are the same whatever the rows are; cut by the rows unless told. */
  readonly given?: GivenClasses;
  /** Of each volume the number that its voxels and its noise are drawn by; its place among them unless told. */
  readonly streams?: readonly number[];
  /** A bank to shrink towards instead; its factor, exchange, taps, edges and centres are taken over. */
  readonly prior?: FoldedBank;
  /** Largest binding of low-resolution voxels, bytes; 128 MiB unless told. */
  readonly slabBytes?: number;
}

/** All that decides which class a voxel is of. */
export interface GivenClasses extends BinEdges {
  readonly exchange: Exchange;
  readonly sigma: number;
  /** Of a scheme that has them. */
  readonly centres?: Float32Array<ArrayBuffer> | undefined;
}

/** Those of a bank, of its calmest level. */
export const classesOf = ({ metadata, strengthEdges, coherenceEdges, centres }: FoldedBank): GivenClasses => ({
  exchange: metadata.exchange,
  sigma: metadata.gradientSigma,
  strengthEdges,
  coherenceEdges,
  centres,
});

export type FoldedSolvingOptions = Pick<
  FoldedTrainOptions,
  "factor" | "degradation" | "taps" | "classes" | "shrinkRows" | "prior" | "signal"
>;

/** What drawing and summing are told; how the sums are solved is another matter. */
export type RowOptions = Omit<FoldedTrainOptions, "shrinkRows">;

export const FOLDED_TRAIN_DEFAULTS = {
  degradation: "box",
  taps: FOLDED_FIELDS.taps.standard,
  classes: FOLDED_FIELDS.classes.standard,
  rowsPerVolume: FOLDED_FIELDS.rowsPerVolume.standard,
  seed: 1,
  mask: "auto",
  shrinkRows: FOLDED_FIELDS.shrinkRows.standard,
} as const;

/** The settings that a prior brings with it. */
export const takenOver = (prior: FoldedBank) => ({
  prior,
  taps: prior.metadata.taps,
  classes: prior.metadata.classes ?? "level",
});

/** The rows that a bank is learned from: voxels of volumes, hashed. */
export interface LearningRows {
  readonly volumes: readonly LearningVolume[];
  /** Of each volume, sorted into the bins of `edges`. */
  readonly samples: readonly FoldedSamples[];
  readonly edges: BinEdges;
  /** Of a scheme that has them. */
  readonly centres: Float32Array<ArrayBuffer> | undefined;
  readonly exchange: Exchange;
  readonly sigma: number;
}

/** Filters of one kind of class, and the rows behind each. */
export interface SolvedClasses {
  /** Class-major, taps in the order of TAP_OFFSETS. */
  readonly filters: Float32Array<ArrayBuffer>;
  readonly rows: Uint32Array<ArrayBuffer>;
}

export type Solved = OfClasses<SolvedClasses>;
export type ClassSums = OfClasses<FoldedSums>;

/** Shares of the progress that drawing and summing take. */
const DRAWN = 0.6;
const SUMMED = 0.9;

/**
 * Learns the filters of all classes.
 *
 * Throws `E_INTENSITY` for a volume of one value and when no voxel is left to learn from, `E_BANK_MISMATCH` for a prior of another kind, and the device
 * errors. Cancel: between GPU submits and in the loops of the host. Cost: host memory of 24 bytes a drawn voxel, 4 for each of its numbers and 8 a
 * voxel of the volumes.
 */
export async function trainFolded(
  executor: Executor,
  inputs: readonly LearningInput[],
  options: FoldedTrainOptions,
): Promise<Wordless<FoldedBank>> {
  const { onProgress } = options;
  const rows = await drawRows(executor, inputs, { ...options, onProgress: partOf(onProgress, 0, DRAWN) });
  if (rowCount(rows.samples) === 0)
    throw new EigenvoxError("E_INTENSITY", "No voxel to learn from: the masks are empty or the volumes too small.");
  const summing = { ...options, onProgress: partOf(onProgress, DRAWN, SUMMED) };
  const solved = await solveFolded(await sumRows(executor, rows, rows.samples, summing), options);
  const errors = await squaredErrors(executor, rows.volumes, rows.samples, solved, options);
  onProgress?.({ stage: "Solving", fraction: 1 });
  return foldedBank(rows, solved, errors, options);
}

export const rowCount = (samples: readonly FoldedSamples[]) =>
  samples.reduce((sum, { words }) => sum + words.length, 0);

/** Prepares the volumes and draws their rows, of which there may be none. Errors and cancelling as `trainFolded`. */
export async function drawRows(
  executor: Executor,
  inputs: readonly LearningInput[],
  options: RowOptions,
): Promise<LearningRows> {
  const { factor, classes = "level", prior, onProgress } = options;
  const given = options.given ?? (prior && classesOf(prior));
  const exchange = options.exchange ?? given?.exchange ?? commonExchange(inputs, factor);
  const sigma = given?.sigma ?? foldedSigma(factor);
  if (prior) checkPrior(prior, options, exchange);

  const volumes: LearningVolume[] = [];
  const samples: FoldedSamples[] = [];
  for (const [index, input] of inputs.entries()) {
    const stream = options.streams?.[index] ?? index;
    const own = { signal: options.signal };
    const clean = options.prepared?.[index] ?? (await prepareVolume(executor, input, options, own, workingUnits));
    if (options.prepared) options.prepared[index] = clean;
    const volume = withNoise(clean, stream, options);
    options.onNoise?.(noiseOf(volume.low)?.sigma);
    const report = partOf(onProgress, index / inputs.length, (index + 1) / inputs.length);
    samples.push(
      await drawSamples(executor, volume, stream, {
        ...options,
        classes,
        exchange,
        sigma,
        onProgress: ({ fraction }) => report({ stage: `Preparing volume ${index + 1} of ${inputs.length}`, fraction }),
      }),
    );
    volumes.push(volume);
  }
  const edges = given ?? binEdges(samples);
  const centres = await centresOf(samples, { ...options, exchange, centres: options.centres ?? given?.centres });
  for (const set of samples) {
    set.sortIntoBins(edges);
    if (centres) await sortIntoCentres(set, centres, { scheme: classes, signal: options.signal });
  }
  return { volumes, samples, edges, centres, exchange, sigma };
}

/** The centres given, or those of the rows; none of a scheme without. */
async function centresOf(
  samples: readonly FoldedSamples[],
  { classes = "level", centres, factor, seed, signal, exchange }: RowOptions & { readonly exchange: Exchange },
): Promise<Float32Array<ArrayBuffer> | undefined> {
  if (classes === "level") return undefined;
  const kinds = phaseKinds(factor, exchange).count;
  return centres ?? learnCentres(samples, { scheme: classes, kinds, seed, signal });
}

/** The sums of all classes over some of the rows: `samples` of each volume. */
export function sumRows(
  executor: Executor,
  { volumes, exchange }: LearningRows,
  samples: readonly FoldedSamples[],
  options: RowOptions,
): Promise<ClassSums> {
  const { factor, classes = "level" } = options;
  const counts = foldedClassCounts(factor, exchange, classes);
  const learning = { ...options, counts, steps: stepsOf(classes) };
  return accumulateFolded(executor, volumes, samples, learning, (fraction) =>
    options.onProgress?.({ stage: "Accumulating", fraction }),
  );
}

/** The filters that sums give. */
export async function solveFolded(sums: ClassSums, options: FoldedSolvingOptions): Promise<Solved> {
  const { factor, prior, classes = "level" } = options;
  const solve = async (of: FoldedSums, perKind: number, towards: Float32Array | undefined) => ({
    rows: of.rows,
    filters: await solveClasses(of, { ...options, perKind, centred: hasCentredKind(factor), towards }),
  });
  return {
    structure: await solve(sums.structure, STRUCTURE_CLASSES, prior?.structureFilters),
    level: await solve(sums.level, 4 * stepsOf(classes), prior?.levelFilters),
  };
}

/** A bank of filters, and of the mean squared error that is to be expected of each class. */
export function foldedBank(
  { edges, centres, exchange, sigma }: Omit<LearningRows, "volumes" | "samples">,
  { structure, level }: Solved,
  errors: OfClasses<Float32Array<ArrayBuffer>>,
  { factor, taps, classes = "level", prior, degradation, shrinkRows }: FoldedSolvingOptions,
): Wordless<FoldedBank> {
  const { strengthEdges, coherenceEdges } = edges;
  return {
    metadata: {
      method: "folded",
      factor,
      taps,
      exchange,
      ...(classes !== "level" && { classes }),
      gradientWindow: GRADIENT_WINDOW,
      gradientSigma: sigma,
      degradation,
      trainingRows: structure.rows.reduce((a, b) => a + b, 0),
      solver:
        `inverse in float64; each class shrunk towards ${prior ? `the bank "${prior.metadata.title}"` : "the filter of its phase kind"} ` +
        `with the weight of ${shrinkRows} average rows and a ridge of ${RIDGE} of the mean diagonal`,
    },
    strengthEdges,
    coherenceEdges,
    ...(centres && { centres }),
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

function checkPrior(
  { metadata }: FoldedBank,
  { factor, taps, classes = "level" }: RowOptions,
  exchange: Exchange,
): void {
  const own = metadata.classes ?? "level";
  const same =
    isSameFactor(metadata.factor, factor) &&
    metadata.taps === taps &&
    metadata.exchange === exchange &&
    own === classes;
  if (same) return;
  throw new EigenvoxError(
    "E_BANK_MISMATCH",
    `The bank "${metadata.title}" to shrink towards has factor ${metadata.factor}, ${metadata.taps} taps, classes by ${own} and exchanges ${metadata.exchange}; wanted are ${factor}, ${taps}, ${classes} and ${exchange}.`,
  );
}
