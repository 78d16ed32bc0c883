/** The stages of the paper's method on one brick: hashing and filtering. Source: method §4, §5. */

import type { DeviceBuffer } from "../../compute/executor";
import { APPLY_FILTERS, COMPACT, GUARD, HASH } from "../../kernels/kernels";
import { type Brick, type BrickInput, rowPitch } from "../../parts/brick";
import type { Stage } from "../../parts/stage";
import { COST, type HashSettings, hashParams, tensorBrick } from "../common/stages";
import type { PaperBank } from "./bank";

/** Classes of the brick's voxels, `OUTSIDE` where the upsampled value is 0; with features, √λ1 and coherence too. */
export async function hashBrick(
  stage: Stage,
  input: BrickInput,
  upsampled: DeviceBuffer,
  hash: HashSettings,
  wantFeatures = false,
): Promise<{ classes: DeviceBuffer; features: DeviceBuffer }> {
  const { space, meter, signal } = stage;
  const [, y, z] = input.brick.size;
  const params = { ...input.params, ...hashParams(hash) };
  const items = rowPitch(input.brick) * y * z;
  const tensorY = await tensorBrick(stage, input, upsampled, params.window);
  const classes = space.storage("classes", 4 * items);
  const features = space.storage("features", wantFeatures ? 8 * items : 8);
  await space.run({
    kernel: HASH,
    constants: { FEATURES: wantFeatures ? 1 : 0 },
    params,
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
  brick: Brick,
  buffers: { upsampled: DeviceBuffer; classes: DeviceBuffer; filters: DeviceBuffer },
  radius: number,
  scale: number,
): Promise<DeviceBuffer> {
  const { space, meter, signal } = stage;
  const [, y, z] = brick.size;
  const quads = (rowPitch(brick) / 4) * y * z;
  const params = { size: brick.size, scale };
  const count = space.storage("active count", 4);
  const active = space.storage("active quads", 4 * quads);
  const output = space.storage("output", 16 * quads);
  await space.run({
    kernel: COMPACT,
    params,
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
    params,
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

/** Draws the filtered brick back to the range of the scan around each voxel; returns how many voxels were. */
export async function guardBrick(
  { space, meter, signal }: Stage,
  input: BrickInput,
  { classes, errors, output }: Readonly<Record<"classes" | "errors" | "output", DeviceBuffer>>,
): Promise<number> {
  const low = space.upload("low resolution", input.lr);
  const guarded = space.storage("guarded", 4);
  await space.run({
    kernel: GUARD,
    params: input.params,
    buffers: [classes, low, errors, output, guarded],
    items: rowPitch(input.brick) * input.brick.size[1] * input.brick.size[2],
    operationsPerItem: COST.guard,
    signal,
    onItemsDone: meter.track("Applying filters", COST.guard),
  });
  const [count] = new Uint32Array(await space.read(guarded, 4)) as unknown as [number];
  for (const buffer of [low, guarded]) space.free(buffer);
  return count;
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
