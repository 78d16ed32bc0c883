/** The normal equations of classes, summed on the device over all training volumes. Source: method §6. */

import type { DeviceBuffer } from "../../../compute/executor";
import { type Factor, upsampledDims, type Vec3, type Volume } from "../../../core/volume";
import { GATHER_PATCHES } from "../../../kernels/kernels";
import { type Brick, brickInput, PAD, PAD_X, paddedSize } from "../../../parts/brick";
import type { Stage } from "../../../parts/stage";
import type { GramLayout } from "../../common/gram";
import { upsampleBrick } from "../../common/stages";
import { type Segment, sumSegments } from "../../common/sum-segments";
import type { SortedSamples } from "./samples";

/** Rows gathered at a time. */
export const BATCH_ROWS = 4096;

/** One volume's part in the training, on the host. */
export interface SampledVolume {
  /** The degraded volume, in units of p. */
  readonly low: Volume;
  /** The original, x fastest, in units of p: the targets. */
  readonly original: Float32Array;
  readonly bricks: readonly { readonly brick: Brick; readonly sorted: SortedSamples }[];
}

export interface AccumulateOptions {
  readonly stage: Stage;
  readonly factor: Factor;
  readonly layout: GramLayout;
  /** Patch width. */
  readonly width: number;
  /** Told after every batch how many rows it had. */
  readonly onRows?: ((rows: number) => void) | undefined;
  readonly onVolume?: ((index: number) => void) | undefined;
}

/**
 * Sums of each sort key's rows over all volumes, in `layout`'s tiles; undefined for a key without rows.
 *
 * The sums of all keys stay on the device until every volume is through, `4·layout.floats` bytes each: callers pass as many
 * keys as the device holds.
 */
export async function accumulateGram(
  volumes: readonly SampledVolume[],
  keys: readonly number[],
  options: AccumulateOptions,
): Promise<(Float32Array<ArrayBuffer> | undefined)[]> {
  const { layout, stage } = options;
  const { space } = stage;
  const counts = keys.map((key) => volumes.reduce((sum, volume) => sum + rowsOf(volume, key), 0));
  if (counts.every((count) => count === 0)) return keys.map(() => undefined);
  const bytes = 4 * layout.floats;
  const rows = space.storage("patch rows", 4 * BATCH_ROWS * layout.columns);
  const gram = space.storage("class sums", keys.length * bytes);
  for (const [index, volume] of volumes.entries()) {
    options.onVolume?.(index);
    for (const part of volume.bricks) await addBrick(volume, part, keys, { rows, gram }, options);
  }
  const sums: (Float32Array<ArrayBuffer> | undefined)[] = [];
  for (const [slot, count] of counts.entries()) {
    sums.push(count === 0 ? undefined : new Float32Array(await space.read(gram, bytes, slot * bytes)));
  }
  for (const buffer of [gram, rows]) space.free(buffer);
  return sums;
}

/** Rows a volume has of a sort key. */
export function rowsOf({ bricks }: SampledVolume, key: number): number {
  return bricks.reduce((sum, { sorted: { starts } }) => sum + (starts[key + 1] as number) - (starts[key] as number), 0);
}

async function addBrick(
  volume: SampledVolume,
  { brick, sorted }: SampledVolume["bricks"][number],
  keys: readonly number[],
  buffers: { rows: DeviceBuffer; gram: DeviceBuffer },
  options: AccumulateOptions,
): Promise<void> {
  const runs: Segment[] = []; // of the sorted samples
  for (const [slot, key] of keys.entries()) {
    const end = sorted.starts[key + 1] as number;
    for (let at = sorted.starts[key] as number; at < end; at += BATCH_ROWS)
      runs.push({ slot, begin: at, end: Math.min(end, at + BATCH_ROWS) });
  }
  if (runs.length === 0) return;
  const { stage, factor, onRows } = options;
  const upsampled = await upsampleBrick(stage, brickInput(volume.low, factor, brick, 1));
  const dims = upsampledDims(volume.low.dims, factor);
  for (const batch of batches(runs)) {
    const rows = gatherTargets(batch, sorted.voxels, brick, dims, volume.original);
    await addBatch(rows, brick, { ...buffers, upsampled }, options);
    onRows?.(rows.voxels.length);
  }
  stage.space.free(upsampled);
}

/** Runs packed into batches of at most `BATCH_ROWS` rows; no class twice in a batch. */
function* batches(runs: readonly Segment[]): Generator<Segment[]> {
  let batch: Segment[] = [];
  let rows = 0;
  for (const run of runs) {
    const size = run.end - run.begin;
    if (rows + size > BATCH_ROWS) {
      yield batch;
      batch = [];
      rows = 0;
    }
    batch.push(run);
    rows += size;
  }
  if (batch.length > 0) yield batch;
}

interface Batch {
  /** Index of each row's voxel in the padded brick. */
  readonly voxels: Uint32Array<ArrayBuffer>;
  readonly targets: Float32Array<ArrayBuffer>;
  /** Rows of each class. */
  readonly segments: readonly Segment[];
}

function gatherTargets(
  runs: readonly Segment[],
  sorted: Uint32Array,
  brick: Brick,
  [nx, ny]: Vec3,
  original: Float32Array,
): Batch {
  const [px, py] = paddedSize(brick);
  const count = runs.reduce((sum, run) => sum + run.end - run.begin, 0);
  const voxels = new Uint32Array(count);
  const targets = new Float32Array(count);
  const segments: Segment[] = [];
  let row = 0;
  for (const run of runs) {
    segments.push({ slot: run.slot, begin: row, end: row + run.end - run.begin });
    for (let i = run.begin; i < run.end; i++, row++) {
      const voxel = sorted[i] as number;
      const x = (voxel % nx) - brick.origin[0] + PAD_X;
      const y = (Math.floor(voxel / nx) % ny) - brick.origin[1] + PAD;
      const z = Math.floor(voxel / (nx * ny)) - brick.origin[2] + PAD;
      voxels[row] = x + px * (y + py * z);
      targets[row] = original[voxel] as number;
    }
  }
  return { voxels, targets, segments };
}

async function addBatch(
  { voxels, targets, segments }: Batch,
  brick: Brick,
  buffers: { upsampled: DeviceBuffer; rows: DeviceBuffer; gram: DeviceBuffer },
  { stage: { space, meter, signal }, layout, width }: AccumulateOptions,
): Promise<void> {
  const [px, py] = paddedSize(brick);
  const voxelBuffer = space.upload("row voxels", voxels);
  const targetBuffer = space.upload("row targets", targets);
  await space.run({
    kernel: GATHER_PATCHES,
    params: { pitch: px, slice: px * py, width, stride: layout.columns },
    buffers: [buffers.upsampled, voxelBuffer, targetBuffer, buffers.rows],
    items: voxels.length * layout.columns,
    operationsPerItem: 30,
    signal,
  });
  for (const buffer of [voxelBuffer, targetBuffer]) space.free(buffer);
  await sumSegments({ space, meter, signal }, layout, segments, buffers);
}
