/** What the page and the worker say to each other about evaluations: plain data only, as in `protocol.ts`. */

import type { PlaneImages } from "../core/planes";
import type { Progress } from "../core/progress";
import type { Vec3 } from "../core/volume";
import type { Evaluation, EvaluationRow, EvaluationSettings } from "../jobs/evaluate/rows";
import type { FilesRead, OpenedScan, Outcome, SuperResolved } from "./protocol";

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

export interface EvaluationApi {
  /** Reads the files one after the other and tells what became of each. `onRead` is a Comlink proxy. */
  addEvaluationVolumes(
    files: readonly File[],
    onRead: (read: FilesRead<EvaluationVolumeInfo>) => void,
  ): Promise<Outcome<void>>;
  /** A synthetic head, another one at every call. */
  addEvaluationPhantom(): Promise<Outcome<EvaluationVolumeInfo>>;
  removeEvaluationVolume(id: string): Promise<void>;
  /**
   * Stopped by `cancel(jobId)`, after which it settles with what is done. `onDone` is told after every volume. Both are
   * Comlink proxies.
   */
  evaluate(
    jobId: string,
    request: EvaluationRequest,
    onProgress: (progress: Progress) => void,
    onDone: (evaluation: Evaluation) => void,
  ): Promise<Outcome<Evaluation>>;
  /** Pictures of the last evaluation. Refused as `E_NOT_FOUND` where they are not held any more. */
  evaluationPictures(of: EvaluationCase): Promise<Outcome<EvaluationPictures>>;
  /** Computes one row of the last evaluation again, to be looked at: the original as a scan, and the method's result. */
  showEvaluated(
    jobId: string,
    of: EvaluationCase & { readonly name: string },
    onProgress: (progress: Progress) => void,
  ): Promise<Outcome<{ readonly scan: OpenedScan; readonly result: SuperResolved }>>;
}
