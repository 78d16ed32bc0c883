/** What the page and the worker say to each other about training: plain data only, as in `protocol.ts`. */

import type { MaskKind } from "../core/mask";
import type { Factor, Vec3 } from "../core/volume";
import type { Degradation } from "../degradations/degradation";
import type { MethodScore } from "../jobs/evaluate/rows";
import type { FoldedMetadata } from "../methods/folded/bank";
import type { TapCount } from "../methods/folded/folding";
import type { PaperMetadata } from "../methods/paper/bank";
import type { TrainingPlan } from "../methods/paper/learn/plan";
import type { ShrinkChoice } from "../methods/paper/learn/solve-bank";
import type { TrainingProgress } from "../methods/paper/learn/training";
import type { BankEntry, FilesRead, Outcome, WireError } from "./protocol";

/** A high-resolution volume that the worker holds for training. */
export interface TrainingVolumeInfo {
  readonly id: string;
  readonly name: string;
  readonly dims: Vec3;
  /** Voxel sizes in mm. */
  readonly spacing: Vec3;
  readonly fileBytes: number;
  /** Voxels inside each kind of mask. */
  readonly maskVoxels: Readonly<Record<MaskKind, number>>;
  readonly notices: readonly string[];
}

export interface TrainingVolumeChoice {
  readonly id: string;
  /** Of the paper method; a folded bank has one kind of mask for all volumes. */
  readonly mask: MaskKind;
  /** True keeps the volume out of the training, to judge the bank by. */
  readonly heldOut: boolean;
}

/** What training of every method is told. */
interface CommonRequest {
  readonly volumes: readonly TrainingVolumeChoice[];
  readonly factor: Factor;
  readonly degradation: Degradation;
  readonly seed: number;
  readonly title: string;
  readonly licence: string;
}

export interface PaperRequest extends CommonRequest {
  readonly method: "paper";
  /** Patch width: 5, 7, 9 or 11. */
  readonly patch: number;
  /** Share of the voxels inside the masks that is used, above 0 and up to 1. */
  readonly sample: number;
  /** Pull of every class towards the global filter in rows; "auto" chooses it on held-out voxels. */
  readonly shrinkRows: number | "auto";
  /** Id of loaded sums to add to; their settings must be the request's. No training volume is needed then. */
  readonly continueFrom?: string;
  /** Keep the volumes and the finished part of the sums in this browser, so that a reload can go on. */
  readonly keep: boolean;
}

export interface FoldedRequest extends CommonRequest {
  readonly method: "folded";
  /** Low-resolution voxels a filter looks at; the prior's where there is one. */
  readonly taps: TapCount;
  /** Voxels drawn from each volume at the most. */
  readonly rowsPerVolume: number;
  readonly mask: MaskKind;
  /** Pull of every class towards the filter of its phase kind, or towards the prior's, in average rows. */
  readonly shrinkRows: number;
  /** Id of a folded bank of the same factor that the classes are drawn towards. */
  readonly priorId?: string | undefined;
}

export type TrainingRequest = PaperRequest | FoldedRequest;

/** A report of a running training. */
export interface TrainingReport extends TrainingProgress {
  /** Why progress is no longer kept in this browser; training goes on. */
  readonly keepTrouble?: WireError;
}

/** What training would take, before it starts. */
export interface PlannedTraining extends TrainingPlan {
  /** Projected from a short measurement on this GPU. */
  readonly seconds: number;
  /** Share of the sums that a cancelled or interrupted run of the same request has left; it goes on from there. */
  readonly doneShare: number;
}

/** Sums of training rows: the file behind "Save accumulators". */
export interface SumsInfo {
  readonly id: string;
  readonly name: string;
  readonly factor: Factor;
  readonly degradation: Degradation;
  readonly patch: number;
  readonly rows: number;
  readonly bytes: number;
  /** One line a volume. */
  readonly trainingData: readonly string[];
}

/** What training of every method ends with. */
interface CommonReport {
  /** The new bank, as `ownBanks` lists it. */
  readonly bank: BankEntry;
  /** SHA-256 of the bank's file, hex. */
  readonly hash: string;
  /** Of each held-out volume: nearest, tricubic, what the bank was drawn towards as far as there is one, "new bank". */
  readonly scores: readonly { readonly volume: string; readonly scores: readonly MethodScore[] }[];
  readonly seconds: number;
}

export interface PaperReport extends CommonReport {
  readonly method: "paper";
  readonly metadata: PaperMetadata;
  /** The sums it was solved from; saving and adding volumes start there. */
  readonly sums: SumsInfo;
  /** Rows of each of the 576 classes, and the mean squared error on them in units of p². */
  readonly classRows: Uint32Array<ArrayBuffer>;
  readonly classResidual: Float32Array<ArrayBuffer>;
  /** Central x-y slice of every filter, class-major, patch × patch, x fastest; then that of the global filter. */
  readonly filterSlices: Float32Array<ArrayBuffer>;
  readonly shrink: ShrinkChoice;
  /** Largest relative residual of a class's system, in float64. */
  readonly worstResidual: number;
}

/** The filters of one kind of class of a folded bank, and what they were learned from. */
export interface LearnedClasses {
  /** Class-major, taps in the order of TAP_OFFSETS. */
  readonly filters: Float32Array<ArrayBuffer>;
  readonly rows: Uint32Array<ArrayBuffer>;
  /** Mean squared error on the rows, in units of p². */
  readonly residual: Float32Array<ArrayBuffer>;
}

export interface FoldedReport extends CommonReport {
  readonly method: "folded";
  readonly metadata: FoldedMetadata;
  readonly structure: LearnedClasses;
  readonly level: LearnedClasses;
  readonly shrinkRows: number;
  /** Title of the bank that the classes were drawn towards. */
  readonly priorTitle: string | undefined;
}

export type TrainedReport = PaperReport | FoldedReport;

/** What an earlier visit left in this browser. */
export interface KeptTraining {
  readonly request: PaperRequest;
  readonly volumes: readonly TrainingVolumeInfo[];
  readonly doneShare: number;
  readonly bytes: number;
}

export interface TrainingApi {
  /** Reads the files one after the other and tells what became of each. `onRead` is a Comlink proxy. */
  addTrainingVolumes(
    files: readonly File[],
    onRead: (read: FilesRead<TrainingVolumeInfo>) => void,
  ): Promise<Outcome<void>>;
  /** A synthetic head, another one at every call. */
  addTrainingPhantom(): Promise<Outcome<TrainingVolumeInfo>>;
  removeTrainingVolume(id: string): Promise<void>;

  planTraining(request: PaperRequest): Promise<Outcome<PlannedTraining>>;
  /**
   * Trains; the paper method goes on where a cancelled run of an equal request stopped. A lost GPU is reopened once by
   * itself; the folded method then starts again. Stopped by `cancel(jobId)`. `onProgress` is a Comlink proxy.
   */
  train(
    jobId: string,
    request: TrainingRequest,
    onProgress: (progress: TrainingReport) => void,
  ): Promise<Outcome<TrainedReport>>;
  /** Holds the job between two GPU submits; cancelling acts all the same. Unknown ids are ignored. */
  pause(jobId: string): Promise<void>;
  resume(jobId: string): Promise<void>;

  loadSums(file: File): Promise<Outcome<SumsInfo>>;
  /** One sum of several loaded ones, which are given up. Refused as `E_SUMS_MISMATCH` unless all were made alike. */
  mergeSums(ids: readonly string[]): Promise<Outcome<SumsInfo>>;
  /** The file, as a Blob, since it can be larger than an array may be. */
  encodeSums(id: string): Promise<Outcome<Blob>>;
  dropSums(id: string): Promise<void>;

  /** Banks made or opened here, newest first. */
  ownBanks(): Promise<Outcome<readonly BankEntry[]>>;
  openBank(file: File): Promise<Outcome<BankEntry>>;
  encodeBank(id: string): Promise<Outcome<Uint8Array<ArrayBuffer>>>;
  /** Writes the bank into this browser's storage, where a reload finds it. Throws `E_QUOTA` when that is full. */
  keepBank(id: string): Promise<Outcome<BankEntry>>;
  /** Forgets the bank, here and in the browser's storage. */
  removeBank(id: string): Promise<void>;

  keptTraining(): Promise<Outcome<KeptTraining | undefined>>;
  /** Loads what was kept: its volumes become the training volumes, and `train` with its request goes on. */
  restoreTraining(): Promise<Outcome<KeptTraining>>;
  discardKeptTraining(): Promise<void>;
}
