/** How errors change from one scale of a scan to the next finer one. Source: folded §9. */

import type { Executor } from "../../../compute/executor";
import { cropToMultiple, type Factor } from "../../../core/volume";
import type { Degradation } from "../../../degradations/degradation";
import { degradeVolume } from "../../../degradations/degrade";
import type { LearningVolume } from "../../common/learning-volume";
import { interpolate } from "../../interpolation/interpolate";
import { BASELINE } from "../../interpolation/names";

/** Fewer voxels say nothing of a scale. */
const LEAST_VOXELS = 300;
/** A ratio beyond this, or below its inverse, is one of something else than scales. */
const MOST = 2;

/**
 * The root mean square error that interpolation makes of the volume, degraded, over that which it makes of the degraded
 * volume, degraded again; over voxels of which at least half lies inside the mask. `interpolated` is the mean square of the
 * former. 1 where too few voxels are left to tell. Errors and cancelling as `degradeVolume`.
 */
export async function errorRatio(
  executor: Executor,
  { dims, mask, low }: LearningVolume,
  interpolated: number,
  options: { readonly factor: Factor; readonly degradation: Degradation; readonly signal?: AbortSignal | undefined },
): Promise<number> {
  const { factor, degradation, signal } = options;
  if (low.dims.some((n, axis) => n < (factor[axis] as number))) return 1;
  const coarse = cropToMultiple(low, factor);
  const again = await degradeVolume(executor, coarse, factor, degradation, { signal });
  const made = (await interpolate(executor, again, { factor, method: BASELINE, signal })).output;
  const share = { ...low, dims, data: Float32Array.from(mask) };
  const inside = cropToMultiple(await degradeVolume(executor, share, factor, "box", { signal }), factor);
  let sum = 0;
  let count = 0;
  for (const [i, value] of made.data.entries()) {
    if ((inside.data[i] as number) < 0.5) continue;
    sum += (value - (coarse.data[i] as number)) ** 2;
    count++;
  }
  if (count < LEAST_VOXELS || !(sum > 0)) return 1;
  return Math.min(Math.max(Math.sqrt((interpolated * count) / sum), 1 / MOST), MOST);
}
