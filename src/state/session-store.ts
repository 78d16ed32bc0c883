/** The open scan, its result and what this browser can do. Volumes are in `volumes.ts` under the ids held here. */

import { create } from "zustand";
import type { Factor, Vec3 } from "../core/volume";
import type { BankEntry, GpuStatus, OpenedScan, Provenance } from "../worker/protocol";

/** A volume's grid in numbers. */
export interface Grid {
  readonly dims: Vec3;
  readonly spacing: Vec3;
}

export interface ScanInfo extends Omit<OpenedScan, "volume"> {
  readonly grid: Grid;
}

export interface ResultInfo {
  readonly scanId: string;
  readonly resultId: string;
  /** Ids in the volume registry. */
  readonly interpolatedId: string;
  readonly superResolvedId: string;
  readonly grid: Grid;
  /** Empty for a result that no bank of the page's made from its scan. */
  readonly bankId: string;
  readonly provenance: Provenance;
  readonly isSaving: boolean;
}

/** A question that must be answered before the app goes on. */
export interface Question {
  readonly text: string;
  readonly confirm: string;
  readonly decline: string;
}

/** What the page is used for; the others stay as they were left. */
export const PANELS = ["view", "train", "evaluate"] as const;
export type Panel = (typeof PANELS)[number];

interface SessionState {
  readonly panel: Panel;
  /** Name of what is being read. */
  readonly opening: string | undefined;
  readonly scan: ScanInfo | undefined;
  readonly result: ResultInfo | undefined;
  /** Undefined until the worker has looked. */
  readonly gpu: GpuStatus | undefined;
  /** Shipped and own banks. */
  readonly banks: readonly BankEntry[] | undefined;
  /** Upsampling factor chosen for the next run. */
  readonly factor: Factor;
  /** The bank chosen for the next run; while it has another factor, the first bank of `factor`. */
  readonly bankId: string | undefined;
  readonly question: Question | undefined;
}

export const useSession = create<SessionState>(() => ({
  panel: "view",
  opening: undefined,
  scan: undefined,
  result: undefined,
  gpu: undefined,
  banks: undefined,
  factor: [2, 2, 2],
  bankId: undefined,
  question: undefined,
}));
