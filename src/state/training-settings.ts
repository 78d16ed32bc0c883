/** What a person sets for a training run, and the request it becomes. */

import type { MaskKind } from "../core/mask";
import { AXIS_NAMES, type Factor, formatFactor, isSameFactor } from "../core/volume";
import { parseDegradation, type SliceProfile } from "../degradations/degradation";
import type { TrainingRequest, TrainingVolumeInfo } from "../session/training-wire";
import type { BankEntry, MethodInfo } from "../session/wire";
import { t } from "../text/text";

/** A volume of the list, with what it is used for. */
export interface TrainingVolume extends TrainingVolumeInfo {
  readonly mask: MaskKind;
  readonly heldOut: boolean;
}

/** The last of several volumes is held out, so that a bank is scored on a scan it has not seen. */
export function withUsualRoles(volumes: readonly TrainingVolume[]): readonly TrainingVolume[] {
  return volumes.map((volume, i) => ({ ...volume, heldOut: i > 0 && i === volumes.length - 1 }));
}

/** What a method alone is told, as far as the person changed it. */
export type OwnSettings = TrainingRequest["settings"];

export interface TrainingSettings
  extends Pick<
    TrainingRequest,
    "method" | "factor" | "degradation" | "seed" | "title" | "licence" | "keep" | "priorId" | "classesId"
  > {
  /** By the method's id. */
  readonly own: Readonly<Record<string, OwnSettings>>;
}

export const DEFAULT_SETTINGS: TrainingSettings = {
  // Until the engine has told which learn.
  method: "",
  factor: [2, 2, 2],
  degradation: "box",
  seed: 1,
  title: "",
  licence: "",
  keep: false,
  own: {},
};

/** Slices that repeat every `times` voxels of the fine grid along an axis, with nothing lost along the other two. */
export function thickSlices(
  axis: SliceProfile["axis"],
  times: number,
  thickness = times,
): Pick<TrainingSettings, "factor" | "degradation"> {
  const gap = Number((times - thickness).toFixed(3));
  return {
    factor: AXIS_NAMES.map((_, i) => (i === axis ? times : 1)) as unknown as Factor,
    degradation: parseDegradation(`slice:${AXIS_NAMES[axis]},${thickness},${gap}`),
  };
}

/** The thickest slices there are: they overlap by half. */
export const mostThickness = (times: number): number => 2 * times;

/** The title of a bank that was given none. */
export function defaultTitle({ factor, degradation }: Pick<TrainingSettings, "factor" | "degradation">): string {
  return t("Own {times} {degradation} bank", { times: formatFactor(factor), degradation });
}

/** The banks that a new bank can go by: of its method and factor. */
export function alikeBanks(
  { method, factor }: Pick<TrainingSettings, "method" | "factor">,
  banks: readonly BankEntry[],
): readonly BankEntry[] {
  return banks.filter((bank) => bank.method === method && isSameFactor(bank.factor, factor));
}

/** The bank chosen to go by, while it is here and fits. */
export function chosenOf(
  settings: TrainingSettings,
  banks: readonly BankEntry[],
  chosen: string | undefined,
): BankEntry | undefined {
  return alikeBanks(settings, banks).find(({ id }) => id === chosen);
}

/** Why training cannot start, in words, or undefined when it can. */
export function findObstacle(
  { factor, seed }: Pick<TrainingSettings, "factor" | "seed">,
  volumes: readonly TrainingVolume[],
  continues: boolean,
): string | undefined {
  if (!continues && !volumes.some((volume) => !volume.heldOut)) {
    return volumes.length > 0 ? t("Every volume is held out: train on at least one.") : t("Add a volume to train on.");
  }
  if (factor.every((s) => s === 1)) return t("The factor must be above 1 along at least one axis.");
  if (!Number.isSafeInteger(seed) || seed < 0) return t("The seed must be a whole number.");
  return undefined;
}

/** The request that the settings make of their method, the volumes, the banks at hand and the sums to go on from. */
export function trainingRequest(
  settings: TrainingSettings,
  { id: method, takesPrior, keepsSums, takesClasses, keepsParts }: MethodInfo,
  volumes: readonly TrainingVolume[],
  banks: readonly BankEntry[],
  continueFrom: string | undefined,
): TrainingRequest {
  const { factor, degradation, seed, title, licence, keep, own } = settings;
  const prior = takesPrior ? chosenOf(settings, banks, settings.priorId) : undefined;
  const isContinuing = keepsSums && continueFrom !== undefined;
  const classes = takesClasses && !isContinuing ? chosenOf(settings, banks, settings.classesId) : undefined;
  return {
    method,
    factor,
    degradation,
    seed,
    title: title.trim() || defaultTitle(settings),
    licence: licence.trim() || "not stated",
    volumes: volumes.map(({ id, mask, heldOut }) => ({ id, mask, heldOut })),
    settings: own[method] ?? {},
    keep: keepsParts && keep,
    ...(prior && { priorId: prior.id }),
    ...(classes && { classesId: classes.id }),
    ...(isContinuing && { continueFrom }),
  };
}

/** The settings of which a request was made, beside what other methods are told. */
export function settingsOf(request: TrainingRequest, { own }: Pick<TrainingSettings, "own">): TrainingSettings {
  const { method, factor, degradation, seed, title, licence, keep, priorId, classesId, settings } = request;
  return {
    method,
    factor,
    degradation,
    seed,
    title,
    licence,
    keep,
    priorId,
    classesId,
    own: { ...own, [method]: settings },
  };
}
