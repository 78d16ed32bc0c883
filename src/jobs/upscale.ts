/** The main job: a scan made finer with a bank, or by a baseline. */

import type { DeviceBuffer, Executor, Space } from "../compute/executor";
import { Meter } from "../compute/meter";
import { upsampledGrid } from "../core/affine";
import { EigenvoxError } from "../core/errors";
import { referenceIntensity, type WorkingUnits, workingUnits } from "../core/intensity";
import type { JobOptions } from "../core/progress";
import { type Factor, formatFactor, isSameFactor, upsampledDims, type Volume, voxelCount } from "../core/volume";
import { type Bank, isFolded } from "../methods/bank";
import { COST, hashingBytes, upsampleBrick } from "../methods/common/stages";
import type { FoldedBank } from "../methods/folded/bank";
import { lowPartOf } from "../methods/folded/low-part";
import { applyFoldedBrick, type FilteredBrick, FOLDED_COST, foldBrick, uploadFolded } from "../methods/folded/stages";
import { interpolate } from "../methods/interpolation/interpolate";
import type { Method } from "../methods/names";
import type { PaperBank } from "../methods/paper/bank";
import { filterBrick, filterOperations, hashBrick, packFilters } from "../methods/paper/stages";
import {
  type Brick,
  type BrickInput,
  type BrickRows,
  brickInput,
  brickLimits,
  copyBrick,
  PAD,
  PAD_X,
  paddedSize,
  planBricks,
  rowPitch,
} from "../parts/brick";
import type { Stage } from "../parts/stage";

export interface UpscaleOptions extends JobOptions {
  readonly factor: Factor;
  readonly method: Method;
  /** Required by `paper` and `folded`; its method and factor must be those asked for. */
  readonly bank?: Bank;
  /** Also return the tricubic volume the filters were applied to (costs no extra GPU work). */
  readonly keepInterpolated?: boolean;
  /** Also return the error that a folded bank predicts for every voxel. */
  readonly wantErrors?: boolean;
  /** Intensity that the method's unit stands for, 0 being 0; from the scan itself unless told (method §3, folded §1). */
  readonly p?: number;
  /** Upper bound of the GPU memory the job may hold at a time, bytes; 512 MiB unless told. */
  readonly gpuBytes?: number;
}

export interface UpscaleResult {
  /** On the input's own intensity scale, with the finer grid's affine. */
  readonly output: Volume;
  readonly interpolated?: Volume;
  /** Root mean square error to be expected, in the input's units: that of the voxel's classes in training. */
  readonly predictedError?: Volume;
  /** Voxels that a folded bank drew back to the range of their neighbours (folded §7). */
  readonly guarded?: number;
  /** Voxels of a folded bank's classes that were learned from fewer than FEW_ROWS rows. */
  readonly fewRows?: number;
  /** Most GPU memory held at a time, bytes. */
  readonly peakGpuBytes: number;
}

/**
 * Makes a volume `factor` times finer. Source: method §1 to §5.
 *
 * Throws `E_BANK_MISMATCH` without a bank for this factor, `E_INTENSITY` for a scan without signal, and the GPU errors
 * of `Executor.inSpace`. Cancel: between GPU submits, by rejecting with the signal's reason.
 */
export async function upscale(executor: Executor, volume: Volume, options: UpscaleOptions): Promise<UpscaleResult> {
  const { factor, method, signal, onProgress } = options;
  if (method !== "tricubic" && method !== "paper" && method !== "folded") {
    return interpolate(executor, volume, { ...options, method });
  }
  const bank = method === "tricubic" ? undefined : checkedBank(options);

  const units = unitsOf(volume, bank, options.p);
  const working = { ...volume, data: volume.data.map((value) => (value - units.zero) / units.scale) };
  const dims = upsampledDims(volume.dims, factor);
  const bricks = planBricks(dims, brickLimits(executor.limits, options.gpuBytes), hashingBytes);

  return executor.inSpace("upscale", async (space) => {
    const output = new Float32Array(voxelCount(dims));
    const interpolated =
      method === "tricubic" ? output : options.keepInterpolated ? new Float32Array(output.length) : undefined;
    const predicted = options.wantErrors && bank && isFolded(bank) ? new Float32Array(output.length) : undefined;
    let guarded = 0;
    let fewRows = 0;
    const inputs = bricks.map((brick) => brickInput(working, factor, brick, 1));
    const filter =
      bank && (isFolded(bank) ? foldedFilter(space, bank, working, predicted !== undefined) : paperFilter(space, bank));
    const costs = inputs.map((input) => brickCost(input, filter));
    const meter = new Meter(
      costs.reduce((a, b) => a + b),
      onProgress,
    );
    const stage: Stage = { space, meter, signal };
    /** Reads a brick back into its place, in the scan's units. */
    const keep = async (
      buffer: DeviceBuffer,
      bytes: number,
      rows: BrickRows,
      brick: Brick,
      target: Float32Array,
      zero = units.zero,
    ) => {
      const data = new Float32Array(await space.read(buffer, bytes));
      for (let i = 0; i < data.length; i++) data[i] = zero + (data[i] as number) * units.scale;
      copyBrick(data, rows, brick, target, dims);
    };
    let reached = 0;
    for (const [index, input] of inputs.entries()) {
      const { brick } = input;
      const upsampled = await upsampleBrick(stage, input);
      if (interpolated) {
        const [px, py, pz] = paddedSize(brick);
        await keep(upsampled, 4 * px * py * pz, { pitch: px, rows: py, lead: [PAD_X, PAD, PAD] }, brick, interpolated);
      }
      if (filter) {
        const filtered = await filter.run(stage, input, upsampled);
        const pitch = rowPitch(brick);
        const rows = brick.size[1];
        const bytes = 4 * pitch * rows * brick.size[2];
        const place = { pitch, rows, lead: [0, 0, 0] } as const;
        await keep(filtered.output, bytes, place, brick, output);
        space.free(filtered.output);
        guarded += filtered.guarded ?? 0;
        fewRows += filtered.fewRows ?? 0;
        if (filtered.errors) {
          if (predicted) await keep(filtered.errors, bytes, place, brick, predicted, 0);
          space.free(filtered.errors);
        }
      }
      space.free(upsampled);
      reached += costs[index] as number;
      meter.reach("Reading back", reached);
    }
    const grid = upsampledGrid(volume, factor);
    return {
      output: { data: output, ...grid },
      ...(interpolated ? { interpolated: { data: interpolated, ...grid } } : {}),
      ...(predicted ? { predictedError: { data: predicted, ...grid } } : {}),
      ...(bank && isFolded(bank) ? { guarded, fewRows } : {}),
      peakGpuBytes: space.peakBytes,
    };
  });
}

/** What follows interpolation: from the upsampled brick to the filtered one, rows of `rowPitch(brick)`. */
interface BrickFilter {
  /** Multiply-adds a voxel, given the share of a brick's voxels that is not 0. */
  readonly cost: (activeShare: number) => number;
  readonly run: (
    stage: Stage,
    input: BrickInput,
    upsampled: DeviceBuffer,
  ) => Promise<Partial<FilteredBrick> & Pick<FilteredBrick, "output">>;
}

function paperFilter(space: Space, bank: PaperBank): BrickFilter {
  const filters = space.upload("filters", packFilters(bank));
  const radius = (bank.metadata.patch[0] - 1) / 2;
  const settings = { ...bank, sigma: bank.metadata.gradientSigma };
  return {
    cost: (activeShare) => COST.tensorX + COST.tensorY + COST.hash + filterOperations(radius) * activeShare,
    run: async (stage, input, upsampled) => {
      const { classes, features } = await hashBrick(stage, input, upsampled, settings);
      const output = await filterBrick(stage, input.brick, { upsampled, classes, filters }, radius, 1);
      for (const buffer of [classes, features]) space.free(buffer);
      return { output };
    },
  };
}

function foldedFilter(space: Space, bank: FoldedBank, working: Volume, wantErrors: boolean): BrickFilter {
  const filters = uploadFolded(space, bank);
  const { factor, exchange, gradientSigma } = bank.metadata;
  const settings = { ...bank, factor, exchange, sigma: gradientSigma };
  return {
    cost: () => COST.tensorX + COST.tensorY + FOLDED_COST.hash + FOLDED_COST.apply,
    run: async (stage, input, upsampled) => {
      const part = lowPartOf(working, factor, input.brick);
      const folded = await foldBrick(stage, input, part, upsampled, settings);
      const filtered = await applyFoldedBrick(stage, input, part, { ...folded, upsampled }, filters, wantErrors);
      for (const buffer of [folded.voxels, folded.features, folded.low]) space.free(buffer);
      return filtered;
    },
  };
}

/** The units a method works in: p for the paper's, the scan's own range for methods that work on differences. */
function unitsOf({ data }: Volume, bank: Bank | undefined, p: number | undefined): WorkingUnits {
  if (p !== undefined) return { zero: 0, scale: p };
  return bank && isFolded(bank) ? workingUnits(data) : { zero: 0, scale: referenceIntensity(data) };
}

/** Throws `E_BANK_MISMATCH` unless the bank is one of this method and factor. */
export function checkedBank({ bank, factor, method }: Pick<UpscaleOptions, "bank" | "factor" | "method">): Bank {
  if (bank?.metadata.method !== method) {
    throw new EigenvoxError(
      "E_BANK_MISMATCH",
      `No ${method} bank for ${formatFactor(factor)}: choose one, or another factor.`,
    );
  }
  if (!isSameFactor(bank.metadata.factor, factor)) {
    throw new EigenvoxError(
      "E_BANK_MISMATCH",
      `The bank "${bank.metadata.title}" is for ${formatFactor(bank.metadata.factor)}, not for ${formatFactor(factor)}.`,
    );
  }
  return bank;
}

/** Multiply-adds a brick is expected to take. */
function brickCost({ brick, activeShare }: BrickInput, filter: BrickFilter | undefined): number {
  const voxels = brick.size[0] * brick.size[1] * brick.size[2];
  return voxels * (COST.upsample + (filter?.cost(activeShare) ?? 0));
}
