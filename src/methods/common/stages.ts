/** The stages that methods share, on one brick: upsampling and the structure tensor. Source: method §2, §4. */

import type { DeviceBuffer } from "../../compute/executor";
import { TENSOR_X, TENSOR_Y, UPSAMPLE_TRICUBIC } from "../../kernels/kernels";
import { type Brick, type BrickInput, paddedSize, rowPitch } from "../../parts/brick";
import type { Stage } from "../../parts/stage";
import type { BinEdges } from "./binned-bank";
import { TENSOR_RADIUS } from "./tensor";

/** Multiply-adds an item, for pacing and progress. */
export const COST = { upsample: 100, tensorX: 150, tensorY: 60, hash: 250, compact: 10, guard: 60 } as const;

/** How voxels are hashed: what a bank stores of it. */
export interface HashSettings extends BinEdges {
  readonly sigma: number;
}

/** Edges that no value reaches: the strength and coherence bins are 0. */
export const UNREACHED: BinEdges = { strengthEdges: [3e38, 3e38], coherenceEdges: [3e38, 3e38] };

/** The settings as the kernels of shaders/shared/brick.wgsl take them. */
export function hashParams({ strengthEdges, coherenceEdges, sigma }: HashSettings) {
  return { strengthEdges, coherenceEdges, window: gaussianWindow(sigma) };
}

/** One half, centre first, of the separable window whose 9 weights sum to 1. Source: method §4.2. */
function gaussianWindow(sigma: number): number[] {
  const half = Array.from({ length: TENSOR_RADIUS + 1 }, (_, d) => Math.exp(-(d * d) / (2 * sigma * sigma)));
  const sum = half.reduce((total, weight) => total + 2 * weight);
  return half.map((w) => w / sum);
}

const FLOAT = 4;
const TENSOR = 6 * FLOAT;

/** Bytes of each large buffer of a brick's hashing; the filter stage needs less at a time. */
export function hashingBytes(brick: Brick): number[] {
  const [x, y, z] = brick.size;
  const [px, py, pz] = paddedSize(brick);
  const margin = 2 * TENSOR_RADIUS;
  return [
    FLOAT * px * py * pz,
    TENSOR * x * (y + margin) * (z + margin),
    TENSOR * x * y * (z + margin),
    3 * FLOAT * rowPitch(brick) * y * z, // classes and features
  ];
}

/** The brick upsampled, with margins: `paddedSize(brick)` floats. */
export async function upsampleBrick(stage: Stage, input: BrickInput): Promise<DeviceBuffer> {
  const { space, meter, signal } = stage;
  const [px, py, pz] = paddedSize(input.brick);
  const lr = space.upload("low resolution", input.lr);
  const upsampled = space.storage("upsampled", 4 * px * py * pz);
  await space.run({
    kernel: UPSAMPLE_TRICUBIC,
    params: input.params,
    buffers: [lr, upsampled],
    items: px * py * pz,
    operationsPerItem: COST.upsample,
    signal,
    onItemsDone: meter.track("Interpolating", COST.upsample),
  });
  space.free(lr);
  return upsampled;
}

/** The structure tensor of the brick and 4 more slices at both ends, smoothed along x and y with `window` of `hashParams`. */
export async function tensorBrick(
  stage: Stage,
  input: BrickInput,
  upsampled: DeviceBuffer,
  window: readonly number[],
): Promise<DeviceBuffer> {
  const { space, meter, signal } = stage;
  const [x, y, z] = input.brick.size;
  const margin = 2 * TENSOR_RADIUS;
  const itemsX = x * (y + margin) * (z + margin);
  const itemsY = x * y * (z + margin);
  const tensorX = space.storage("tensor, smoothed along x", 24 * itemsX);
  await space.run({
    kernel: TENSOR_X,
    params: { ...input.params, window },
    buffers: [upsampled, tensorX],
    items: itemsX,
    operationsPerItem: COST.tensorX,
    signal,
    onItemsDone: meter.track("Reading gradients", COST.tensorX),
  });
  const tensorY = space.storage("tensor, smoothed along y", 24 * itemsY);
  await space.run({
    kernel: TENSOR_Y,
    params: { ...input.params, window },
    buffers: [tensorX, tensorY],
    items: itemsY,
    operationsPerItem: COST.tensorY,
    signal,
    onItemsDone: meter.track("Reading gradients", COST.tensorY),
  });
  space.free(tensorX);
  return tensorY;
}
