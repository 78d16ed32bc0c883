/** The normal equations of folded classes, summed on the device over all volumes. Source: folded §6. */

import type { DeviceBuffer, Executor, Space } from "../../../compute/executor";
import { FOLDED_GATHER, FOLDED_SORT } from "../../../kernels/kernels";
import { type PartedWork, runParts } from "../../../parts/run-parts";
import { type GramLayout, gramLayout } from "../../common/gram";
import type { LearningVolume } from "../../common/learning-volume";
import { sortByKey } from "../../common/sort";
import { type Segment, sumSegments } from "../../common/sum-segments";
import type { TapCount } from "../folding";
import { type FoldedSamples, levelOfPair } from "./samples";
import { planSlabs, type Slab, type SlabOptions, type SlabPlan, withSlab } from "./slabs";

/** Rows gathered at a time. */
export const BATCH_ROWS = 2 ** 17;
/** Rows that one workgroup sums at the most. */
const SEGMENT_ROWS = 4096;
/** Pairs of classes whose sums are on the device at a time: 32 MiB. */
const PAIRS_AT_A_TIME = 2048;

/** Sums of the structure classes or of the level classes. */
export interface FoldedSums {
  readonly layout: GramLayout;
  /** Of each class, in `layout`'s tiles; undefined without rows. */
  readonly sums: readonly (Float64Array<ArrayBuffer> | undefined)[];
  readonly rows: Uint32Array<ArrayBuffer>;
}

export interface FoldedAccumulateOptions extends SlabOptions {
  readonly taps: TapCount;
  /** Numbers of classes. */
  readonly counts: { readonly structure: number; readonly level: number };
  /** Levels or centres. */
  readonly steps: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sums of every class over all volumes. The device sums over pairs of a structure class and a level or centre, once for both
 * kinds of classes, in float32 and slab by slab; the host adds these up in float64, in the order of the slabs.
 */
export async function accumulateFolded(
  executor: Executor,
  volumes: readonly LearningVolume[],
  samples: readonly FoldedSamples[],
  options: FoldedAccumulateOptions,
  onFraction: (fraction: number) => void,
): Promise<{ readonly structure: FoldedSums; readonly level: FoldedSums }> {
  const { counts, steps } = options;
  const layout = gramLayout(options.taps);
  const structure = noSums(layout, counts.structure);
  const level = noSums(layout, counts.level);
  const summing: PartedWork<SlabPlan, DeviceBuffer, readonly PairSums[]> = {
    label: "train folded",
    parts: planSlabs(volumes, samples, options),
    share: (space) => space.storage("rows", 4 * BATCH_ROWS * layout.columns),
    operations: ({ first, end }) => end - first,
    compute: ({ space, meter }, plan, rows) =>
      withSlab(space, volumes, samples, plan, options.factor, (slab) =>
        sumSlab(space, slab, rows, options, (count) => meter.advance("Accumulating", count)),
      ),
    merge: (all) => {
      for (const { pairs, counts, sums } of all) {
        for (const [slot, pair] of pairs.entries()) {
          const own = sums.subarray(slot * layout.floats, (slot + 1) * layout.floats);
          const count = counts[slot] as number;
          addTo(structure, Math.floor(pair / steps), own, count);
          addTo(level, levelOfPair(pair, steps), own, count);
        }
      }
    },
  };
  await runParts(executor, summing, {
    signal: options.signal,
    onProgress: ({ fraction }) => onFraction(fraction),
  });
  return { structure, level };
}

/** Sums of some pairs' rows, one after another, and how many rows each has. */
interface PairSums {
  readonly pairs: readonly number[];
  readonly counts: readonly number[];
  readonly sums: Float32Array;
}

async function sumSlab(
  space: Space,
  slab: Slab,
  rows: DeviceBuffer,
  options: FoldedAccumulateOptions,
  onRows: (count: number) => void,
): Promise<readonly PairSums[]> {
  const keys = options.steps * options.counts.structure;
  const params = { samples: slab.count, steps: options.steps };
  const sorting = { kernel: FOLDED_SORT, samples: slab.samples, params, keys, signal: options.signal };
  const { order, starts } = await sortByKey(space, sorting);
  const found: PairSums[] = [];
  for (const pairs of filledPairs(starts)) {
    const sums = await sumPairs(space, slab, { order, starts, rows, pairs }, options, onRows);
    found.push({ pairs, counts: pairs.map((pair) => (starts[pair + 1] as number) - (starts[pair] as number)), sums });
  }
  space.free(order);
  return found;
}

/** Of so many classes, none of which has rows. */
export function noSums(layout: GramLayout, classes: number) {
  const sums: (Float64Array<ArrayBuffer> | undefined)[] = new Array(classes).fill(undefined);
  return { layout, sums, rows: new Uint32Array(classes) };
}

export function addTo(
  { layout, sums, rows }: ReturnType<typeof noSums>,
  c: number,
  own: Float32Array,
  count: number,
): void {
  const sum = sums[c] ?? new Float64Array(layout.floats);
  for (let i = 0; i < sum.length; i++) (sum[i] as number) += own[i] as number;
  sums[c] = sum;
  (rows[c] as number) += count;
}

/** The pairs that have rows, in order, as many at a time as the device is to hold sums of. */
export function* filledPairs(starts: Uint32Array): Generator<readonly number[]> {
  const filled = Array.from(starts.subarray(1).keys()).filter((pair) => starts[pair + 1] !== starts[pair]);
  for (let i = 0; i < filled.length; i += PAIRS_AT_A_TIME) yield filled.slice(i, i + PAIRS_AT_A_TIME);
}

interface SortedSlab {
  readonly order: DeviceBuffer;
  readonly starts: Uint32Array;
  /** Gathered rows. */
  readonly rows: DeviceBuffer;
  readonly pairs: readonly number[];
}

/** Sums of these pairs' rows, one after another. */
async function sumPairs(
  space: Space,
  slab: Slab,
  { order, starts, rows, pairs }: SortedSlab,
  { taps, signal }: FoldedAccumulateOptions,
  onRows: (count: number) => void,
): Promise<Float32Array> {
  const layout = gramLayout(taps);
  const bytes = 4 * layout.floats * pairs.length;
  const gram = space.storage("pair sums", bytes);
  const last = starts[(pairs.at(-1) as number) + 1] as number;
  for (let first = starts[pairs[0] as number] as number; first < last; first += BATCH_ROWS) {
    const count = Math.min(BATCH_ROWS, last - first);
    await gatherRows(space, slab, order, { first, count, layout, rows, signal });
    await addSegments(space, layout, segmentsOf(pairs, starts, first, count), { rows, gram }, signal);
    onRows(count);
  }
  const sums = new Float32Array(await space.read(gram, bytes));
  space.free(gram);
  return sums;
}

export interface Batch {
  /** Where the batch begins in the order of the samples. */
  readonly first: number;
  readonly count: number;
  readonly layout: GramLayout;
  /** `count` rows of `layout.columns` floats. */
  readonly rows: DeviceBuffer;
  readonly signal?: AbortSignal | undefined;
}

export function gatherRows(space: Space, slab: Slab, order: DeviceBuffer, batch: Batch): Promise<void> {
  const { first, count, layout, rows, signal } = batch;
  return space.run({
    kernel: FOLDED_GATHER,
    params: { taps: layout.taps, firstRow: first },
    buffers: [slab.low, slab.tapOffsets, slab.samples, order, rows],
    items: (count * layout.columns) / 4,
    operationsPerItem: 20,
    signal,
  });
}

/** The pairs' parts of a batch. */
export function segmentsOf(pairs: readonly number[], starts: Uint32Array, first: number, count: number): Segment[] {
  return pairs
    .map((pair, slot) => ({
      slot,
      begin: Math.max(0, (starts[pair] as number) - first),
      end: Math.min(count, (starts[pair + 1] as number) - first),
    }))
    .filter(({ begin, end }) => begin < end);
}

/** Adds every segment's rows to its pair: rounds in which no pair occurs twice. */
export async function addSegments(
  space: Space,
  layout: GramLayout,
  segments: readonly Segment[],
  buffers: { readonly rows: DeviceBuffer; readonly gram: DeviceBuffer },
  signal?: AbortSignal,
): Promise<void> {
  for (let offset = 0; ; offset += SEGMENT_ROWS) {
    const round = segments
      .filter(({ begin, end }) => begin + offset < end)
      .map(({ slot, begin, end }) => {
        const from = begin + offset;
        return { slot, begin: from, end: Math.min(end, from + SEGMENT_ROWS) };
      });
    if (round.length === 0) return;
    await sumSegments({ space, signal }, layout, round, buffers);
  }
}
