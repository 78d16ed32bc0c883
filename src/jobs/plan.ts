/** What a run takes, before it runs. */

import type { ExecutorLimits } from "../compute/executor";
import { type Factor, upsampledDims, type Vec3, type Volume, voxelCount } from "../core/volume";
import { hashingBytes } from "../methods/common/stages";
import type { Method } from "../methods/method";
import { type Brick, brickLimits, PAD, PAD_X, planBricks } from "../parts/brick";

const FLOAT = 4;
/** Filters, and what bricks are made from. */
const SHARED_BYTES = 8 * 2 ** 20;
/** Volumes on the scan's grid: in working units, degraded again, the residual, and a mask. */
const SCAN_COPIES = 3.25;
/** Voxels of the scan before and behind a brick that it is interpolated from, without its margins. */
const TAPS = 4;

interface PlannedRun {
  readonly factor: Factor;
  readonly steps: number;
  readonly method: Pick<Method, "predictsErrors">;
  /** What is kept beside the result: as in the page, or in the command line unless told. */
  readonly keepInterpolated?: boolean;
  readonly wantErrors?: boolean;
  /** A copy of the result is made for who shows it. */
  readonly isCopied?: boolean;
}

/**
 * Memory that a run needs at the most, of this program beside the scan and of the device, bytes. Saving takes next to
 * nothing, since files are made part by part. Throws `E_GPU_LIMIT`.
 */
export function planMemory(
  limits: ExecutorLimits,
  { dims }: Pick<Volume, "dims">,
  { factor, steps, method, keepInterpolated, wantErrors, isCopied }: PlannedRun,
  gpuBytes?: number,
): { readonly hostBytes: number; readonly deviceBytes: number } {
  const fine = upsampledDims(dims, factor);
  const bricks = planBricks(fine, brickLimits(limits, gpuBytes), hashingBytes);
  const [largest] = bricks;
  const spaces = Math.min(limits.lanes ?? 1, bricks.length);
  const kept = 1 + (keepInterpolated ? 1 : 0) + (wantErrors && method.predictsErrors ? 1 : 0);
  // A step subtracts one finer volume from another, and the first one is held until the run is over.
  const working = Math.max(Math.min(steps, 2), isCopied ? 1 : 0);
  const inputs = bricks.reduce((sum, brick) => sum + inputVoxels(brick, dims, factor), 0);
  return {
    hostBytes: FLOAT * ((kept + working) * voxelCount(fine) + SCAN_COPIES * voxelCount(dims) + inputs),
    deviceBytes: SHARED_BYTES + spaces * (largest ? hashingBytes(largest).reduce((a, b) => a + b) : 0),
  };
}

/** Voxels of the scan that are cut out for a brick, at the most. */
function inputVoxels({ size }: Brick, dims: Vec3, factor: Factor): number {
  const along = size.map((n, axis) => {
    const padded = n + 2 * (axis === 0 ? PAD_X : PAD) + 2;
    return Math.min(dims[axis] as number, Math.ceil(padded / (factor[axis] as number)) + TAPS);
  });
  return voxelCount(along as unknown as Vec3);
}
