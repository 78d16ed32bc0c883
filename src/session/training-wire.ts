/** What the page and the session say to each other about training: plain data only. */

import type { BankMetadata } from "../banks/bank";
import type { MaskKind } from "../core/mask";
import type { Factor, Vec3 } from "../core/volume";
import type { Degradation } from "../degradations/degradation";
import type { MethodScore } from "../jobs/evaluate/rows";
import type { LearningPlan, LearningProgress } from "../methods/method";
import type { BankEntry, WireError } from "./wire";

/** A high-resolution volume that the session holds for training. */
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
  readonly mask: MaskKind;
  /** True keeps the volume out of the training, to judge the bank by. */
  readonly heldOut: boolean;
}

export interface TrainingRequest {
  readonly method: string;
  readonly volumes: readonly TrainingVolumeChoice[];
  readonly factor: Factor;
  readonly degradation: Degradation;
  readonly seed: number;
  readonly title: string;
  readonly licence: string;
  /** The method's own settings; what is not given is as its fields say. */
  readonly settings: Readonly<Record<string, number | string>>;
  /** Id of a bank of the method and factor that the classes are drawn towards. */
  readonly priorId?: string | undefined;
  /** Id of loaded sums to add to; their settings must be the request's. No training volume is needed then. */
  readonly continueFrom?: string | undefined;
  /** Keep the volumes and the finished parts in this browser, so that a reload can go on. */
  readonly keep: boolean;
}

/** A report of a running training. */
export interface TrainingReport extends LearningProgress {
  /** Why progress is no longer kept in this browser; training goes on. */
  readonly keepTrouble?: WireError;
}

/** What training would take, before it starts. */
export interface PlannedTraining extends LearningPlan {
  /** Share of the work that a cancelled or interrupted run of the same request has left; it goes on from there. */
  readonly doneShare: number;
}

/** Sums of training rows: the file behind "Save accumulators". */
export interface SumsInfo {
  readonly id: string;
  readonly name: string;
  readonly method: string;
  readonly factor: Factor;
  readonly degradation: Degradation;
  /** The settings that a training must have to add to them. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly rows: number;
  readonly bytes: number;
  /** One line per volume. */
  readonly trainingData: readonly string[];
}

/** What training ends with. */
export interface TrainedReport {
  readonly method: string;
  /** The new bank, as `ownBanks` lists it. */
  readonly bank: BankEntry;
  readonly metadata: BankMetadata;
  /** In words: "57 taps, axes exchanged: xyz". */
  readonly filters: string;
  /** SHA-256 of the bank's file, hex. */
  readonly hash: string;
  /** Of each held-out volume: nearest, tricubic, what the bank was drawn towards as far as there is one, "new bank". */
  readonly scores: readonly { readonly volume: string; readonly scores: readonly MethodScore[] }[];
  readonly seconds: number;
  /** Title of the bank that the classes were drawn towards. */
  readonly priorTitle: string | undefined;
  /** The sums it was solved from, where the method keeps them; saving and adding volumes start there. */
  readonly sums: SumsInfo | undefined;
  /** What the page's own part of the method shows. */
  readonly details: unknown;
}

/** What an earlier visit left in this browser. */
export interface KeptTraining {
  readonly request: TrainingRequest;
  readonly volumes: readonly TrainingVolumeInfo[];
  readonly doneShare: number;
  readonly bytes: number;
}
