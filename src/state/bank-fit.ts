/** Whether a bank is for scans like the one that is open, as far as names and grids tell. */

import type { Vec3 } from "../core/volume";
import { formatFactor, loneAxis } from "../core/volume";
import { t } from "../text/text";
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

interface Scanned {
  readonly name: string;
  readonly spacing: Vec3;
}

/** Why a bank may not be for a scan, in words; undefined where nothing speaks against it. */
export function unfitness(
  { title, factor }: { readonly title: string; readonly factor: Vec3 },
  { name, spacing }: Scanned,
): string | undefined {
  const [learned, scanned] = [contrastIn(title), contrastIn(name)];
  if (learned && scanned && learned !== scanned) {
    return t("learned from {learned} scans; this scan is named {scanned}", { learned, scanned });
  }
  const thick = thickAxis(spacing);
  if (thick !== undefined && loneAxis(factor) === undefined) {
    const times = formatFactor(factor);
    return t("{times} is for voxels of about equal sides; these are longer along the slices", { times });
  }
  return undefined;
}
