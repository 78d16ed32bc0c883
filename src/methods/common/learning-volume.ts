/** A volume as methods learn from it. Source: method §6. */

import type { Executor } from "../../compute/executor";
import { referenceIntensity, trainingIntensities } from "../../core/intensity";
import { trainingMask } from "../../core/mask";
import { cropToMultiple, type Vec3, type Volume } from "../../core/volume";
import { degradeVolume } from "../../degradations/degrade";
import type { BoundedOptions } from "../../parts/brick";
import type { LearningInput, LearningTask } from "../method";

/** In units of p, cropped to a multiple of the factor. */
export interface LearningVolume {
  readonly dims: Vec3;
  /** x fastest: the targets. */
  readonly original: Float32Array;
  /** One byte per voxel. */
  readonly mask: Uint8Array;
  /** The degraded volume. */
  readonly low: Volume;
}

/** Errors and cancelling as `degradeVolume`, and `E_INTENSITY`. */
export async function prepareVolume(
  executor: Executor,
  { volume, mask: kind }: LearningInput,
  { factor, degradation }: Pick<LearningTask, "factor" | "degradation">,
  options: BoundedOptions,
): Promise<LearningVolume> {
  const cropped = cropToMultiple(volume, factor);
  const mask = trainingMask(cropped.data, kind);
  const original = trainingIntensities(cropped.data, referenceIntensity(cropped.data));
  const low = await degradeVolume(executor, { ...cropped, data: original }, factor, degradation, options);
  return { dims: cropped.dims, original, mask, low };
}
