/** The normal equations of every class, summed on the GPU over all training volumes. Source: method §6. */

import { CLASS_COUNT } from "../../core/method";
import type { Vec3 } from "../../core/volume";
import { type Brick, PAD, PAD_X, paddedSize } from "../brick";
import type { Workspace } from "../gpu/workspace";
import { ACCUMULATE_GRAM, GATHER_PATCHES } from "../kernels";
import type { Meter } from "../meter";
import { type GramLayout, TILE } from "./gram";
import type { Samples, SortedSamples } from "./samples";

/** Rows gathered at a time. */
const BATCH_ROWS = 4096;
/** Rows summed in one go: float32 sums of more would drift (method §6: block sums). */
const BLOCK_ROWS = 256;

/** One volume's part in the training. */
export interface TrainingVolume {
  readonly dims: Vec3;
  /** Upsampled low-resolution volume and the original, x fastest, in units of p. */
  readonly upsampled: Float32Array;
  readonly original: Float32Array;
  readonly samples: Samples;
  readonly sorted: SortedSamples;
  readonly bricks: readonly Brick[];
}

export interface AccumulateOptions {
  readonly space: Workspace;
  readonly meter: Meter;
  readonly signal?: AbortSignal | undefined;
  readonly layout: GramLayout;
  /** Patch width. */
  readonly width: number;
  /** Bytes the sums of one group of classes may take on the GPU. */
  readonly groupBytes: number;
}

/** A run of sorted samples of one class in one brick. */
interface Run {
  readonly slot: number;
  readonly begin: number;
  readonly end: number;
}

/**
 * Sums of each class over all volumes, in `layout`'s tiles; undefined for a class without rows.
 *
 * All classes together need 2 GB at 11³, more than GPUs grant: classes are summed in groups, and a group's sums stay on
 * the GPU over all volumes and come back once.
 */
export async function accumulateGram(
  volumes: readonly TrainingVolume[],
  options: AccumulateOptions,
): Promise<(Float32Array<ArrayBuffer> | undefined)[]> {
  const { space, layout } = options;
  const groupSize = Math.max(1, Math.min(CLASS_COUNT, Math.floor(options.groupBytes / (4 * layout.floats))));
  const sums: (Float32Array<ArrayBuffer> | undefined)[] = new Array(CLASS_COUNT).fill(undefined);
  const rows = space.storage("patch rows", 4 * BATCH_ROWS * layout.columns);
  for (let first = 0; first < CLASS_COUNT; first += groupSize) {
    const size = Math.min(groupSize, CLASS_COUNT - first);
    if (!volumes.some((volume) => rowsOf(volume, first, size) > 0)) continue;
    const gram = space.storage("class sums", 4 * size * layout.floats);
    for (const volume of volumes) {
      if (rowsOf(volume, first, size) > 0) await addVolume(volume, first, size, rows, gram, options);
    }
    for (let slot = 0; slot < size; slot++) {
      if (!volumes.some((volume) => rowsOf(volume, first + slot, 1) > 0)) continue;
      const bytes = 4 * layout.floats;
      sums[first + slot] = new Float32Array(await space.read(gram, bytes, slot * bytes));
    }
    space.free(gram);
  }
  space.free(rows);
  return sums;
}

/** Rows a volume has in a range of classes. */
export function rowsOf({ sorted, bricks }: TrainingVolume, firstClass: number, classes: number): number {
  const from = sorted.starts[firstClass * bricks.length] as number;
  return (sorted.starts[(firstClass + classes) * bricks.length] as number) - from;
}

async function addVolume(
  volume: TrainingVolume,
  firstClass: number,
  classes: number,
  rows: GPUBuffer,
  gram: GPUBuffer,
  options: AccumulateOptions,
): Promise<void> {
  const { space } = options;
  const { starts } = volume.sorted;
  for (const [index, brick] of volume.bricks.entries()) {
    const runs: Run[] = [];
    for (let slot = 0; slot < classes; slot++) {
      const key = (firstClass + slot) * volume.bricks.length + index;
      const begin = starts[key] as number;
      const end = starts[key + 1] as number;
      for (let at = begin; at < end; at += BATCH_ROWS)
        runs.push({ slot, begin: at, end: Math.min(end, at + BATCH_ROWS) });
    }
    if (runs.length === 0) continue;
    const upsampled = space.upload("upsampled", padBrick(volume, brick));
    for (const batch of batches(runs)) await addBatch(volume, brick, batch, { upsampled, rows, gram }, options);
    space.free(upsampled);
  }
}

/** Runs packed into batches of at most `BATCH_ROWS` rows; no class twice in a batch. */
function* batches(runs: readonly Run[]): Generator<Run[]> {
  let batch: Run[] = [];
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

async function addBatch(
  volume: TrainingVolume,
  brick: Brick,
  batch: readonly Run[],
  buffers: { upsampled: GPUBuffer; rows: GPUBuffer; gram: GPUBuffer },
  { space, meter, signal, layout, width }: AccumulateOptions,
): Promise<void> {
  const [px, py] = paddedSize(brick);
  const [nx, ny] = volume.dims;
  const count = batch.reduce((sum, run) => sum + run.end - run.begin, 0);
  const voxels = new Uint32Array(count);
  const targets = new Float32Array(count);
  const segments: { slot: number; begin: number; end: number }[] = [];
  let row = 0;
  for (const run of batch) {
    segments.push({ slot: run.slot, begin: row, end: row + run.end - run.begin });
    for (let i = run.begin; i < run.end; i++, row++) {
      const voxel = volume.samples.voxels[volume.sorted.order[i] as number] as number;
      const x = (voxel % nx) - brick.origin[0] + PAD_X;
      const y = (Math.floor(voxel / nx) % ny) - brick.origin[1] + PAD;
      const z = Math.floor(voxel / (nx * ny)) - brick.origin[2] + PAD;
      voxels[row] = x + px * (y + py * z);
      targets[row] = volume.original[voxel] as number;
    }
  }
  const voxelBuffer = space.upload("row voxels", voxels);
  const targetBuffer = space.upload("row targets", targets);
  await space.run({
    kernel: GATHER_PATCHES,
    integers: [px, px * py, width, layout.columns],
    buffers: [buffers.upsampled, voxelBuffer, targetBuffer, buffers.rows],
    items: count * layout.columns,
    operationsPerItem: 30,
    signal,
  });
  space.free(voxelBuffer);
  space.free(targetBuffer);

  for (let offset = 0; ; offset += BLOCK_ROWS) {
    const round = segments
      .filter(({ begin, end }) => begin + offset < end)
      .map(({ slot, begin, end }) => ({
        slot,
        begin: begin + offset,
        end: Math.min(end, begin + offset + BLOCK_ROWS),
      }));
    if (round.length === 0) break;
    const segmentBuffer = space.upload(
      "segments",
      Uint32Array.from(round.flatMap(({ slot, begin, end }) => [slot, begin, end])),
    );
    const meanRows = round.reduce((sum, { begin, end }) => sum + end - begin, 0) / round.length;
    const operationsPerItem = TILE * TILE * meanRows;
    await space.run({
      kernel: ACCUMULATE_GRAM,
      integers: [layout.tiles, layout.columns / 4],
      buffers: [buffers.rows, segmentBuffer, buffers.gram],
      items: round.length * layout.pairs,
      operationsPerItem,
      byWorkgroup: true,
      signal,
      onItemsDone: meter.track("Accumulating", operationsPerItem),
    });
    space.free(segmentBuffer);
  }
}

/** The brick with its margins, edge-clamped at the volume's faces, as `upsampleBrick` would make it. */
function padBrick({ upsampled, dims }: TrainingVolume, brick: Brick): Float32Array<ArrayBuffer> {
  const [px, py, pz] = paddedSize(brick);
  const padded = new Float32Array(px * py * pz);
  const clamp = (i: number, n: number) => Math.min(Math.max(i, 0), n - 1);
  let at = 0;
  for (let z = 0; z < pz; z++) {
    const sz = clamp(brick.origin[2] + z - PAD, dims[2]);
    for (let y = 0; y < py; y++) {
      const row = dims[0] * (clamp(brick.origin[1] + y - PAD, dims[1]) + dims[1] * sz);
      for (let x = 0; x < px; x++)
        padded[at++] = upsampled[row + clamp(brick.origin[0] + x - PAD_X, dims[0])] as number;
    }
  }
  return padded;
}
