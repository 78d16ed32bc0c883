/** The normal equations of folded classes, summed on the GPU over all volumes. Source: folded §6. */

import type { TapCount } from "../../core/folded";
import type { Factor, Vec3 } from "../../core/volume";
import type { GpuContext } from "../gpu/context";
import { inWorkspace, type Workspace } from "../gpu/workspace";
import { ACCUMULATE_GRAM, FOLDED_GATHER } from "../kernels";
import { type GramLayout, gramLayout, TILE } from "../training/gram";
import { type LowPart, lowPart, symmetryOffsets } from "./low-part";
import { type FoldedSamples, type LearningVolume, levelOf, structureOf, symmetryOf } from "./samples";

/** Rows gathered at a time. */
const BATCH_ROWS = 65536;
/** Rows summed in one go: float32 sums of more would drift. */
const BLOCK_ROWS = 256;

export interface FoldedSums {
  readonly layout: GramLayout;
  /** Of each class, in `layout`'s tiles; undefined without rows. */
  readonly sums: readonly (Float32Array<ArrayBuffer> | undefined)[];
  readonly rows: Uint32Array<ArrayBuffer>;
}

export interface FoldedAccumulateOptions {
  readonly factor: Factor;
  readonly taps: TapCount;
  readonly of: "structure" | "level";
  readonly classes: number;
  readonly signal?: AbortSignal | undefined;
}

/** Sums of every class over all volumes. */
export async function accumulateFolded(
  gpu: GpuContext,
  volumes: readonly LearningVolume[],
  samples: readonly FoldedSamples[],
  options: FoldedAccumulateOptions,
  onFraction: (fraction: number) => void,
): Promise<FoldedSums> {
  const classOf = options.of === "structure" ? structureOf : levelOf;
  const sorted = samples.map(({ words }) => sortByClass(words, options.classes, classOf));
  const rows = new Uint32Array(options.classes);
  for (const { starts } of sorted) {
    for (let c = 0; c < rows.length; c++) rows[c] = (rows[c] as number) + rowsIn(starts, c);
  }
  const filled = Array.from(rows.keys()).filter((c) => rows[c] !== 0);
  const slots = new Map(filled.map((c, slot) => [c, slot]));
  const layout = gramLayout(options.taps);
  const total = rows.reduce((a, b) => a + b, 0);
  return inWorkspace(gpu, "train folded", async (space) => {
    const bytes = 4 * layout.floats;
    const gram = space.storage("class sums", bytes * filled.length);
    const rowBuffer = space.storage("rows", 4 * BATCH_ROWS * layout.columns);
    let done = 0;
    for (const [index, volume] of volumes.entries()) {
      const set = samples[index] as FoldedSamples;
      const { order, starts } = sorted[index] as Sorted;
      const whole = lowPart(volume.low, [0, 0, 0], volume.low.dims.map((n) => n - 1) as unknown as Vec3);
      const low = space.upload("low-resolution volume", whole.data);
      const offsets = space.upload("tap offsets", symmetryOffsets(whole.size));
      for (let first = 0; first < order.length; first += BATCH_ROWS) {
        const last = Math.min(order.length, first + BATCH_ROWS);
        const records = rowRecords(volume, set, order.subarray(first, last), whole, options.factor);
        const recordBuffer = space.upload("row records", records);
        await space.run({
          kernel: FOLDED_GATHER,
          integers: [options.taps],
          buffers: [low, offsets, recordBuffer, rowBuffer],
          items: (last - first) * layout.columns,
          operationsPerItem: 20,
          signal: options.signal,
        });
        space.free(recordBuffer);
        const segments = filled
          .map((c) => ({
            slot: slots.get(c) as number,
            begin: Math.max(0, (starts[c] as number) - first),
            end: Math.min(last, starts[c + 1] as number) - first,
          }))
          .filter(({ begin, end }) => begin < end);
        await addSegments(space, layout, segments, rowBuffer, gram, options.signal);
        done += last - first;
        onFraction(done / total);
      }
      for (const buffer of [low, offsets]) space.free(buffer);
    }
    const all = new Float32Array(await space.read(gram, bytes * filled.length));
    const sums: (Float32Array<ArrayBuffer> | undefined)[] = new Array(options.classes).fill(undefined);
    for (const [c, slot] of slots) sums[c] = all.slice(slot * layout.floats, (slot + 1) * layout.floats);
    return { layout, sums, rows };
  });
}

interface Segment {
  readonly slot: number;
  readonly begin: number;
  readonly end: number;
}

/** Adds every segment's rows to its class: rounds in which no class occurs twice. */
async function addSegments(
  space: Workspace,
  layout: GramLayout,
  segments: readonly Segment[],
  rows: GPUBuffer,
  gram: GPUBuffer,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let offset = 0; ; offset += BLOCK_ROWS) {
    const round = segments
      .filter(({ begin, end }) => begin + offset < end)
      .map(({ slot, begin, end }) => [slot, begin + offset, Math.min(end, begin + offset + BLOCK_ROWS)] as const);
    if (round.length === 0) return;
    const segmentBuffer = space.upload("segments", Uint32Array.from(round.flat()));
    const meanRows = round.reduce((sum, [, begin, end]) => sum + end - begin, 0) / round.length;
    await space.run({
      kernel: ACCUMULATE_GRAM,
      integers: [layout.tiles, layout.columns / 4],
      buffers: [rows, segmentBuffer, gram],
      items: round.length * layout.pairs,
      operationsPerItem: TILE * TILE * meanRows,
      byWorkgroup: true,
      signal,
    });
    space.free(segmentBuffer);
  }
}

/** Where a voxel's centre lies in the whole low-resolution part. */
export function centreFinder({ dims: [nx, ny] }: LearningVolume, { size }: LowPart, factor: Factor) {
  const margin = 2;
  return (voxel: number) => {
    const x = Math.floor((voxel % nx) / factor[0]) + margin;
    const y = Math.floor((Math.floor(voxel / nx) % ny) / factor[1]) + margin;
    const z = Math.floor(Math.floor(voxel / (nx * ny)) / factor[2]) + margin;
    return x + size[0] * (y + size[1] * z);
  };
}

/** `Row`s of shaders/folded-gather.wgsl. */
function rowRecords(
  volume: LearningVolume,
  set: FoldedSamples,
  order: Uint32Array,
  part: LowPart,
  factor: Factor,
): Uint32Array<ArrayBuffer> {
  const centreOf = centreFinder(volume, part, factor);
  const records = new Uint32Array(4 * order.length);
  const floats = new Float32Array(records.buffer);
  for (let row = 0; row < order.length; row++) {
    const i = order[row] as number;
    const voxel = set.voxels[i] as number;
    records[4 * row] = centreOf(voxel);
    records[4 * row + 1] = symmetryOf(set.words[i] as number);
    floats[4 * row + 2] = set.upsampled[i] as number;
    floats[4 * row + 3] = volume.original[voxel] as number;
  }
  return records;
}

interface Sorted {
  /** Sample numbers by class. */
  readonly order: Uint32Array<ArrayBuffer>;
  /** Where each class begins in `order`; one more element for the end. */
  readonly starts: Uint32Array<ArrayBuffer>;
}

const rowsIn = (starts: Uint32Array, c: number) => (starts[c + 1] as number) - (starts[c] as number);

/** Counting sort of the samples by class. */
function sortByClass(words: Uint32Array, classes: number, classOf: (word: number) => number): Sorted {
  const starts = new Uint32Array(classes + 1);
  for (let i = 0; i < words.length; i++) (starts[classOf(words[i] as number) + 1] as number)++;
  for (let c = 0; c < classes; c++) starts[c + 1] = (starts[c + 1] as number) + (starts[c] as number);
  const next = starts.slice();
  const order = new Uint32Array(words.length);
  for (let i = 0; i < words.length; i++) {
    const c = classOf(words[i] as number);
    order[next[c] as number] = i;
    (next[c] as number)++;
  }
  return { order, starts };
}
