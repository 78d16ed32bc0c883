/** What a person sets for a training run, and the request it becomes. */

import { parseDegradation, type SliceProfile } from "../core/degradation";
import type { MaskKind } from "../core/mask";
import { type Factor, formatFactor } from "../core/volume";
import type { TrainingRequest, TrainingVolumeInfo } from "../worker/training-protocol";

/** A volume of the list, with what it is used for. */
export interface TrainingVolume extends TrainingVolumeInfo {
  readonly mask: MaskKind;
  readonly heldOut: boolean;
}

export type TrainingSettings = Omit<TrainingRequest, "volumes" | "continueFrom">;

export const DEFAULT_SETTINGS: TrainingSettings = {
  factor: [2, 2, 2],
  degradation: "box",
  patch: 11,
  sample: 0.33,
  seed: 1,
  shrinkRows: "auto",
  title: "",
  licence: "",
  keep: false,
};

export const PATCHES = [5, 7, 9, 11];
export const AXES = ["x", "y", "z"] as const;

/** Slices that repeat every `times` voxels of the fine grid along an axis, with nothing lost along the other two. */
export function thickSlices(
  axis: SliceProfile["axis"],
  times: number,
  thickness = times,
): Pick<TrainingSettings, "factor" | "degradation"> {
  const gap = Number((times - thickness).toFixed(3));
  return {
    factor: AXES.map((_, i) => (i === axis ? times : 1)) as unknown as Factor,
    degradation: parseDegradation(`slice:${AXES[axis]},${thickness},${gap}`),
  };
}

/** The thickest slices there are: they overlap by half. */
export const mostThickness = (times: number): number => 2 * times;

/** The title of a bank that was given none. */
export function defaultTitle({ factor, degradation }: Pick<TrainingSettings, "factor" | "degradation">): string {
  return `Own ${formatFactor(factor)} ${degradation} bank`;
}

/** Why training cannot start, in words, or undefined when it can. */
export function findObstacle(
  settings: TrainingSettings,
  volumes: readonly TrainingVolume[],
  continues: boolean,
): string | undefined {
  const { factor, sample, seed, shrinkRows } = settings;
  if (!continues && !volumes.some((volume) => !volume.heldOut)) {
    return volumes.length > 0 ? "Every volume is held out: train on at least one." : "Add a volume to train on.";
  }
  if (factor.every((s) => s === 1)) return "The factor must be above 1 along at least one axis.";
  if (!(sample > 0 && sample <= 1)) return "The share of voxels must be above 0 and at most 100 %.";
  if (!Number.isSafeInteger(seed) || seed < 0) return "The seed must be a whole number.";
  if (shrinkRows !== "auto" && !(shrinkRows >= 0)) return "The shrinkage must be a number of rows.";
  return undefined;
}

export function trainingRequest(
  settings: TrainingSettings,
  volumes: readonly TrainingVolume[],
  continueFrom: string | undefined,
): TrainingRequest {
  return {
    ...settings,
    title: settings.title.trim() || defaultTitle(settings),
    licence: settings.licence.trim() || "not stated",
    volumes: volumes.map(({ id, mask, heldOut }) => ({ id, mask, heldOut })),
    ...(continueFrom === undefined ? {} : { continueFrom }),
  };
}
