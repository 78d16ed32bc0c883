/**
 * Bricks: the boxes of output voxels that volumes are processed in, so that device memory is bounded whatever the
 * volume's size. Each brick is computed from its own margin of real neighbours with the same arithmetic in every voxel,
 * so the result does not depend on how a volume was cut.
 */

import type { ExecutorLimits } from "../compute/executor";
import { EigenvoxError } from "../core/errors";
import type { JobOptions } from "../core/progress";
import { type Factor, upsampledDims, type Vec3, type Volume, voxelCount } from "../core/volume";

/** Margins of the upsampled brick; PAD_X and PAD of shaders/shared/brick.wgsl. */
export const PAD_X = 8;
export const PAD = 5;
/** The class of a voxel outside the mask. */
export const OUTSIDE = 0xffffffff;

export interface Brick {
  readonly origin: Vec3;
  readonly size: Vec3;
}

export interface MemoryLimits extends ExecutorLimits {
  /** All of a job's buffers together, bytes. */
  readonly totalBytes: number;
}

/** Options of jobs that bound what they hold of the device. */
export interface BoundedOptions extends JobOptions {
  /** Upper bound of the device memory the job may hold at a time, bytes; 512 MiB unless told. */
  readonly gpuBytes?: number | undefined;
}

/** What a job may hold of the device unless told, bytes. */
const DEFAULT_GPU_BYTES = 512 * 2 ** 20;
/** Kept free of bricks: filters, the low-resolution part, staging. */
const RESERVED_BYTES = 48 * 2 ** 20;

/** What bricks may take on a device when the whole job may hold `gpuBytes`. */
export function brickLimits(
  { bindingBytes, lanes = 1, partBytes = Number.POSITIVE_INFINITY }: ExecutorLimits,
  gpuBytes = DEFAULT_GPU_BYTES,
): MemoryLimits {
  const laneBytes = gpuBytes / lanes;
  return { bindingBytes, totalBytes: Math.min(laneBytes - Math.min(RESERVED_BYTES, laneBytes / 2), partBytes) };
}

/** Voxels of a brick's row, rounded up to whole quads. */
export function rowPitch(brick: Brick): number {
  return Math.ceil(brick.size[0] / 4) * 4;
}

/** Voxels of the upsampled brick with its margins. */
export function paddedSize(brick: Brick): Vec3 {
  return [rowPitch(brick) + 2 * PAD_X, brick.size[1] + 2 * PAD, brick.size[2] + 2 * PAD];
}

/** The work of so many bricks, in any unit: voxels with the margins of the upsampled brick. */
const paddedWork = (brick: Brick, count: number) => count * voxelCount(paddedSize(brick));

/**
 * Cuts a volume into the bricks that fit the limits with the least work, of as many as there are of one size.
 *
 * Cuts along x fall on multiples of four. Throws `E_GPU_LIMIT` when even small bricks do not fit.
 */
export function planBricks(
  dims: Vec3,
  limits: MemoryLimits,
  bytesOf: (brick: Brick) => number[],
  workOf: (brick: Brick, count: number) => number = paddedWork,
): Brick[] {
  let best: { step: Vec3; work: number } | undefined;
  for (const parts of partitions(dims)) {
    const step: Vec3 = [
      Math.ceil(Math.ceil(dims[0] / parts[0]) / 4) * 4,
      Math.ceil(dims[1] / parts[1]),
      Math.ceil(dims[2] / parts[2]),
    ];
    const brick: Brick = { origin: [0, 0, 0], size: step };
    const bytes = bytesOf(brick);
    const fits = Math.max(...bytes) <= limits.bindingBytes && bytes.reduce((a, b) => a + b) <= limits.totalBytes;
    const work = workOf(brick, parts[0] * parts[1] * parts[2]);
    if (fits && (!best || work < best.work)) best = { step, work };
  }
  if (!best) {
    throw new EigenvoxError(
      "E_GPU_LIMIT",
      `No part of a ${dims.join("×")} grid fits ${limits.totalBytes} bytes of device memory.`,
    );
  }
  const bricks: Brick[] = [];
  const [sx, sy, sz] = best.step;
  for (let z = 0; z < dims[2]; z += sz) {
    for (let y = 0; y < dims[1]; y += sy) {
      for (let x = 0; x < dims[0]; x += sx) {
        bricks.push({
          origin: [x, y, z],
          size: [Math.min(sx, dims[0] - x), Math.min(sy, dims[1] - y), Math.min(sz, dims[2] - z)],
        });
      }
    }
  }
  return bricks;
}

/** Voxels of bricks that are not halved any more: less of them is margins. */
const LEAST_HALVED = 2 ** 15;

/** The halves of a brick along its longest side, in x at a multiple of four; undefined for small ones. */
export function halveBrick({ origin, size }: Brick): readonly Brick[] | undefined {
  if (voxelCount(size) < 2 * LEAST_HALVED) return undefined;
  const axis = size.indexOf(Math.max(...size));
  const cut = Math.ceil((size[axis] as number) / 8) * 4;
  const changed = (vector: Vec3, value: number) => vector.map((v, i) => (i === axis ? value : v)) as unknown as Vec3;
  return [
    { origin, size: changed(size, cut) },
    {
      origin: changed(origin, (origin[axis] as number) + cut),
      size: changed(size, (size[axis] as number) - cut),
    },
  ];
}

/** Ways of cutting: any number of parts in z, powers of two in y and x. */
function* partitions(dims: Vec3): Generator<Vec3> {
  for (let x = 1; x <= Math.max(1, dims[0] / 16); x *= 2) {
    for (let y = 1; y <= Math.max(1, dims[1] / 4); y *= 2) {
      for (let z = 1; z <= dims[2]; z++) yield [x, y, z];
    }
  }
}

/** The low-resolution voxels a brick is made from, what kernels are told of it, and its place. */
export interface BrickInput {
  readonly brick: Brick;
  /** Low-resolution intensities divided by `p`, x fastest. */
  readonly lr: Float32Array<ArrayBuffer>;
  /** Its geometry, as the kernels of shaders/shared/brick.wgsl take it. */
  readonly params: Readonly<
    Record<"origin" | "size" | "volume" | "lrOrigin" | "lrSize" | "lrVolume" | "factor", readonly number[]>
  >;
  /** Share of the low-resolution voxels that are not 0: an estimate of how much of the brick is inside the mask. */
  readonly activeShare: number;
}

/** Extracts from the volume, scaled by 1/p, what the brick and its margins interpolate from. */
export function brickInput(volume: Volume, factor: Factor, brick: Brick, p: number): BrickInput {
  const dims = upsampledDims(volume.dims, factor);
  const low: number[] = [];
  const size: number[] = [];
  for (let axis = 0; axis < 3; axis++) {
    const pad = axis === 0 ? PAD_X : PAD;
    const n = volume.dims[axis] as number;
    const s = factor[axis] as number;
    const start = Math.max(0, (brick.origin[axis] as number) - pad);
    const end = Math.min(
      (dims[axis] as number) - 1,
      (brick.origin[axis] as number) + (brick.size[axis] as number) + pad + 2,
    );
    const from = Math.max(0, Math.floor((start + 0.5) / s - 0.5) - 1);
    const to = Math.min(n - 1, Math.floor((end + 0.5) / s - 0.5) + 2);
    low.push(from);
    size.push(to - from + 1);
  }
  const [lx, ly, lz] = low as unknown as Vec3;
  const [wx, wy, wz] = size as unknown as Vec3;
  const lr = new Float32Array(wx * wy * wz);
  let active = 0;
  let out = 0;
  for (let z = 0; z < wz; z++) {
    for (let y = 0; y < wy; y++) {
      let at = lx + volume.dims[0] * (ly + y + volume.dims[1] * (lz + z));
      for (let x = 0; x < wx; x++) {
        const value = (volume.data[at++] as number) / p;
        if (value !== 0) active++;
        lr[out++] = value;
      }
    }
  }
  const grids = { volume: dims, lrOrigin: low, lrSize: size, lrVolume: volume.dims, factor };
  return { brick, lr, params: { ...brick, ...grids }, activeShare: active / lr.length };
}

/** How a brick lies in a buffer that was read back. */
export interface BrickRows {
  /** Elements from one row to the next, and rows from one slice to the next. */
  readonly pitch: number;
  readonly rows: number;
  /** The brick's first voxel. */
  readonly lead: Vec3;
}

/** A brick without margins. */
export const denseRows = ({ size: [pitch, rows] }: Brick): BrickRows => ({ pitch, rows, lead: [0, 0, 0] });

/** Copies a brick that was read back to its place in the volume; `channels` values per voxel. */
export function copyBrick<T extends Float32Array | Uint32Array>(
  source: T,
  { pitch, rows, lead }: BrickRows,
  brick: Brick,
  target: T,
  dims: Vec3,
  channels = 1,
): void {
  const [sx, sy, sz] = brick.size;
  const [ox, oy, oz] = brick.origin;
  for (let z = 0; z < sz; z++) {
    for (let y = 0; y < sy; y++) {
      const from = channels * (lead[0] + pitch * (lead[1] + y + rows * (lead[2] + z)));
      const to = channels * (ox + dims[0] * (oy + y + dims[1] * (oz + z)));
      target.set(source.subarray(from, from + channels * sx) as never, to);
    }
  }
}
