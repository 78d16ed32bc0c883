/** A volume made finer by interpolation alone: the baselines. Source: method §1, §2. */

import type { DeviceBuffer, Executor } from "../../compute/executor";
import { upsampledGrid } from "../../core/affine";
import { finiteRange } from "../../core/intensity";
import { fillMissing, restoreMissing } from "../../core/missing";
import { type Factor, upsampledDims, type Vec3, type Volume, voxelCount } from "../../core/volume";
import { RESAMPLE_AXIS } from "../../kernels/kernels";
import { extractBox, grow } from "../../parts/block";
import {
  type BoundedOptions,
  type Brick,
  brickLimits,
  copyBrick,
  denseRows,
  halveBrick,
  planBricks,
} from "../../parts/brick";
import { runParts } from "../../parts/run-parts";
import type { Applied, ApplyOptions } from "../method";
import type { Interpolation } from "./names";
import { axisWeights, TAP_RADIUS } from "./weights";

/**
 * Makes a volume finer, one axis after the other, block by block. Missing voxels are filled for that, and the voxels of
 * the result nearest to them are missing; a volume of one value is that value to the bit. Errors and cancelling as
 * `Method.apply`.
 */
export async function interpolate(
  executor: Executor,
  given: Volume,
  options: BoundedOptions & Pick<ApplyOptions, "factor"> & { readonly method: Interpolation },
): Promise<Applied> {
  const { factor, method } = options;
  const known = fillMissing(given);
  const { filled: volume } = known;
  const radius = TAP_RADIUS[method];
  const taps = 2 * radius + 1;
  const dims = upsampledDims(volume.dims, factor);
  const output = new Float32Array(voxelCount(dims));
  const [low, high] = finiteRange(volume.data);
  const peakGpuBytes = await runParts(
    executor,
    {
      label: "interpolate",
      parts: planBricks(dims, brickLimits(executor.limits, options.gpuBytes), (brick) =>
        stepsOf(brick, factor, radius).map((size) => 4 * voxelCount(size)),
      ),
      share: (space) => factor.map((s) => space.upload("weights", axisWeights(method, s))),
      operations: (brick) =>
        stepsOf(brick, factor, radius)
          .slice(1)
          .reduce((sum, size) => sum + taps * voxelCount(size), 0),
      compute: async ({ space, meter, signal }, brick, weights) => {
        const steps = stepsOf(brick, factor, radius);
        const low = grow(lowBox(brick, factor), radius);
        let samples = space.upload("low resolution", extractBox(volume.data, volume.dims, low.origin, low.size));
        for (let axis = 0; axis < 3; axis++) {
          const from = steps[axis] as Vec3;
          const to = steps[axis + 1] as Vec3;
          const resampled = space.storage("resampled", 4 * voxelCount(to));
          await space.run({
            kernel: RESAMPLE_AXIS,
            constants: { RADIUS: radius },
            params: {
              stride: to.slice(0, axis).reduce((a, b) => a * b, 1),
              inLength: from[axis] as number,
              outLength: to[axis] as number,
              inOrigin: low.origin[axis] as number,
              outOrigin: brick.origin[axis] as number,
              factor: factor[axis] as number,
            },
            buffers: [samples, weights[axis] as DeviceBuffer, resampled],
            items: voxelCount(to),
            operationsPerItem: taps,
            signal,
            onItemsDone: meter.track("Interpolating", taps),
          });
          space.free(samples);
          samples = resampled;
        }
        const values = new Float32Array(await space.read(samples, 4 * voxelCount(brick.size)));
        space.free(samples);
        return values;
      },
      halve: halveBrick,
      merge: (values, brick) => copyBrick(values, denseRows(brick), brick, output, dims),
    },
    options,
  );
  if (low === high) output.fill(low);
  restoreMissing(output, known, factor);
  return { output: { data: output, ...upsampledGrid(volume, factor) }, peakGpuBytes };
}

/** Multiply-adds an output voxel, without margins: x is made fine on the scan's y and z, y on its z. */
export function interpolationCost(method: Interpolation, [, sy, sz]: Factor): number {
  return (2 * TAP_RADIUS[method] + 1) * (1 / (sy * sz) + 1 / sz + 1);
}

/** The low-resolution voxels nearest to a brick's voxels. */
function lowBox({ origin, size }: Brick, factor: Factor): Brick {
  const first = origin.map((o, axis) => Math.floor(o / (factor[axis] as number)));
  const last = origin.map((o, axis) => Math.floor((o + (size[axis] as number) - 1) / (factor[axis] as number)));
  return {
    origin: first as unknown as Vec3,
    size: last.map((to, axis) => to - (first[axis] as number) + 1) as unknown as Vec3,
  };
}

/** Sizes of a brick's data: low resolution with its margin, then with x, y and z made fine. */
function stepsOf(brick: Brick, factor: Factor, radius: number): Vec3[] {
  const [lx, ly, lz] = grow(lowBox(brick, factor), radius).size;
  const [x, y, z] = brick.size;
  return [
    [lx, ly, lz],
    [x, ly, lz],
    [x, y, lz],
    [x, y, z],
  ];
}
