/** What a method is: a way of making a finer volume, with a bank of learned filters or without. */

import type { Bank, Wordless } from "../banks/bank";
import type { BankCodec } from "../banks/bank-codec";
import type { Executor, ExecutorLimits } from "../compute/executor";
import type { WorkingUnits } from "../core/intensity";
import type { MaskKind } from "../core/mask";
import type { Notice } from "../core/notice";
import type { JobOptions, Progress } from "../core/progress";
import type { RandomAccess } from "../core/random-access";
import { type Factor, upsampledDims, type Vec3, type Volume, voxelCount } from "../core/volume";
import type { Degradation } from "../degradations/degradation";
import type { BoundedOptions } from "../parts/brick";
import type { ExplainedVolume, Explanation } from "./explanation";
import type { SettingFields } from "./settings";

export interface ApplyOptions<B extends Bank = Bank> extends BoundedOptions {
  readonly factor: Factor;
  /** For methods that need one; its factor must be the options'. */
  readonly bank?: B | undefined;
  /** Also return the tricubic volume that filters are applied to (costs no extra work). */
  readonly keepInterpolated?: boolean;
  /** Also return the error to be expected of every voxel, where the method predicts it. */
  readonly wantErrors?: boolean;
  /** What the method takes for 0 and 1; the volume's own units unless told. */
  readonly units?: WorkingUnits | undefined;
}

export interface Applied {
  /** On the input's own intensity scale, with the finer grid's affine. */
  readonly output: Volume;
  readonly interpolated?: Volume;
  /** Root mean square error to be expected of each voxel, in the input's units. */
  readonly predictedError?: Volume;
  /** Voxels that were drawn back to the range of their neighbours, where the method does so. */
  readonly guarded?: number;
  /** Voxels of classes that were learned from few rows, where the method counts them. */
  readonly fewRows?: number;
  /** Most device memory held at a time, bytes. */
  readonly peakGpuBytes: number;
}

/** Grades of images, each sharper and slower than the one before. */
export const QUALITIES = ["fast", "fine", "finest"] as const;
export type Quality = (typeof QUALITIES)[number];

export interface Method<B extends Bank = Bank> {
  /** Its name in files and requests. */
  readonly id: string;
  /** Its name for people. */
  readonly title: string;
  /** A sentence to choose it by. */
  readonly note: string;
  /** The grade of images that it stands for, where it is the best one's of its cost. */
  readonly quality?: Quality;
  /** Multiply-adds per output voxel, roughly, for the progress of jobs that apply several methods. */
  cost(bank: B | undefined): number;
  /** Of a whole scan of these dimensions on such a device, where margins are much of it: `operationsOf`. */
  operations?(bank: B, dims: Vec3, limits: ExecutorLimits): number;
  /** Voxels of the scan that its filters see farther out than those of one pass do. */
  reach?(bank: B): number;
  /**
   * Makes a volume `factor` times finer.
   *
   * Throws `E_INTENSITY` for a scan without signal, and what `Executor.inSpace` throws. Cancel: between submits, by
   * rejecting with the signal's reason.
   */
  apply(executor: Executor, volume: Volume, options: ApplyOptions<B>): Promise<Applied>;
  /** How its banks are stored; undefined for a method that needs none. */
  readonly codec?: BankCodec<B>;
  /** True where it knows the error to be expected of every voxel. */
  readonly predictsErrors?: boolean;
  /** The units a scan is worked on in: what differences are a share of. */
  units?(data: Float32Array): WorkingUnits;
  /**
   * How the voxel `at` of the finer grid comes to be, in working units, of a volume that is large enough around it for its
   * faces to mean nothing unless they are the scan's. Float64: slow, and as the method is defined.
   */
  explain?(volume: ExplainedVolume, at: Vec3, bank: B): Explanation;
  /** The bank with its filters for a scan of so much noise, estimated, a share of the working scale. */
  atNoise?(bank: B, noise: number): B;
  /** The bank to be applied to the scan and to its mirror images, whose mean is better, for as much more work. */
  mirrored?(bank: B): B;
  /** What must be known of the bank on voxels of these sizes. */
  suits?(bank: B, spacing: Vec3): readonly Notice[];
  /** A bank between two that are alike but for what they were learned for: `share` of b. Throws `E_BANK_MISMATCH`. */
  mixed?(a: B, b: B, share: number): B;
  /** The bank as it would be with one filter for all classes, a baseline, where it holds one. */
  withoutClasses?(bank: B): B | undefined;
  readonly learn?: Learner<B>;
  readonly self?: SelfLearner<B>;
}

/** Multiply-adds of making a scan of these dimensions finer. */
export function operationsOf(
  method: Method,
  bank: Bank | undefined,
  factor: Factor,
  dims: Vec3,
  limits: ExecutorLimits,
): number {
  if (bank && method.operations) return method.operations(bank, dims, limits);
  return method.cost(bank) * voxelCount(upsampledDims(dims, factor));
}

/** The bank as it is applied: with `mirrored` to mirror images too, where the method has a use for that. */
export const mirroredBank = <B extends Bank>(method: Pick<Method<B>, "mirrored">, bank: B, mirrored = false): B =>
  (mirrored && method.mirrored?.(bank)) || bank;

/** A method that applies banks. */
export type BankMethod<B extends Bank = Bank> = Method<B> & Required<Pick<Method<B>, "codec" | "units">>;

export const isBankMethod = (method: Method): method is BankMethod =>
  method.codec !== undefined && method.units !== undefined;

/** A volume to learn from, with the kind of mask that says where. */
export interface LearningInput {
  readonly volume: Volume;
  readonly mask: MaskKind;
}

/** What learning of every method is told. */
export interface LearningTask<B extends Bank = Bank> {
  readonly factor: Factor;
  readonly degradation: Degradation;
  readonly seed: number;
  /** The method's own settings, as its `fields` read them. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** A bank that the classes are drawn towards, for learners that take one. */
  readonly prior?: B | undefined;
  /** A bank whose class centres are taken over, for learners that have a use for them. */
  readonly centresOf?: B | undefined;
  /** A bank whose classes are taken over, for learners whose sums can be added only where these are the same. */
  readonly classesOf?: B | undefined;
  /** Sums to add to, for learners that keep them. */
  readonly base?: DescribedSums | undefined;
  readonly gpuBytes?: number | undefined;
}

/** How the filters of a method's banks are learned. */
export interface Learner<B extends Bank = Bank> {
  readonly degradation: Degradation;
  readonly seed: number;
  readonly mask: MaskKind;
  /** The settings that are the method's own, with their defaults and ranges. */
  readonly fields: SettingFields;
  /** True where one of its banks can be given for the classes to be drawn towards. */
  readonly takesPrior: boolean;
  /** True where the class centres of one of its banks can be taken over, so that the two can be mixed. */
  readonly takesCentres?: boolean;
  /** True where sums are kept only with the classes of a bank that is given, or of sums to add to. */
  readonly takesClasses?: boolean;
  /** What of the settings a run's complete parts depend on; all of them unless told. */
  partSettings?(settings: LearningTask["settings"]): unknown;
  /** Throws `E_ARGUMENT` for a degradation that cannot have the factor, and for settings out of their range. */
  start(inputs: readonly LearningInput[], task: LearningTask<B>): LearningRun<B>;
  /** What learning would take. Throws `E_GPU_LIMIT` where it cannot be. */
  plan?(executor: Executor, volumes: readonly PlannedVolume[], task: LearningTask<B>): Promise<LearningPlan>;
  /** Sums that banks are solved from, where they can be saved, merged and added to. */
  readonly sums?: SumsKind;
}

/** One learning, which can be interrupted (cancelled, a lost device) and run again: what is complete stays. */
export interface LearningRun<B extends Bank = Bank> {
  /** Share of the work that is complete and would not be done again. */
  readonly doneShare: number;
  /** Complete parts by number, where there are any: what `restore` takes. */
  readonly parts?: RunParts | undefined;
  run(executor: Executor, options: RunOptions): Promise<Learned<B>>;
}

export interface RunParts {
  /** How many there will be, about. */
  readonly expected: number;
  readonly complete: ReadonlyMap<number, Float32Array<ArrayBuffer>>;
  /** Takes over parts that an earlier run of the same task completed; those that are damaged are left out. */
  restore(parts: ReadonlyMap<number, Float32Array<ArrayBuffer>>): void;
}

export interface RunOptions extends Pick<JobOptions, "signal"> {
  readonly onProgress?: ((progress: LearningProgress) => void) | undefined;
  /** Told of parts as they become complete. */
  readonly onParts?: ((parts: ReadonlyMap<number, Float32Array<ArrayBuffer>>) => void | Promise<void>) | undefined;
}

/** Where a learning is. Details are there while they mean something. */
export interface LearningProgress extends Progress {
  /** The volume in work, from 1, and how many there are. */
  readonly volume?: readonly [number, number];
  readonly rows?: { readonly done: number; readonly total: number; readonly perSecond: number };
  /** Rows of each class, once they are counted. */
  readonly classRows?: Uint32Array;
  readonly solver?: SolverProgress;
}

/** State of an iterative solver: one point of the residual's curve. */
export interface SolverProgress {
  /** Iterations of this batch of systems. */
  readonly iteration: number;
  /** Largest relative residual among them, in float64. */
  readonly worst: number;
  /** Classes solved so far, of all. */
  readonly solved: number;
  readonly total: number;
}

export interface Learned<B extends Bank = Bank> {
  /** All of a bank but the words that its maker adds. */
  readonly bank: Wordless<B>;
  /** What there is to show of it, as plain data, for the page's own part of the method. */
  readonly details: unknown;
  /** The same for a terminal. */
  readonly report: readonly string[];
  /** What must be known of what it was learned from. */
  readonly notices?: readonly Notice[];
  /** What the bank was solved from, where the method keeps it. */
  readonly sums?: unknown;
}

/** A learning volume as planning sees it. */
export interface PlannedVolume {
  readonly dims: Vec3;
  /** Voxels inside its mask of each kind. */
  readonly maskVoxels: Readonly<Record<MaskKind, number>>;
  readonly mask: MaskKind;
}

/** What learning would take. */
export interface LearningPlan {
  /** Rows expected to be used; sampling decides the exact number. */
  readonly rows: number;
  /** Most memory of this program held at a time, bytes. */
  readonly hostBytes: number;
  /** Rounds over all volumes, where there is more than one kind of round. */
  readonly passes?: number;
  readonly gpuBytes?: number;
  /** Projected from a short measurement on this device, where it is worth one. */
  readonly seconds?: number;
}

/** Sums as files; what they hold is the method's business. */
export interface SumsKind {
  read(file: RandomAccess): Promise<DescribedSums>;
  /** The file's parts, in order. */
  write(sums: DescribedSums): Iterable<Uint8Array<ArrayBuffer>>;
  /** Throws `E_SUMS_MISMATCH` unless all were made alike, and `E_SUMS_REPEATED` where a scan is in two of them. */
  merge(all: readonly DescribedSums[]): DescribedSums;
  describe(sums: DescribedSums): SumsFacts;
  /** Without classes of fewer rows, where the method can do without. Throws `E_ARGUMENT` where nothing would be left. */
  withoutFewRows?(sums: DescribedSums, least: number): DescribedSums;
  /** How sums are masked, where they can be. */
  readonly masking?: MaskingKind;
}

/** Sums of sites that only show when those of all sites are added. Source: pooled §6. */
export interface MaskingKind {
  /** `seeds` of every other site of the round. Throws `E_ARGUMENT` for more scans than the round has room for. */
  mask(sums: DescribedSums, round: MaskRound, site: string, seeds: MaskSeeds): Promise<MaskedSums>;
  write(masked: MaskedSums): Iterable<Uint8Array<ArrayBuffer>>;
  read(file: RandomAccess): Promise<MaskedSums>;
  /** Throws `E_SUMS_MISMATCH` unless all sites of one round are there, and `E_SUMS_REPEATED` for what is there twice. */
  merge(all: readonly MaskedSums[]): DescribedSums;
}

/** What sites agree on before they mask. */
export interface MaskRound {
  /** Used once: masks of one name are the same ones. */
  readonly name: string;
  /** Ascending. */
  readonly sites: readonly string[];
  /** Scans of all sites together at the most. */
  readonly mostScans: number;
}

export const MOST_MASKED_SCANS = 1e5;

/** Of sites and rounds. */
export const isSiteName = (text: string): boolean => /^[A-Za-z0-9._-]{1,60}$/.test(text);

/** The secrets that a site has with others, by their names. */
export type MaskSeeds = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** Masked sums with the words that go with them. */
export interface MaskedSums {
  readonly metadata: Bank["metadata"];
  readonly masked: unknown;
}

/** Sums with the words that go with them. */
export interface DescribedSums {
  readonly metadata: Bank["metadata"];
  readonly sums: unknown;
}

export interface SumsFacts {
  readonly factor: Factor;
  readonly degradation: Degradation;
  /** The settings that a learning must have to add to them. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly rows: number;
  /** Bytes of the file, and of the memory that they take. */
  readonly bytes: number;
  readonly memoryBytes: number;
}

/** Learning from the scan that is to be made finer. */
export interface SelfLearner<B extends Bank = Bank> {
  /** A scan, degraded once more, teaches filters without a bank to start from where a factor's least part is at most this. */
  readonly aloneUpTo: number;
  /**
   * A bank learned from the scan and its own degradation, for the scan, where that is better than what there is without.
   *
   * Throws `E_ARGUMENT` for a factor that is never learned without a prior.
   */
  learn(executor: Executor, scan: Volume, options: SelfOptions<B>): Promise<SelfLearned<B>>;
}

export interface SelfOptions<B extends Bank = Bank> extends JobOptions {
  readonly factor: Factor;
  readonly degradation: Degradation;
  readonly prior?: B | undefined;
}

/** What came of it: a bank, or that the prior or interpolation is the better choice, and notices that say why. */
export type SelfLearned<B extends Bank = Bank> =
  | {
      readonly kind: "learned";
      readonly bank: Wordless<B>;
      /** The units that it is to be applied in. */
      readonly units: WorkingUnits;
      readonly title: string;
      readonly trainingData: readonly string[];
      readonly notices: readonly Notice[];
    }
  | { readonly kind: "prior"; readonly units: WorkingUnits; readonly notices: readonly Notice[] }
  | { readonly kind: "interpolated"; readonly notices: readonly Notice[] };

export const learnsAlone = ({ aloneUpTo }: Pick<SelfLearner, "aloneUpTo">, factor: Factor): boolean =>
  Math.min(...factor) <= aloneUpTo;
