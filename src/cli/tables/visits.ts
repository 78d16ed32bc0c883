/** Two visits of one person: scans of one contrast whose names hold ses-1 and ses-2. */

import { basename } from "node:path";
import type { Volume } from "../../core/volume";

/** Sizes that differ by less are one. */
const ALIKE = 0.01;

/** Of each the first and the second. */
export function visitsAmong(paths: readonly string[]): [string, string][] {
  return paths.flatMap((path) => {
    if (!basename(path).includes("_ses-1_")) return [];
    const other = paths.find((one) => basename(one) === basename(path).replace("_ses-1_", "_ses-2_"));
    return other ? [[path, other] as [string, string]] : [];
  });
}

/** The scan with the thicker slices, or with the larger pixels where slices are alike; the first of two alike. */
export function coarserOf(a: Volume, b: Volume): Volume {
  const axis = ([2, 0] as const).find((one) => Math.abs(a.spacing[one] / b.spacing[one] - 1) > ALIKE);
  return axis === undefined || a.spacing[axis] > b.spacing[axis] ? a : b;
}
