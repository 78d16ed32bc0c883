/** The main job: a scan made finer by the paper's method, or by a baseline. */

import type { Bank } from "../../bank/bank";
import { upsampledGrid } from "../../core/affine";
import { EigenvoxError } from "../../core/errors";
import { referenceIntensity } from "../../core/intensity";
import type { Method } from "../../core/method";
import { upsampleNearest } from "../../core/nearest";
import type { JobOptions } from "../../core/progress";
import { type Factor, formatFactor, upsampledDims, type Volume, voxelCount } from "../../core/volume";
import { type Brick, brickInput, brickLimits, copyBrick, PAD, PAD_X, paddedSize, planBricks, rowPitch } from "../brick";
import type { GpuContext } from "../gpu/context";
import { inWorkspace } from "../gpu/workspace";
import { Meter } from "../meter";
import { COST, filterBrick, filterOperations, hashBrick, packFilters, type Stage, upsampleBrick } from "../stages";

export interface UpscaleOptions extends JobOptions {
  readonly factor: Factor;
  readonly method: Method;
  /** Required by `paper`; its factor must equal `factor`. */
  readonly bank?: Bank;
  /** Also return the tricubic volume the filters were applied to (costs no extra GPU work). */
  readonly keepInterpolated?: boolean;
  /** Intensity that the method's unit stands for; the scan's own 99.9th percentile unless told (method §3). */
  readonly p?: number;
  /** Upper bound of the GPU memory the job may hold at a time, bytes; 512 MiB unless told. */
  readonly gpuBytes?: number;
}

export interface UpscaleResult {
  /** On the input's own intensity scale, with the finer grid's affine. */
  readonly output: Volume;
  readonly interpolated?: Volume;
  /** Most GPU memory held at a time, bytes. */
  readonly peakGpuBytes: number;
}

/**
 * Makes a volume `factor` times finer. Source: method §1 to §5.
 *
 * Throws `E_BANK_MISMATCH` without a bank for this factor, `E_INTENSITY` for a scan without signal, and the GPU errors
 * of `inWorkspace`. Cancel: between GPU submits, by rejecting with the signal's reason.
 */
export async function upscale(gpu: GpuContext, volume: Volume, options: UpscaleOptions): Promise<UpscaleResult> {
  const { factor, method, bank, signal, onProgress } = options;
  if (method === "nearest") return { output: upsampleNearest(volume, factor), peakGpuBytes: 0 };
  if (method === "paper") checkBank(bank, factor);

  const p = options.p ?? referenceIntensity(volume.data);
  const dims = upsampledDims(volume.dims, factor);
  const bricks = planBricks(dims, brickLimits(gpu.device, options.gpuBytes));

  return inWorkspace(gpu, "upscale", async (space) => {
    const output = new Float32Array(voxelCount(dims));
    const interpolated =
      method === "tricubic" ? output : options.keepInterpolated ? new Float32Array(output.length) : undefined;
    const filters = bank && method === "paper" ? space.upload("filters", packFilters(bank)) : undefined;
    const radius = bank ? (bank.metadata.patch[0] - 1) / 2 : 0;
    const inputs = bricks.map((brick) => brickInput(volume, factor, brick, p));
    const costs = inputs.map(({ brick, activeShare }) =>
      brickCost(brick, filters ? filterOperations(radius) * activeShare : undefined),
    );
    const meter = new Meter(
      costs.reduce((a, b) => a + b),
      onProgress,
    );
    const stage: Stage = { space, meter, signal };
    let reached = 0;
    for (const [index, input] of inputs.entries()) {
      const { brick } = input;
      const upsampled = await upsampleBrick(stage, input);
      if (interpolated) {
        const [px, py, pz] = paddedSize(brick);
        const padded = new Float32Array(await space.read(upsampled, 4 * px * py * pz));
        for (let i = 0; i < padded.length; i++) padded[i] = (padded[i] as number) * p;
        copyBrick(padded, { pitch: px, rows: py, lead: [PAD_X, PAD, PAD] }, brick, interpolated, dims);
      }
      if (filters && bank) {
        const settings = { ...bank, sigma: bank.metadata.gradientSigma };
        const { classes, features } = await hashBrick(stage, input, upsampled, settings);
        const filtered = await filterBrick(stage, input, { upsampled, classes, filters }, radius, p);
        const pitch = rowPitch(brick);
        const rows = new Float32Array(await space.read(filtered, 4 * pitch * brick.size[1] * brick.size[2]));
        copyBrick(rows, { pitch, rows: brick.size[1], lead: [0, 0, 0] }, brick, output, dims);
        for (const buffer of [classes, features, filtered]) space.free(buffer);
      }
      space.free(upsampled);
      reached += costs[index] as number;
      meter.reach("Reading back", reached);
    }
    const grid = upsampledGrid(volume, factor);
    return {
      output: { data: output, ...grid },
      ...(interpolated ? { interpolated: { data: interpolated, ...grid } } : {}),
      peakGpuBytes: space.peakBytes,
    };
  });
}

function checkBank(bank: Bank | undefined, factor: Factor): void {
  if (!bank) {
    throw new EigenvoxError(
      "E_BANK_MISMATCH",
      `No filter bank for ${formatFactor(factor)}: choose one, or another factor.`,
    );
  }
  if (!bank.metadata.factor.every((s, axis) => s === factor[axis])) {
    throw new EigenvoxError(
      "E_BANK_MISMATCH",
      `The bank "${bank.metadata.title}" is for ${formatFactor(bank.metadata.factor)}, not for ${formatFactor(factor)}.`,
    );
  }
}

/** Multiply-adds a brick is expected to take. */
function brickCost(brick: Brick, filterCost: number | undefined): number {
  const voxels = brick.size[0] * brick.size[1] * brick.size[2];
  const hashing = COST.tensorX + COST.tensorY + COST.hash;
  return voxels * (COST.upsample + (filterCost === undefined ? 0 : hashing + filterCost));
}
