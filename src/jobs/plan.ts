/** What a run takes, before it runs. */

import type { ExecutorLimits } from "../compute/executor";
import { type Factor, upsampledDims, type Volume, voxelCount } from "../core/volume";
import { hashingBytes } from "../methods/common/stages";
import type { Method } from "../methods/method";
import { brickLimits, planBricks } from "../parts/brick";

const FLOAT = 4;
/** Filters, and what bricks are made from. */
const SHARED_BYTES = 8 * 2 ** 20;
/** Volumes on the scan's grid: in working units, cut into bricks with their margins, degraded again, the residual. */
const SCAN_COPIES = 5;

/** Memory that a run needs at the most, of this program and of the device, bytes. Throws `E_GPU_LIMIT`. */
export function planMemory(
  limits: ExecutorLimits,
  { dims }: Pick<Volume, "dims">,
  run: { readonly factor: Factor; readonly steps: number; readonly method: Pick<Method, "predictsErrors"> },
): { readonly hostBytes: number; readonly deviceBytes: number } {
  const fine = upsampledDims(dims, run.factor);
  const [largest] = planBricks(fine, brickLimits(limits), hashingBytes);
  // The result and the interpolated volume, errors, and either the copy for the page or what steps work on.
  const working = run.steps === 0 ? 1 : Math.min(run.steps, 2) + 1;
  const copies = 2 + (run.method.predictsErrors ? 1 : 0) + working;
  return {
    hostBytes: FLOAT * (copies * voxelCount(fine) + SCAN_COPIES * voxelCount(dims)),
    deviceBytes: SHARED_BYTES + (largest ? hashingBytes(largest).reduce((a, b) => a + b) : 0),
  };
}
