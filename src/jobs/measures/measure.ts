/**
 * Image quality of a result against the truth, on the device. Sums are kept in float32 over a row of voxels at the most and
 * added in float64 here, so that they do not drift. Source: method §8.
 */

import type { Executor } from "../../compute/executor";
import { EigenvoxError, invariant } from "../../core/errors";
import { type Vec3, voxelCount } from "../../core/volume";
import * as kernels from "../../kernels/kernels";
import { extractBox, grow } from "../../parts/block";
import { type BoundedOptions, type Brick, brickLimits, planBricks } from "../../parts/brick";
import { runParts } from "../../parts/run-parts";
import { LOG_RADIUS } from "./hfen";
import type { Block, Metric, VoxelCounts } from "./metric";
import { METRICS, type Measured } from "./metrics";
import { SSIM_WINDOW } from "./ssim";

export interface MeasureOptions extends BoundedOptions {
  /** Data range of SSIM's constants; 1 unless told. */
  readonly ssimRange?: number;
}

/** Margin of the blocks: HALO of shaders/shared/block.wgsl. */
const HALO = LOG_RADIUS;
const REACH = (SSIM_WINDOW - 1) / 2;

/**
 * Measures `result` against `truth`, both x fastest, in units that the range 0…1 is meant in, over all of `dims` and
 * inside the mask (one byte per voxel). Scores of metrics that the volume is too thin for are NaN, and so is SSIM inside
 * a mask without a voxel at least 3 from the faces.
 *
 * Throws `E_INTENSITY` when the mask selects no voxel. Cancelling as `Method.apply`.
 */
export async function measure(
  executor: Executor,
  truth: Float32Array,
  result: Float32Array,
  dims: Vec3,
  mask: Uint8Array,
  options: MeasureOptions = {},
  wanted: readonly Metric[] = METRICS,
): Promise<Measured> {
  const voxels = voxelCount(dims);
  invariant(truth.length === voxels && result.length === voxels && mask.length === voxels, "measure: sizes differ");
  const counts = countVoxels(dims, mask);
  const metrics = wanted.filter(({ leastSide = 1 }) => Math.min(...dims) >= leastSide);
  const measured = metrics.map((metric) => ({ metric, totals: [0, 0, 0, 0] as [number, number, number, number] }));
  const cost = metrics.reduce((sum, metric) => sum + metric.cost, 0);
  await runParts(
    executor,
    {
      label: "measure",
      parts: planBricks(dims, brickLimits(executor.limits, options.gpuBytes), blockBytes),
      share: () => undefined,
      operations: ({ size }) => cost * voxelCount(size),
      compute: async ({ space, meter, signal }, brick) => {
        const wide = grow(brick, HALO);
        const [sx, sy, sz] = brick.size;
        const [, wy, wz] = wide.size;
        const buffers = {
          truth: space.upload("truth", extractBox(truth, dims, wide.origin, wide.size)),
          result: space.upload("result", extractBox(result, dims, wide.origin, wide.size)),
          inside: space.upload("mask", packMask(mask, dims, brick)),
          alongX: space.storage("filtered along x", 16 * sx * wy * wz),
          alongY: space.storage("filtered along y", 16 * sx * sy * wz),
          rows: space.storage("sums of rows", 16 * sy * sz),
        };
        const block: Block = {
          ...brick,
          ...buffers,
          wide: wide.size,
          volume: dims,
          ssimRange: options.ssimRange ?? 1,
          space,
          kernels,
          run: (kernel, params, buffers, items, operationsPerItem) => {
            const onItemsDone = meter.track("Measuring", operationsPerItem);
            return space.run({ kernel, params, buffers, items, operationsPerItem, signal, onItemsDone });
          },
        };
        const rows: Float32Array[] = [];
        for (const metric of metrics) {
          await metric.measure(block);
          rows.push(new Float32Array(await space.read(buffers.rows, 4 * metric.sums * sy * sz)));
        }
        for (const buffer of Object.values(buffers)) space.free(buffer);
        return rows;
      },
      merge: (rows) => {
        for (const [index, { metric, totals }] of measured.entries()) {
          for (const [i, sum] of (rows[index] as Float32Array).entries()) (totals[i % metric.sums] as number) += sum;
        }
      },
    },
    options,
  );
  const scores = measured.map(({ metric, totals }) => [metric.id, metric.finish(totals, counts)]);
  const none = wanted.map(({ id }) => [id, { box: Number.NaN, masked: Number.NaN }]);
  return Object.fromEntries([...none, ...scores]) as Measured;
}

function countVoxels(dims: Vec3, mask: Uint8Array): VoxelCounts {
  const [nx, ny, nz] = dims;
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
  if (inside === 0) throw new EigenvoxError("E_INTENSITY", "The mask selects no voxel: choose another mask.");
  const inner = dims.reduce((product, n) => product * Math.max(0, n - 2 * REACH), 1);
  return { all: at, inside, inner, innerInside };
}

/** Bytes of each large buffer of a block. */
function blockBytes(block: Brick): number[] {
  const [sx, sy, sz] = block.size;
  const [wx, wy, wz] = grow(block, HALO).size;
  return [4 * wx * wy * wz, 4 * wx * wy * wz, sx * sy * sz, 16 * sx * wy * wz, 16 * sx * sy * wz, 16 * sy * sz];
}

/** The block's part of the mask, four voxels per word. */
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
