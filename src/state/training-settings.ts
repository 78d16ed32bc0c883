/** What a person sets for a training run, and the request it becomes. */

import type { MaskKind } from "../core/mask";
import { AXIS_NAMES, type Factor, formatFactor, isSameFactor } from "../core/volume";
import { parseDegradation, type SliceProfile } from "../degradations/degradation";
import type { BankEntry } from "../session/protocol";
import type { FoldedRequest, PaperRequest, TrainingRequest, TrainingVolumeInfo } from "../session/training-protocol";

/** A volume of the list, with what it is used for. */
export interface TrainingVolume extends TrainingVolumeInfo {
  readonly mask: MaskKind;
  readonly heldOut: boolean;
}

type PaperSettings = Pick<PaperRequest, "patch" | "sample" | "shrinkRows" | "keep">;
type FoldedSettings = Pick<FoldedRequest, "taps" | "rowsPerVolume" | "mask" | "shrinkRows" | "priorId">;

/** What both methods are told, and what each of them is told beside it. */
export interface TrainingSettings
  extends Pick<TrainingRequest, "method" | "factor" | "degradation" | "seed" | "title" | "licence"> {
  readonly paper: PaperSettings;
  readonly folded: FoldedSettings;
}

export const DEFAULT_SETTINGS: TrainingSettings = {
  method: "folded",
  factor: [2, 2, 2],
  degradation: "box",
  seed: 1,
  title: "",
  licence: "",
  paper: { patch: 11, sample: 0.33, shrinkRows: "auto", keep: false },
  folded: { taps: 57, rowsPerVolume: 400_000, mask: "auto", shrinkRows: 1000 },
};

export const PATCHES = [5, 7, 9, 11];

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
  return `Own ${formatFactor(factor)} ${degradation} bank`;
}

/** The banks that a folded bank of a factor can be drawn towards. */
export function priorChoices(factor: Factor, banks: readonly BankEntry[]): readonly BankEntry[] {
  return banks.filter((bank) => bank.method === "folded" && isSameFactor(bank.factor, factor));
}

/** The bank chosen to be drawn towards, while it is here and of the factor. */
export function chosenPrior({ factor, folded }: TrainingSettings, banks: readonly BankEntry[]): BankEntry | undefined {
  return priorChoices(factor, banks).find(({ id }) => id === folded.priorId);
}

/** Why training cannot start, in words, or undefined when it can. */
export function findObstacle(
  settings: TrainingSettings,
  volumes: readonly TrainingVolume[],
  continues: boolean,
): string | undefined {
  const { method, factor, seed, paper, folded } = settings;
  if (!continues && !volumes.some((volume) => !volume.heldOut)) {
    return volumes.length > 0 ? "Every volume is held out: train on at least one." : "Add a volume to train on.";
  }
  if (factor.every((s) => s === 1)) return "The factor must be above 1 along at least one axis.";
  if (!Number.isSafeInteger(seed) || seed < 0) return "The seed must be a whole number.";
  const { shrinkRows } = method === "paper" ? paper : folded;
  if (shrinkRows !== "auto" && !(shrinkRows >= 0)) return "The shrinkage must be a number of rows.";
  if (method === "paper") {
    if (!(paper.sample > 0 && paper.sample <= 1)) return "The share of voxels must be above 0 and at most 100 %.";
  } else if (!(folded.rowsPerVolume >= 1)) return "The number of voxels must be above 0.";
  return undefined;
}

/** The request that the settings make of the volumes, the banks at hand and the sums to go on from. */
export function trainingRequest(
  settings: TrainingSettings,
  volumes: readonly TrainingVolume[],
  banks: readonly BankEntry[],
  continueFrom: string | undefined,
): TrainingRequest {
  const { method, factor, degradation, seed, title, licence, paper, folded } = settings;
  const common = {
    factor,
    degradation,
    seed,
    title: title.trim() || defaultTitle(settings),
    licence: licence.trim() || "not stated",
    volumes: volumes.map(({ id, mask, heldOut }) => ({ id, mask, heldOut })),
  };
  return method === "paper"
    ? { method, ...common, ...paper, ...(continueFrom === undefined ? {} : { continueFrom }) }
    : { method, ...common, ...folded, priorId: chosenPrior(settings, banks)?.id };
}

/** The settings of which a paper request was made. */
export function settingsOf(request: PaperRequest): Omit<TrainingSettings, "folded"> {
  const { factor, degradation, seed, title, licence, patch, sample, shrinkRows, keep } = request;
  return { method: "paper", factor, degradation, seed, title, licence, paper: { patch, sample, shrinkRows, keep } };
}

/** What a folded training draws at the most, and the memory that takes beside the GPU's. Source: `trainFolded`. */
export function foldedPlan(
  { rowsPerVolume, mask }: FoldedSettings,
  volumes: readonly TrainingVolume[],
): { readonly rows: number; readonly hostBytes: number } {
  const trained = volumes.filter(({ heldOut }) => !heldOut);
  const rows = trained.reduce((sum, { maskVoxels }) => sum + Math.min(rowsPerVolume, maskVoxels[mask]), 0);
  const voxels = trained.reduce((sum, { dims: [x, y, z] }) => sum + x * y * z, 0);
  return { rows, hostBytes: 24 * rows + 8 * voxels };
}
