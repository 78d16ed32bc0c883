/** A scan made finer brick by brick: tricubic interpolation, and what a method makes of it. */

import type { DeviceBuffer, Executor, Space } from "../../compute/executor";
import { upsampledGrid } from "../../core/affine";
import { grownWithin } from "../../core/box";
import { inUnits, referenceIntensity, unlessConstant, type WorkingUnits } from "../../core/intensity";
import { fillMissing, markMissing, restoreMissing } from "../../core/missing";
import { upsampledDims, type Vec3, type Volume, voxelCount } from "../../core/volume";
import {
  type Brick,
  type BrickInput,
  type BrickRows,
  brickInput,
  brickLimits,
  copyBrick,
  halveBrick,
  PAD,
  PAD_X,
  paddedSize,
  planBricks,
  rowPitch,
} from "../../parts/brick";
import { runParts } from "../../parts/run-parts";
import type { Stage } from "../../parts/stage";
import type { Applied, ApplyOptions } from "../method";
import { COST, hashingBytes, upsampleBrick } from "./stages";

/** What follows interpolation: from the upsampled brick to the filtered one, rows of `rowPitch(brick)`. */
export interface BrickFilter {
  /** Multiply-adds per voxel, given the share of a brick's voxels that is not 0. */
  readonly cost: (activeShare: number) => number;
  readonly run: (stage: Stage, input: BrickInput, upsampled: DeviceBuffer) => Promise<FilteredBrick>;
}

export interface FilteredBrick {
  /** Rows of `rowPitch(brick)` floats. */
  readonly output: DeviceBuffer;
  /** Predicted errors, likewise; of no length unless asked for. */
  readonly errors?: DeviceBuffer;
  /** Voxels that were drawn back to the range of their neighbours. */
  readonly guarded?: number;
  /** Voxels of a class that was learned from few rows. */
  readonly fewRows?: number;
}

/** The intensity p as unit, with 0 as it is. Throws `E_INTENSITY`. Source: method §3. */
export const referenceUnits = unlessConstant((data) => ({ zero: 0, scale: referenceIntensity(data) }));

/**
 * Makes a volume `factor` times finer. Without a `filter` it is interpolated alone; a filter is given bricks of `margin` voxels
 * more on every side, as far as the volume goes, and only what is within is kept. Missing voxels are filled for that,
 * and the voxels of the result nearest to them are missing (`restoreMissing`). Source: method §1 to §5.
 *
 * Errors and cancelling as `Method.apply`.
 */
export async function applyBricks(
  executor: Executor,
  volume: Volume,
  options: Omit<ApplyOptions, "bank">,
  unitsOf: (data: Float32Array) => WorkingUnits,
  makeFilter?: (space: Space, working: Volume, wantErrors: boolean) => BrickFilter,
  margin = 0,
): Promise<Applied> {
  const { factor, wantErrors = false } = options;
  const units = options.units ?? unitsOf(volume.data);
  const known = fillMissing(volume);
  const working = { ...volume, data: inUnits(known.filled.data, units) };
  const dims = upsampledDims(volume.dims, factor);
  const grown = (brick: Brick) => grownWithin(brick, [margin, margin, margin], dims);
  const bytesOf = (brick: Brick) => hashingBytes(grown(brick));
  const bricks = planBricks(dims, brickLimits(executor.limits, options.gpuBytes), bytesOf);
  const partOf = (inner: Brick) => ({ inner, input: brickInput(working, factor, grown(inner), 1) });
  const voxels = () => new Float32Array(voxelCount(dims));
  const output = voxels();
  const interpolated = !makeFilter ? output : options.keepInterpolated ? voxels() : undefined;
  const counts: { guarded?: number; fewRows?: number } = {};
  let predicted: Float32Array<ArrayBuffer> | undefined;
  /** Puts a brick into its place, in the scan's units. */
  const keep = (data: Float32Array, rows: BrickRows, brick: Brick, target: Float32Array, zero = units.zero) => {
    for (let i = 0; i < data.length; i++) data[i] = zero + (data[i] as number) * units.scale;
    copyBrick(data, rows, brick, target, dims);
  };
  const peakGpuBytes = await runParts(
    executor,
    {
      label: "upscale",
      partName: "brick",
      parts: bricks.map(partOf),
      halve: ({ inner }) => halveBrick(inner)?.map(partOf),
      share: (space) => makeFilter?.(space, working, wantErrors),
      operations: ({ input: { brick, activeShare } }, filter) =>
        voxelCount(brick.size) * (COST.upsample + (filter?.cost(activeShare) ?? 0)),
      compute: async (stage, { input }, filter) => {
        const { space } = stage;
        const upsampled = await upsampleBrick(stage, input);
        const read = async (buffer: DeviceBuffer, count: number) =>
          new Float32Array(await space.read(buffer, 4 * count));
        const margins = interpolated && (await read(upsampled, voxelCount(paddedSize(input.brick))));
        const made = await filter?.run(stage, input, upsampled);
        space.free(upsampled);
        if (!made) return { margins };
        const count = rowPitch(input.brick) * input.brick.size[1] * input.brick.size[2];
        const rows = await read(made.output, count);
        const errors = wantErrors && made.errors ? await read(made.errors, count) : undefined;
        space.free(made.output);
        if (made.errors) space.free(made.errors);
        return { margins, rows, errors, guarded: made.guarded, fewRows: made.fewRows };
      },
      merge: ({ margins, rows, errors, guarded, fewRows }, { inner, input: { brick } }) => {
        const [pitch, high] = paddedSize(brick);
        const leadAfter = ([x, y, z]: Vec3): Vec3 => [
          x + inner.origin[0] - brick.origin[0],
          y + inner.origin[1] - brick.origin[1],
          z + inner.origin[2] - brick.origin[2],
        ];
        if (margins && interpolated) {
          keep(margins, { pitch, rows: high, lead: leadAfter([PAD_X, PAD, PAD]) }, inner, interpolated);
        }
        const place = { pitch: rowPitch(brick), rows: brick.size[1], lead: leadAfter([0, 0, 0]) };
        if (rows) keep(rows, place, inner, output);
        if (errors) {
          predicted ??= voxels();
          keep(errors, place, inner, predicted, 0);
        }
        if (guarded !== undefined) counts.guarded = (counts.guarded ?? 0) + guarded;
        if (fewRows !== undefined) counts.fewRows = (counts.fewRows ?? 0) + fewRows;
      },
    },
    options,
  );
  const grid = upsampledGrid(volume, factor);
  for (const data of new Set([output, interpolated])) if (data) restoreMissing(data, known, factor);
  if (predicted) markMissing(predicted, known.missing, volume.dims, factor);
  return {
    output: { data: output, ...grid },
    ...(interpolated ? { interpolated: { data: interpolated, ...grid } } : {}),
    ...(predicted ? { predictedError: { data: predicted, ...grid } } : {}),
    ...counts,
    peakGpuBytes,
  };
}
