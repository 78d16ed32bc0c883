/** How a voxel came to be, in words. */

import type { Vec3 } from "../../core/volume";
import type { FilterPass, VoxelExplanation } from "../../session/wire";
import { t } from "../../text/text";

/** What a direction says beside its main axis, once its share is above this. */
const SLANT = 0.35;

/** Along which axes of the patient intensity changes most; of the scan's world where the sides are not known. */
export function directionText(direction: Vec3, isKnown: boolean): string {
  const names = isKnown
    ? [t("left–right"), t("front–back"), t("up–down")]
    : [t("the 1st axis"), t("the 2nd axis"), t("the 3rd axis")];
  const order = ([0, 1, 2] as (0 | 1 | 2)[]).sort((a, b) => Math.abs(direction[b]) - Math.abs(direction[a]));
  const [main, second] = order.map((axis) => names[axis]) as [string, string, string];
  const slant = Math.abs(direction[order[1] as 0 | 1 | 2]);
  return slant < SLANT ? t("along {main}", { main }) : t("along {main}, slanted to {second}", { main, second });
}

/** A level in a word where there are three. */
export function levelText({ bin, bins }: VoxelExplanation["strength"]): string {
  if (bins === 3) return [t("low"), t("middle"), t("high")][bin] as string;
  return t("{level} of {levels}", { level: bin + 1, levels: bins });
}

/** What the voxel was taken for. */
export function structureText({ strength, coherence, direction, passes }: VoxelExplanation): string {
  if (passes[0]?.classes.length === 0 || !direction)
    return t("Left as interpolated: there is no structure to sharpen.");
  const isStrong = strength.bin === strength.bins - 1;
  const isWeak = strength.bin === 0;
  const isCoherent = coherence.bin === coherence.bins - 1;
  const isMixed = coherence.bin === 0;
  if (isWeak && isMixed) return t("Nearly even: little changes here, in no clear direction.");
  if (isMixed) return t("Texture: intensity changes in several directions.");
  if (isStrong && isCoherent) return t("A clear edge.");
  if (isWeak) return t("A faint edge.");
  return t("An edge.");
}

/** What its passes are called, in their order. */
export function passNames({ passes, isByNetwork }: VoxelExplanation): readonly string[] {
  if (isByNetwork) return [t("Before the network")];
  return passes.length === 1 ? [t("Filtered")] : [t("First pass"), t("Second pass")];
}

/** Of the classes: the words of their kinds are the method's, which names few. */
export function classesText({ classes, classTitle }: FilterPass): string {
  if (classes.length < 2) return classTitle;
  return classes.map(({ kind, number, of }) => t("{kind} {number} of {of}", { kind, number, of })).join(" · ");
}

/** How often training saw voxels like this one. */
export function seenText({ trainingRows }: FilterPass, fewRows: number | undefined): string {
  const rows = trainingRows.toLocaleString("en");
  if (trainingRows === 0) return t("never in training");
  return fewRows !== undefined && trainingRows < fewRows
    ? t("{rows} voxels in training: few, less sure", { rows })
    : t("{rows} voxels in training", { rows });
}
