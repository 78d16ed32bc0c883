/** Whether a bank is for scans like the one that is open, as far as names and grids tell. */

import type { Vec3 } from "../core/volume";
import { formatFactor, loneAxis } from "../core/volume";
import { certaintyOf } from "../evidence/certainty";
import type { Evidence } from "../evidence/evidence";
import type { BankEntry } from "../session/wire";
import { t } from "../text/text";
import type { ShownChoice } from "./degradation-choice";
import { thickAxis } from "./run-choices";

/** Contrasts by how names say them: BIDS suffixes, and what people write. */
const CONTRASTS = ["T1w", "T2w", "FLAIR", "PDw", "T2star", "bold", "dwi", "SWI", "MRA", "GRE"] as const;
type Contrast = (typeof CONTRASTS)[number];

/** The contrast that a name speaks of; undefined where it tells none. */
export function contrastIn(name: string): Contrast | undefined {
  const words = name.split(/[^A-Za-z0-9*]+/).map((word) => word.toLowerCase().replace("*", "star"));
  const is = (contrast: string) => words.some((word) => word === contrast || `${word}w` === contrast);
  return CONTRASTS.find((contrast) => is(contrast.toLowerCase()));
}

/** Voxels of a result so many times smaller or larger than those that were learned from are another scale of anatomy. */
const FAR = 2;

interface Scanned {
  readonly name: string;
  readonly spacing: Vec3;
  /** What its tags speak of. */
  readonly contrast?: string | undefined;
}

/** Why a bank may not be for a scan, in words; undefined where nothing speaks against it. */
export function unfitness(
  { title, factor, voxelMm }: Pick<BankEntry, "title" | "factor" | "voxelMm">,
  { name, spacing, contrast }: Scanned,
): string | undefined {
  const [learned, scanned] = [contrastIn(title), contrast ?? contrastIn(name)];
  if (learned && scanned && learned !== scanned) {
    if (contrast) {
      return t("learned from {learned} scans; this scan is {scanned}, a guess from its tags", { learned, scanned });
    }
    return t("learned from {learned} scans; this scan is named {scanned}", { learned, scanned });
  }
  const thick = thickAxis(spacing);
  if (thick !== undefined && loneAxis(factor) === undefined) {
    const times = formatFactor(factor);
    return t("{times} is for voxels of about equal sides; these are longer along the slices", { times });
  }
  const fine = spacing.map((mm, axis) => mm / (factor[axis] as number));
  if (voxelMm && (Math.min(...fine) * FAR < voxelMm[0] || Math.max(...fine) > FAR * voxelMm[1])) {
    return t("learned from voxels of {least} to {most} mm; these would be of {sides} mm", {
      least: voxelMm[0],
      most: voxelMm[1],
      sides: fine.map((mm) => Number(mm.toPrecision(2))).join(" × "),
    });
  }
  return undefined;
}

/** The same of a bank that ships, of a method that has none for how the scan shows to have been made. */
export function kindUnfitness(
  { origin, method, degradation }: Pick<BankEntry, "origin" | "method" | "degradation">,
  shown: readonly ShownChoice[],
  evidence: Pick<Evidence, "degradation"> | undefined,
): string | undefined {
  const isKspace = shown.some(({ choice }) => choice.degradation === "kspace");
  if (!isKspace || certaintyOf(evidence?.degradation.certainty ?? 0) === "guess") return undefined;
  if (origin !== "shipped" || degradation !== "box" || shown.some((one) => one.method === method)) {
    return undefined;
  }
  return t("learned from averaged blocks; this scan looks like cropped k-space");
}
