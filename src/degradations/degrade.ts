/** Low-resolution volumes made from high-resolution ones. Source: method §7. */

import type { Executor } from "../compute/executor";
import { downsampledGrid } from "../core/affine";
import { coarseMissing, fillMissing } from "../core/missing";
import { cropToMultiple, type Factor, type Vec3, type Volume, voxelCount } from "../core/volume";
import { DEGRADE } from "../kernels/kernels";
import { extractBox } from "../parts/block";
import {
  type BoundedOptions,
  type Brick,
  brickLimits,
  copyBrick,
  denseRows,
  halveBrick,
  planBricks,
} from "../parts/brick";
import { transformVolume } from "../parts/fourier";
import { type FourierSum, lineTransform } from "../parts/fourier-tables";
import { runParts } from "../parts/run-parts";
import { checkCoarsening, coarseningOf, type Degradation } from "./degradation";
import type { Coarsening, Taps } from "./kind";

export type DegradeOptions = BoundedOptions;

/**
 * The volume on the grid that is `factor` times coarser, after cropping its high end to a multiple of the factor; same
 * units, same world positions (half-voxel centred grids). `kspace` and `cubic` may overshoot below the minimum. Missing
 * voxels are filled for that; a coarse voxel is missing where more than half of the fine ones in its place are.
 *
 * Throws `E_BAD_DIMS` when an axis is shorter than its factor, `E_ARGUMENT` as `checkDegradation`, and the device errors of
 * `Executor.inSpace`. Cancel: between GPU submits, by rejecting with the signal's reason.
 */
export async function degradeVolume(
  executor: Executor,
  volume: Volume,
  factor: Factor,
  degradation: Degradation,
  options: DegradeOptions = {},
): Promise<Volume> {
  return coarsen(executor, volume, factor, coarseningOf(degradation), options);
}

/** The same for a degradation of one's own. */
export async function coarsen(
  executor: Executor,
  volume: Volume,
  factor: Factor,
  coarsening: Coarsening,
  options: DegradeOptions = {},
): Promise<Volume> {
  checkCoarsening(coarsening, factor);
  options.signal?.throwIfAborted();
  const { filled: cropped, missing } = fillMissing(cropToMultiple(volume, factor));
  const grid = downsampledGrid(cropped, factor);
  const data =
    "lines" in coarsening
      ? await transform(executor, cropped, factor, coarsening.lines, options)
      : await weigh(executor, cropped, grid.dims, factor, factor.map(coarsening.taps), options);
  if (missing) {
    const lost = coarseMissing(missing, cropped.dims, factor);
    for (let i = 0; i < data.length; i++) if (lost[i] === 1) data[i] = Number.NaN;
  }
  return { data, ...grid };
}

async function transform(
  executor: Executor,
  { data, dims }: Volume,
  factor: Factor,
  lines: (n: number, s: number) => readonly FourierSum[],
  options: DegradeOptions,
): Promise<Float32Array<ArrayBuffer>> {
  const passes = factor.map((s, axis) => (s === 1 ? [] : lines(dims[axis] as number, s).map(lineTransform)));
  if (passes.every((pass) => pass.length === 0)) return data.slice();
  return transformVolume(executor, data, dims, { passes, targetParts: 1, stage: "Degrading" }, options);
}

/** Every coarse voxel as the weighted mean of fine ones. */
async function weigh(
  executor: Executor,
  { data, dims: volume }: Volume,
  dims: Vec3,
  factor: Factor,
  axes: readonly Taps[],
  options: DegradeOptions,
): Promise<Float32Array<ArrayBuffer>> {
  /** Multiply-adds per coarse voxel: for pacing and progress. */
  const cost = 4 + axes.reduce((product, { weights }) => product * weights.length, 2);
  /** The fine voxels that a coarse brick is made from, some of them beyond the faces. */
  const finePart = ({ origin, size }: Brick) =>
    ({
      origin: axes.map(({ first }, a) => (origin[a] as number) * (factor[a] as number) + first),
      size: axes.map(({ weights }, a) => ((size[a] as number) - 1) * (factor[a] as number) + weights.length),
    }) as unknown as Brick;
  const out = new Float32Array(voxelCount(dims));
  await runParts(
    executor,
    {
      label: "degrade",
      parts: planBricks(dims, brickLimits(executor.limits, options.gpuBytes), (brick) => [
        4 * voxelCount(finePart(brick).size),
        4 * voxelCount(brick.size),
      ]),
      share: (space) => space.upload("weights", Float32Array.from(axes.flatMap(({ weights }) => weights))),
      operations: ({ size }) => cost * voxelCount(size),
      compute: async ({ space, meter, signal }, brick, weights) => {
        const { origin, size } = finePart(brick);
        const items = voxelCount(brick.size);
        const fine = space.upload("fine voxels", extractBox(data, volume, origin, size));
        const coarse = space.storage("coarse voxels", 4 * items);
        await space.run({
          kernel: DEGRADE,
          params: {
            ...brick,
            factor,
            volume,
            fineOrigin: origin,
            fineSize: size,
            tap: axes.map(({ first }) => first),
            taps: axes.map(({ weights }) => weights.length),
          },
          buffers: [fine, weights, coarse],
          items,
          operationsPerItem: cost,
          signal,
          onItemsDone: meter.track("Degrading", cost),
        });
        const values = new Float32Array(await space.read(coarse, 4 * items));
        for (const buffer of [fine, coarse]) space.free(buffer);
        return values;
      },
      halve: halveBrick,
      merge: (values, brick) => copyBrick(values, denseRows(brick), brick, out, dims),
    },
    options,
  );
  return out;
}
