/** What the page and the session say to each other about evaluations: plain data only. */

import type { PlaneImages } from "../core/planes";
import type { Vec3 } from "../core/volume";
import type { EvaluationRow, EvaluationSettings } from "../jobs/evaluate/rows";

/** A high-resolution volume to judge methods on. */
export interface EvaluationVolumeInfo {
  readonly id: string;
  /** The file's name, with a number where several have the same. */
  readonly name: string;
  readonly dims: Vec3;
  /** Voxel sizes in mm. */
  readonly spacing: Vec3;
  readonly notices: readonly string[];
  /** False when the file does not say which side is left: no letters may be drawn. */
  readonly orientationKnown: boolean;
}

export interface EvaluationRequest {
  readonly volumeIds: readonly string[];
  readonly bankIds: readonly string[];
  readonly settings: EvaluationSettings;
}

/** A volume degraded in one way: what pictures are compared within. */
export type EvaluationCase = Pick<EvaluationRow, "volume" | "factor" | "degradation">;

/** Three planes through the same voxel of the original and of every method's result, in 0…1. */
export interface EvaluationPictures {
  /** False when no letters may be drawn. */
  readonly orientationKnown: boolean;
  readonly original: PlaneImages;
  readonly methods: readonly { readonly name: string; readonly planes: PlaneImages }[];
}
