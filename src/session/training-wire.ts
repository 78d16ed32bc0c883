/** What the page and the session say to each other about training: plain data only. */

import type { BankMetadata } from "../banks/bank";
import type { Notice } from "../core/notice";
import type { MethodScore } from "../jobs/evaluate/rows";
import type {
  LearningInput,
  LearningPlan,
  LearningProgress,
  LearningTask,
  PlannedVolume,
  SumsFacts,
} from "../methods/method";
import type { EvaluationVolumeInfo } from "./evaluation-wire";
import type { BankEntry, WireError } from "./wire";

/** A high-resolution volume that the session holds for training. */
export interface TrainingVolumeInfo
  extends Omit<EvaluationVolumeInfo, "orientationKnown">,
    Omit<PlannedVolume, "mask"> {
  readonly fileBytes: number;
}

export interface TrainingVolumeChoice extends Pick<LearningInput, "mask"> {
  readonly id: string;
  /** True keeps the volume out of the training, to judge the bank by. */
  readonly heldOut: boolean;
}

export interface TrainingRequest
  extends Pick<LearningTask, "factor" | "degradation" | "seed">,
    Pick<BankMetadata, "method" | "title" | "licence"> {
  readonly volumes: readonly TrainingVolumeChoice[];
  /** The method's own settings; what is not given is as its fields say. */
  readonly settings: Readonly<Record<string, number | string>>;
  /** Id of a bank of the method and factor that the classes are drawn towards. */
  readonly priorId?: string | undefined;
  /** Id of a bank of the method and factor whose classes are taken over, so that sums are kept. */
  readonly classesId?: string | undefined;
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
export interface SumsInfo extends Omit<SumsFacts, "memoryBytes">, Pick<BankMetadata, "method" | "trainingData"> {
  readonly id: string;
  readonly name: string;
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
  /** What must be known of what it was learned from. */
  readonly notices: readonly Notice[];
}

/** What an earlier visit left in this browser. */
export interface KeptTraining {
  readonly request: TrainingRequest;
  readonly volumes: readonly TrainingVolumeInfo[];
  readonly doneShare: number;
  readonly bytes: number;
}
