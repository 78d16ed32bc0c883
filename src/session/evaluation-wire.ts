/** What the page and the session say to each other about evaluations: plain data only. */

import type { PlaneImages } from "../core/planes";
import type { Volume } from "../core/volume";
import type { Scan } from "../formats/scan-format";
import type { EvaluationRow, EvaluationSettings } from "../jobs/evaluate/rows";

/** A high-resolution volume to judge methods on. */
export interface EvaluationVolumeInfo
  extends Pick<Volume, "dims" | "spacing">,
    Pick<Scan, "name" | "notices" | "orientationKnown"> {
  readonly id: string;
  /** Of the scan in the viewer that it is. */
  readonly scanId?: string;
}

export interface EvaluationRequest {
  readonly volumeIds: readonly string[];
  readonly bankIds: readonly string[];
  readonly settings: EvaluationSettings;
}

/** A volume degraded in one way: what pictures are compared within. */
export type EvaluationCase = Pick<EvaluationRow, "volume" | "factor" | "degradation">;

/** Three planes through the same voxel of the original and of every method's result, in 0…1. */
export interface EvaluationPictures extends Pick<Scan, "orientationKnown"> {
  readonly original: PlaneImages;
  readonly methods: readonly { readonly name: string; readonly planes: PlaneImages }[];
}
