/** What super-resolution can be asked for, given the scan's grid and the banks at hand. */

import { AXIS_NAMES, type Factor, formatFactor, isSameFactor, loneAxis, type Vec3 } from "../core/volume";
import { readSlices, sliceProfileOf } from "../degradations/slice";
import type { BankEntry, MethodInfo, SliceGeometry } from "../session/wire";
import { t } from "../text/text";
import { thickSlices } from "./training-settings";

/** In the place of a bank's id: a bank learned from the scan itself. */
export const SELF = "self";

/** A bank, a mixture of two, or SELF with how it is to be learned. */
export interface RunChoice extends Pick<BankEntry, "id" | "factor" | "degradation"> {
  /** With SELF: the bank that the classes are drawn towards. */
  readonly priorId?: string | undefined;
  /** True where filters can be chosen between those for the scan's noise and those for none. */
  readonly noise?: boolean;
}

export interface FactorChoice {
  readonly factor: Factor;
  /** Why there is nothing to choose it for, in words. */
  readonly obstacle?: string;
}

/** Voxels that are longer than this, relative to the shortest side, are thick slices. */
const THICK = 1.5;
export const WHOLE_FACTORS: readonly Factor[] = [
  [2, 2, 2],
  [3, 3, 3],
  [4, 4, 4],
];

/** The axis along which the voxels are at least 1.5 times as long as along both others. */
export function thickAxis(spacing: Vec3): 0 | 1 | 2 | undefined {
  return ([0, 1, 2] as const).find((axis) =>
    spacing.every((mm, other) => other === axis || spacing[axis] >= THICK * mm),
  );
}

/**
 * Along the thick axis first, beginning with what makes the voxels most nearly cubic; 2, 3 and 4 along all axes; and what
 * own banks are for. Nothing makes a scan finer across slices that do not lie evenly: it can be made so within them.
 */
export function factorChoices(
  spacing: Vec3,
  banks: readonly BankEntry[],
  methods: readonly MethodInfo[],
  slices?: SliceGeometry,
): readonly FactorChoice[] {
  const thick = thickAxis(spacing);
  const alone = thick === undefined ? [] : timesAlong(thick, spacing).map((times) => thickSlices(thick, times).factor);
  const others = banks.filter(({ origin }) => origin === "own" || thick !== undefined);
  const factors: Factor[] = [];
  for (const factor of [...within(slices), ...alone, ...WHOLE_FACTORS, ...others.map((bank) => bank.factor)]) {
    if (!factors.some((known) => isSameFactor(known, factor))) factors.push(factor);
  }
  return factors.map((factor) => {
    const obstacle = acrossObstacle(factor, slices) ?? obstacleOf(factor, thick, banks, methods);
    return obstacle ? { factor, obstacle } : { factor };
  });
}

/** Twice as fine within slices that do not lie evenly. */
function within(slices: SliceGeometry | undefined): readonly Factor[] {
  return slices?.obstacle ? [AXIS_NAMES.map((_, axis) => (axis === slices.axis ? 1 : 2)) as unknown as Factor] : [];
}

function acrossObstacle(factor: Factor, slices: SliceGeometry | undefined): string | undefined {
  if (!slices?.obstacle || factor[slices.axis] === 1) return undefined;
  return t("Nothing is made finer across the slices: {why}", { why: uneven(slices.obstacle) });
}

/** How the slices lie, in words. */
function uneven({ code, text }: NonNullable<SliceGeometry["obstacle"]>): string {
  switch (code) {
    case "W_ONE_SLICE":
      return t("there is only one");
    case "W_MISSING_SLICE":
      return t("some are missing");
    case "W_UNEVEN":
      return t("they do not lie evenly");
    case "W_TILT":
      return t("they are shifted against each other");
    default:
      return text;
  }
}

function timesAlong(axis: 0 | 1 | 2, spacing: Vec3): readonly number[] {
  const ratio = spacing[axis] / Math.min(...spacing);
  const most = Math.min(4, Math.max(2, Math.round(ratio)));
  return [4, 3, 2].filter((times) => times <= most);
}

function obstacleOf(
  factor: Factor,
  thick: 0 | 1 | 2 | undefined,
  banks: readonly BankEntry[],
  methods: readonly MethodInfo[],
): string | undefined {
  const along = loneAxis(factor);
  if (thick !== undefined && along !== undefined && along !== thick) {
    return t("For slices along {along}; the slices of this scan lie along {thick}", {
      along: AXIS_NAMES[along],
      thick: AXIS_NAMES[thick],
    });
  }
  if (banksOf(factor, banks).length > 0 || selfLearning(factor, banks, methods)) return undefined;
  return t("No filter bank for {times}: train one or open one", { times: formatFactor(factor) });
}

export const banksOf = (factor: Factor, banks: readonly BankEntry[]) =>
  banks.filter((bank) => isSameFactor(bank.factor, factor));

/** The method that learns from scans themselves, where there is one. */
export function selfMethod(methods: readonly MethodInfo[]): MethodInfo | undefined {
  return methods.find(({ selfUpTo }) => selfUpTo !== undefined);
}

/** What learning from the scan itself starts from: where it needs one, a shipped bank of its method. Undefined without. */
function selfLearning(
  factor: Factor,
  banks: readonly BankEntry[],
  methods: readonly MethodInfo[],
): { readonly priorId: string | undefined } | undefined {
  const self = selfMethod(methods);
  if (self?.selfUpTo === undefined) return undefined;
  if (Math.min(...factor) <= self.selfUpTo) return { priorId: undefined };
  const prior = banksOf(factor, banks).find(({ origin, method }) => origin === "shipped" && method === self.id);
  return prior && { priorId: prior.id };
}

/** Thickness of slices in voxels of the finer grid, where the scan's files tell it and the factor is along them alone. */
export function scannedThickness(slices: SliceGeometry | undefined, factor: Factor): number | undefined {
  const profile = slices && sliceProfileOf(slices, factor);
  return profile && readSlices(profile)?.thickness;
}

/**
 * Learning from the scan itself; undefined where too little would be left to learn from. Without a `thickness` slices are
 * taken to average all that lies between them (box): assuming them thicker than they are costs far more than thinner.
 */
export function selfChoice(
  factor: Factor,
  banks: readonly BankEntry[],
  methods: readonly MethodInfo[],
  thickness: number | undefined,
): RunChoice | undefined {
  const learning = selfLearning(factor, banks, methods);
  if (!learning) return undefined;
  const axis = loneAxis(factor);
  const degradation =
    axis === undefined || thickness === undefined ? "box" : thickSlices(axis, factor[axis], thickness).degradation;
  return { id: SELF, factor, degradation, ...learning };
}
