/** The stages of the method on one brick: upsampling, hashing, filtering. Source: method §2, §4, §5. */

import type { PaperBank } from "../bank/bank";
import { TENSOR_RADIUS } from "../core/method";
import { type BrickInput, paddedSize, rowPitch } from "./brick";
import type { Workspace } from "./gpu/workspace";
import { APPLY_FILTERS, COMPACT, HASH, TENSOR_X, TENSOR_Y, UPSAMPLE_TRICUBIC } from "./kernels";
import type { Meter } from "./meter";

/** Multiply-adds an item, for pacing and progress. */
export const COST = { upsample: 100, tensorX: 150, tensorY: 60, hash: 250, compact: 10 } as const;

/** What a stage needs beside its buffers. */
export interface Stage {
  readonly space: Workspace;
  readonly meter: Meter;
  readonly signal?: AbortSignal | undefined;
}

/** How voxels are hashed: what a bank stores of it. */
export interface HashSettings {
  readonly sigma: number;
  readonly strengthEdges: readonly [number, number];
  readonly coherenceEdges: readonly [number, number];
}

/** `Params` from strength_edge_1 to scale, in the order of shaders/shared/brick.wgsl. */
export function brickReals(hash: HashSettings, scale: number): number[] {
  return [...hash.strengthEdges, ...hash.coherenceEdges, ...gaussianWindow(hash.sigma), scale];
}

/** One half, centre first, of the separable window whose 9 weights sum to 1. Source: method §4.2. */
function gaussianWindow(sigma: number): number[] {
  const half = Array.from({ length: TENSOR_RADIUS + 1 }, (_, d) => Math.exp(-(d * d) / (2 * sigma * sigma)));
  const sum = half.reduce((total, weight) => total + 2 * weight);
  return half.map((w) => w / sum);
}

/** The brick upsampled, with margins: `paddedSize(brick)` floats. */
export async function upsampleBrick(stage: Stage, input: BrickInput): Promise<GPUBuffer> {
  const { space, meter, signal } = stage;
  const [px, py, pz] = paddedSize(input.brick);
  const lr = space.upload("low resolution", input.lr);
  const upsampled = space.storage("upsampled", 4 * px * py * pz);
  await space.run({
    kernel: UPSAMPLE_TRICUBIC,
    integers: input.integers,
    buffers: [lr, upsampled],
    items: px * py * pz,
    operationsPerItem: COST.upsample,
    signal,
    onItemsDone: meter.track("Interpolating", COST.upsample),
  });
  space.free(lr);
  return upsampled;
}

/** The structure tensor of the brick and 4 more slices at both ends, smoothed along x and y; `reals` as `brickReals`. */
export async function tensorBrick(
  stage: Stage,
  input: BrickInput,
  upsampled: GPUBuffer,
  reals: readonly number[],
): Promise<GPUBuffer> {
  const { space, meter, signal } = stage;
  const [x, y, z] = input.brick.size;
  const margin = 2 * TENSOR_RADIUS;
  const itemsX = x * (y + margin) * (z + margin);
  const itemsY = x * y * (z + margin);
  const tensorX = space.storage("tensor, smoothed along x", 24 * itemsX);
  await space.run({
    kernel: TENSOR_X,
    integers: input.integers,
    reals,
    buffers: [upsampled, tensorX],
    items: itemsX,
    operationsPerItem: COST.tensorX,
    signal,
    onItemsDone: meter.track("Reading gradients", COST.tensorX),
  });
  const tensorY = space.storage("tensor, smoothed along y", 24 * itemsY);
  await space.run({
    kernel: TENSOR_Y,
    integers: input.integers,
    reals,
    buffers: [tensorX, tensorY],
    items: itemsY,
    operationsPerItem: COST.tensorY,
    signal,
    onItemsDone: meter.track("Reading gradients", COST.tensorY),
  });
  space.free(tensorX);
  return tensorY;
}

/** Classes of the brick's voxels, `OUTSIDE` where the upsampled value is 0; with features, √λ1 and coherence too. */
export async function hashBrick(
  stage: Stage,
  input: BrickInput,
  upsampled: GPUBuffer,
  hash: HashSettings,
  wantFeatures = false,
): Promise<{ classes: GPUBuffer; features: GPUBuffer }> {
  const { space, meter, signal } = stage;
  const [, y, z] = input.brick.size;
  const reals = brickReals(hash, 1);
  const items = rowPitch(input.brick) * y * z;
  const tensorY = await tensorBrick(stage, input, upsampled, reals);
  const classes = space.storage("classes", 4 * items);
  const features = space.storage("features", wantFeatures ? 8 * items : 8);
  await space.run({
    kernel: HASH,
    constants: { FEATURES: wantFeatures ? 1 : 0 },
    integers: input.integers,
    reals,
    buffers: [tensorY, upsampled, classes, features],
    items,
    operationsPerItem: COST.hash,
    signal,
    onItemsDone: meter.track("Classifying voxels", COST.hash),
  });
  space.free(tensorY);
  return { classes, features };
}

/** The brick filtered by class and multiplied by `scale`: rows of `rowPitch(brick)` floats. */
export async function filterBrick(
  stage: Stage,
  input: Pick<BrickInput, "brick" | "integers">,
  buffers: { upsampled: GPUBuffer; classes: GPUBuffer; filters: GPUBuffer },
  radius: number,
  scale: number,
): Promise<GPUBuffer> {
  const { space, meter, signal } = stage;
  const [, y, z] = input.brick.size;
  const quads = (rowPitch(input.brick) / 4) * y * z;
  const reals = [...new Array(9).fill(0), scale];
  const count = space.storage("active count", 4);
  const active = space.storage("active quads", 4 * quads);
  const output = space.storage("output", 16 * quads);
  await space.run({
    kernel: COMPACT,
    integers: input.integers,
    reals,
    buffers: [buffers.classes, buffers.upsampled, count, active, output],
    items: quads,
    operationsPerItem: COST.compact,
    signal,
  });
  const activeQuads = new Uint32Array(await space.read(count, 4))[0] as number;
  const operations = filterOperations(radius) * 4;
  await space.run({
    kernel: APPLY_FILTERS,
    constants: { RADIUS: radius },
    integers: input.integers,
    reals,
    buffers: [active, buffers.classes, buffers.upsampled, buffers.filters, output],
    items: activeQuads,
    operationsPerItem: operations,
    signal,
    onItemsDone: meter.track("Applying filters", operations),
  });
  space.free(count);
  space.free(active);
  return output;
}

/** Multiply-adds of one filtered voxel as the kernel performs them: rows of 12 taps whatever the patch. */
export function filterOperations(radius: number): number {
  return (2 * radius + 1) ** 2 * 12;
}

/** Filters as the kernel reads them: class-major, rows of 12 floats holding the patch's row centred in the first 11. */
export function packFilters(bank: PaperBank): Float32Array<ArrayBuffer> {
  const width = bank.metadata.patch[0];
  const rows = bank.filters.length / width;
  const packed = new Float32Array(rows * 12);
  const lead = (11 - width) / 2;
  for (let row = 0; row < rows; row++) {
    packed.set(bank.filters.subarray(row * width, (row + 1) * width), row * 12 + lead);
  }
  return packed;
}
