/** How a scan lies in the scanner, in words. */

import { columnOf } from "../../core/affine";
import type { Affine, Vec3 } from "../../core/volume";
import type { SliceGeometry } from "../../session/wire";
import { t } from "../../text/text";
import { obliqueDegrees } from "../../viewer/camera";

/** Less than this is how a scan lies straight, degrees. */
const STRAIGHT = 0.5;

/** Along which axis of the patient each stored axis runs: `RAS`, `LPS`. */
export function axisCodes(affine: Affine): string {
  const columns = [0, 1, 2].map((axis) => columnOf(affine, axis));
  return columns
    .map((column) => {
      const sizes = column.map(Math.abs);
      const world = sizes.indexOf(Math.max(...sizes)) as 0 | 1 | 2;
      const [back, on] = [
        ["L", "R"],
        ["P", "A"],
        ["I", "S"],
      ][world] as [string, string];
      return column[world] < 0 ? back : on;
    })
    .join("");
}

export function orientationText(affine: Affine, isKnown: boolean): string {
  if (!isKnown) return t("not known: the file does not say which side is left");
  const codes = axisCodes(affine);
  const degrees = obliqueDegrees(affine);
  if (degrees < STRAIGHT) return t("stored {codes}, along the scanner's axes", { codes });
  return t("stored {codes}, {degrees}° oblique", { codes, degrees: degrees.toFixed(degrees < 10 ? 1 : 0) });
}

/** Lengths of the grid along its axes, mm. */
export const fieldOfView = (dims: Vec3, spacing: Vec3): string =>
  dims.map((count, axis) => Math.round(count * (spacing[axis] as number))).join(" × ");

/** "5 mm thick, 6 mm apart", the thickness where it is known. */
export function slicesText({ distanceMm, thicknessMm }: Pick<SliceGeometry, "distanceMm" | "thicknessMm">): string {
  const apart = lengthText(distanceMm);
  if (thicknessMm === undefined) return t("{apart} mm apart, thickness not known", { apart });
  return t("{thickness} mm thick, {apart} mm apart", { thickness: lengthText(thicknessMm), apart });
}

/** In hundredths of a millimetre, as short as it goes. */
export const lengthText = (mm: number): string => String(Number(mm.toFixed(2)));
