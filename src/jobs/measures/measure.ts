/**
 * Image quality of a result against the truth, on the GPU. Sums are kept in float32 over a row of voxels at the most and
 * added in float64 here, so that they do not drift. Source: method §8.
 */

import type { DeviceBuffer, Executor, Space } from "../../compute/executor";
import type { Kernel } from "../../compute/kernel";
import { Meter } from "../../compute/meter";
import { EigenvoxError, invariant } from "../../core/errors";
import type { JobOptions } from "../../core/progress";
import { type Vec3, voxelCount } from "../../core/volume";
import { ERROR_ROWS, LOG_ROWS, LOG_X, LOG_Y, SSIM_ROWS, SSIM_X, SSIM_Y } from "../../kernels/kernels";
import { extractBox, grow } from "../../parts/block";
import { type Brick, brickLimits, planBricks } from "../../parts/brick";
import { LOG_RADIUS, LOG_SIGMA, type Score, SSIM_K, SSIM_WINDOW } from "../evaluate/rows";

export interface MeasureOptions extends JobOptions {
  /** Data range of SSIM's constants; 1 unless told. */
  readonly ssimRange?: number;
  readonly gpuBytes?: number | undefined;
}

export interface Measured {
  /** dB for a data range of 1; Infinity for equal volumes. */
  readonly psnr: Score;
  readonly ssim: Score;
  readonly hfen: Score;
}

/** Margin of the blocks: HALO of shaders/shared/block.wgsl. */
const HALO = LOG_RADIUS;
const REACH = (SSIM_WINDOW - 1) / 2;
/** Multiply-adds an item, for pacing and progress: of a voxel, or of a voxel of a row. */
const COST = { error: 6, ssimX: 60, ssimY: 30, ssimRows: 60, logX: 70, logY: 70, logRows: 90 } as const;
const COST_PER_VOXEL = Object.values<number>(COST).reduce((a, b) => a + b);

/**
 * Measures `result` against `truth`, both x fastest in 0…1, over all of `dims` and inside the mask (one byte a voxel).
 *
 * Throws `E_BAD_DIMS` when a side is shorter than SSIM's window and `E_ARGUMENT` when the mask selects no voxel at least
 * 3 from the faces. Cancelling as `upscale`.
 */
export async function measure(
  executor: Executor,
  truth: Float32Array,
  result: Float32Array,
  dims: Vec3,
  mask: Uint8Array,
  options: MeasureOptions = {},
): Promise<Measured> {
  const voxels = voxelCount(dims);
  invariant(truth.length === voxels && result.length === voxels && mask.length === voxels, "measure: sizes differ");
  const counts = countVoxels(dims, mask);
  const range = options.ssimRange ?? 1;
  const [c1, c2] = SSIM_K.map((k) => (k * range) ** 2) as [number, number];
  const sums = { error: [0, 0], ssim: [0, 0], log: [0, 0, 0, 0] };
  await executor.inSpace("measure", async (space) => {
    const meter = new Meter(voxels * COST_PER_VOXEL, options.onProgress);
    const weights = space.upload("Laplacian of Gaussian", logWeights());
    for (const block of planBricks(dims, brickLimits(executor.limits, options.gpuBytes), blockBytes)) {
      const params = { ...block, volume: dims, c1, c2 };
      const wide = grow(block, HALO);
      const a = space.upload("truth", extractBox(truth, dims, wide.origin, wide.size));
      const b = space.upload("result", extractBox(result, dims, wide.origin, wide.size));
      const inside = space.upload("mask", packMask(mask, dims, block));
      const run = (kernel: Kernel<typeof params>, buffers: DeviceBuffer[], items: number, operationsPerItem: number) =>
        space.run({
          kernel,
          params,
          buffers,
          items,
          operationsPerItem,
          signal: options.signal,
          onItemsDone: meter.track("Measuring", operationsPerItem),
        });
      const [sx, sy, sz] = block.size;
      const [, wy, wz] = wide.size;
      const alongX = space.storage("filtered along x", 16 * sx * wy * wz);
      const alongY = space.storage("filtered along y", 16 * sx * sy * wz);
      const rows = space.storage("sums of rows", 16 * sy * sz);

      await run(ERROR_ROWS, [a, b, inside, rows], sy * sz, COST.error * sx);
      await addRows(space, rows, sy * sz, sums.error);

      await run(SSIM_X, [a, b, alongX], sx * wy * wz, COST.ssimX);
      await run(SSIM_Y, [alongX, alongY], sx * sy * wz, COST.ssimY);
      await run(SSIM_ROWS, [alongY, inside, rows], sy * sz, COST.ssimRows * sx);
      await addRows(space, rows, sy * sz, sums.ssim);

      await run(LOG_X, [a, b, weights, alongX], sx * wy * wz, COST.logX);
      await run(LOG_Y, [alongX, weights, alongY], sx * sy * wz, COST.logY);
      await run(LOG_ROWS, [alongY, weights, inside, rows], sy * sz, COST.logRows * sx);
      await addRows(space, rows, sy * sz, sums.log);
      for (const buffer of [a, b, inside, alongX, alongY, rows]) space.free(buffer);
    }
  });
  const [error, errorInside] = sums.error as [number, number];
  const [unlike, unlikeInside] = sums.ssim as [number, number];
  const [logError, logErrorInside, logTruth, logTruthInside] = sums.log as [number, number, number, number];
  return {
    psnr: { box: -10 * Math.log10(error / voxels), masked: -10 * Math.log10(errorInside / counts.inside) },
    ssim: { box: 1 - unlike / counts.inner, masked: 1 - unlikeInside / counts.innerInside },
    hfen: { box: Math.sqrt(logError / logTruth), masked: Math.sqrt(logErrorInside / logTruthInside) },
  };
}

/** Voxels inside the mask, voxels far enough from the faces for SSIM's window, and voxels that are both. */
function countVoxels(dims: Vec3, mask: Uint8Array): { inside: number; inner: number; innerInside: number } {
  const [nx, ny, nz] = dims;
  if (Math.min(nx, ny, nz) < SSIM_WINDOW) {
    const message = `SSIM needs at least ${SSIM_WINDOW} voxels along every axis; this volume has ${nx}×${ny}×${nz}.`;
    throw new EigenvoxError("E_BAD_DIMS", message);
  }
  let inside = 0;
  let innerInside = 0;
  let at = 0;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const isInner = z >= REACH && z < nz - REACH && y >= REACH && y < ny - REACH;
      for (let x = 0; x < nx; x++, at++) {
        if (mask[at] === 0) continue;
        inside++;
        if (isInner && x >= REACH && x < nx - REACH) innerInside++;
      }
    }
  }
  if (innerInside === 0) {
    const message = `The mask selects no voxel at least ${REACH} from the faces: choose another mask or a larger volume.`;
    throw new EigenvoxError("E_ARGUMENT", message);
  }
  return { inside, inner: (nx - 2 * REACH) * (ny - 2 * REACH) * (nz - 2 * REACH), innerInside };
}

/** Bytes of each large buffer of a block. */
function blockBytes(block: Brick): number[] {
  const [sx, sy, sz] = block.size;
  const [wx, wy, wz] = grow(block, HALO).size;
  return [4 * wx * wy * wz, 4 * wx * wy * wz, sx * sy * sz, 16 * sx * wy * wz, 16 * sx * sy * wz, 16 * sy * sz];
}

/** The block's part of the mask, four voxels a word. */
function packMask(mask: Uint8Array, dims: Vec3, { origin, size }: Brick): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(voxelCount(size) / 4));
  const bytes = new Uint8Array(words.buffer);
  for (let z = 0; z < size[2]; z++) {
    for (let y = 0; y < size[1]; y++) {
      const from = origin[0] + dims[0] * (origin[1] + y + dims[1] * (origin[2] + z));
      bytes.set(mask.subarray(from, from + size[0]), size[0] * (y + size[1] * z));
    }
  }
  return words;
}

/** Adds the rows' sums, one after the other of each row, to the totals. */
async function addRows(space: Space, rows: DeviceBuffer, count: number, totals: number[]): Promise<void> {
  const values = new Float32Array(await space.read(rows, 4 * totals.length * count));
  for (let i = 0; i < values.length; i++) (totals[i % totals.length] as number) += values[i] as number;
}

/**
 * Pairs (Gaussian of sum 1, its second derivative of sum 0) at the distances 0 … LOG_RADIUS, so that a constant gives 0.
 */
function logWeights(): Float32Array<ArrayBuffer> {
  const variance = LOG_SIGMA ** 2;
  const distances = Array.from({ length: LOG_RADIUS + 1 }, (_, d) => d);
  const sum = (half: readonly number[]) => half.reduce((total, weight) => total + 2 * weight);
  const bell = distances.map((d) => Math.exp(-(d * d) / (2 * variance)));
  const total = sum(bell);
  const gauss = bell.map((weight) => weight / total);
  const curved = gauss.map((weight, d) => (weight * (d * d - variance)) / variance ** 2);
  const excess = sum(curved) / (2 * LOG_RADIUS + 1);
  return Float32Array.from(distances.flatMap((d) => [gauss[d] as number, (curved[d] as number) - excess]));
}
