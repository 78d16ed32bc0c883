/** Thick scans of one body in different directions, which become one. */

import { columnOf } from "../core/affine";
import { getEngine } from "../session/client";
import { t } from "../text/text";
import { addScan } from "./actions";
import { tellFailure, whileReading } from "./intake-actions";
import { thickAxis } from "./run-choices";
import type { Series } from "./series-store";

/** Cosine of the least angle between directions that differ: 45°. */
const APART = Math.SQRT1_2;

/**
 * The scans that were given together with one, are of the same contrast as far as it is known, and thick in another
 * direction, with it; none where there is no other.
 */
export function stacksWith(scan: Series, series: readonly Series[]): readonly Series[] {
  const own = thickDirection(scan);
  if (!own || scan.surveyId === undefined) return [];
  const others = series.filter((one) => {
    const direction = one.kind === "scan" && one.surveyId === scan.surveyId ? thickDirection(one) : undefined;
    if (!direction) return false;
    const cosine = direction.reduce((sum, part, axis) => sum + part * (own[axis] as number), 0);
    const isOther = one.contrast !== undefined && scan.contrast !== undefined && one.contrast !== scan.contrast;
    return Math.abs(cosine) < APART && !isOther;
  });
  return others.length > 0 ? [scan, ...others] : [];
}

/** Unit vector across the slices of a scan with thick ones; undefined of others, and of scans of several frames. */
function thickDirection({ grid: { affine, spacing }, slices, frames }: Series): readonly number[] | undefined {
  const axis = thickAxis(spacing);
  if (axis === undefined || frames > 1 || slices?.obstacle) return undefined;
  const column = columnOf(affine, axis);
  const length = Math.hypot(...column);
  return column.map((part) => part / length);
}

/** Puts the combination of the scans into the rail, in front. */
export async function combine(stacks: readonly Series[]): Promise<void> {
  const ids = stacks.map(({ id }) => id);
  const outcome = await whileReading(t("combination of {count} scans", { count: ids.length }), (jobId, onProgress) =>
    getEngine().combine(jobId, ids, onProgress),
  );
  if (outcome.ok) addScan(outcome.value, true);
  else tellFailure(t("Combine into one"), outcome);
}
