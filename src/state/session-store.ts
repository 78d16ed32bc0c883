/** The open scan, its result and what this browser can do. Volumes are in `volumes.ts` under the ids held here. */

import { create } from "zustand";
import type { Factor, Volume } from "../core/volume";
import type { Provenance } from "../jobs/provenance";
import type { BankEntry, GpuStatus, MapKind, MethodInfo, OpenedScan } from "../session/wire";

/** A volume's grid in numbers. */
export type Grid = Pick<Volume, "dims" | "spacing">;

export interface ScanInfo extends Omit<OpenedScan, "volume"> {
  readonly grid: Grid;
}

export interface MapInfo {
  /** Id in the volume registry. */
  readonly volumeId: string;
  readonly window: readonly [number, number];
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
  /** Maps the worker can give, and those of them that are here. */
  readonly mapKinds: readonly MapKind[];
  readonly maps: Partial<Record<MapKind, MapInfo>>;
  /** What the pane of the result shows. */
  readonly picture: "result" | MapKind;
}

/** A question that must be answered before the app goes on. */
export type Question = Readonly<Record<"text" | "confirm" | "decline", string>>;

/** What the page is used for; the others stay as they were left. */
export const PANELS = ["view", "train", "evaluate"] as const;
export type Panel = (typeof PANELS)[number];

interface SessionState {
  readonly panel: Panel;
  /** Name of what is being read. */
  readonly opening?: string | undefined;
  readonly scan?: ScanInfo | undefined;
  readonly result?: ResultInfo | undefined;
  /** Undefined until the worker has looked. */
  readonly gpu?: GpuStatus | undefined;
  /** In the order of preference; none until the engine has told. */
  readonly methods: readonly MethodInfo[];
  /** Shipped and own banks. */
  readonly banks?: readonly BankEntry[] | undefined;
  /** Upsampling factor chosen for the next run. */
  readonly factor: Factor;
  /** The bank chosen for the next run, or SELF; while it has another factor, the `defaultBank` of `factor`. */
  readonly bankId?: string | undefined;
  /** Back-projection steps of the next run; what its degradation asks for unless told. */
  readonly steps?: number | undefined;
  /** Thickness of the slices for learning from the scan itself, in fine voxels; as thick as they are apart unless told. */
  readonly thickness?: number | undefined;
  readonly question?: Question | undefined;
}

export const useSession = create<SessionState>(() => ({
  panel: "view",
  methods: [],
  factor: [2, 2, 2],
}));

/** Undefined for a method that this engine does not have. */
export function methodOf(methods: readonly MethodInfo[], id: string): MethodInfo | undefined {
  return methods.find((method) => method.id === id);
}
