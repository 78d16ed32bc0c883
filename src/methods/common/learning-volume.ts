/** A volume as methods learn from it. Source: method §6. */

import type { Executor } from "../../compute/executor";
import { inUnits, trainingIntensities, type WorkingUnits } from "../../core/intensity";
import { trainingMask } from "../../core/mask";
import { fillMissing } from "../../core/missing";
import { cropToMultiple, type Vec3, type Volume } from "../../core/volume";
import { degradeVolume } from "../../degradations/degrade";
import type { BoundedOptions } from "../../parts/brick";
import type { LearningInput, LearningTask } from "../method";

/** In the method's intensities, cropped to a multiple of the factor; what was missing is filled, and outside the mask. */
export interface LearningVolume {
  readonly dims: Vec3;
  /** x fastest: the targets. */
  readonly original: Float32Array;
  /** One byte per voxel. */
  readonly mask: Uint8Array;
  /** The degraded volume. */
  readonly low: Volume;
}

/**
 * `unitsOf`: the method's own, of the volume; `isClipped` cuts what is then below 0 and above 1, as the paper has it.
 * Errors and cancelling as `degradeVolume`, and `E_INTENSITY`. Source: folded §1, method §3.
 */
export async function prepareVolume(
  executor: Executor,
  { volume, mask: kind }: LearningInput,
  { factor, degradation }: Pick<LearningTask, "factor" | "degradation">,
  options: BoundedOptions,
  unitsOf: (data: Float32Array) => WorkingUnits,
  isClipped = false,
): Promise<LearningVolume> {
  const cropped = cropToMultiple(volume, factor);
  const mask = trainingMask(cropped.data, kind);
  const units = unitsOf(cropped.data);
  const { data } = fillMissing(cropped).filled;
  const original = isClipped ? trainingIntensities(data, units.scale) : inUnits(data, units);
  const low = await degradeVolume(executor, { ...cropped, data: original }, factor, degradation, options);
  return { dims: cropped.dims, original, mask, low };
}
