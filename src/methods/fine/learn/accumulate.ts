/** The normal equations of the second pass, summed on the device from rows that the host makes. Source: fine §4. */

import type { Executor } from "../../../compute/executor";
import { type PartedWork, runParts } from "../../../parts/run-parts";
import { gramLayout } from "../../common/gram";
import { LEVELS } from "../../folded/folding";
import { addSegments, addTo, type FoldedSums, noSums, segmentsOf } from "../../folded/learn/accumulate";
import { levelOfPair } from "../../folded/learn/samples";
import type { OfClasses } from "../../folded/learn/training-error";
import { SECOND_TAPS } from "../bank";
import type { SecondRows } from "./rows";

/** Rows of a part, and the pairs of classes that it sums at the most: 8 MiB and 12 MiB. */
const PART_ROWS = 2 ** 14;
const PART_PAIRS = 256;

/** A stretch of the rows in the order of their pairs, with all rows of its pairs or some of one pair's. */
interface Stretch {
  readonly first: number;
  readonly end: number;
  readonly pairs: readonly number[];
}

export interface SumOptions {
  readonly classes: OfClasses<number>;
  readonly signal?: AbortSignal | undefined;
  readonly onFraction?: (fraction: number) => void;
}

/** Sums of every class over all rows: on the device in float32 by pairs of a structure class and a bin, then in float64. */
export async function sumSecond(
  executor: Executor,
  all: readonly SecondRows[],
  { classes, signal, onFraction }: SumOptions,
): Promise<OfClasses<FoldedSums>> {
  const layout = gramLayout(SECOND_TAPS);
  const sums = { structure: noSums(layout, classes.structure), level: noSums(layout, classes.level) };
  const { order, starts } = sortedByPair(all, classes.structure * LEVELS);
  const summing: PartedWork<Stretch, void, Float32Array> = {
    label: "train second pass",
    parts: [...stretches(starts)],
    share: () => {},
    operations: ({ first, end }) => end - first,
    compute: async ({ space, meter }, { first, end, pairs }) => {
      const matrix = new Float32Array((end - first) * layout.columns);
      for (let i = first; i < end; i++) {
        const { volume, sample } = placeOf(order[i] as number);
        (all[volume] as SecondRows).put(sample, matrix, (i - first) * layout.columns);
      }
      const rows = space.upload("rows", matrix);
      const bytes = 4 * layout.floats * pairs.length;
      const gram = space.storage("pair sums", bytes);
      await addSegments(space, layout, segmentsOf(pairs, starts, first, end - first), { rows, gram }, signal);
      const found = new Float32Array(await space.read(gram, bytes));
      for (const buffer of [rows, gram]) space.free(buffer);
      meter.advance("Accumulating", end - first);
      return found;
    },
    merge: (found, { first, end, pairs }) => {
      for (const [slot, pair] of pairs.entries()) {
        const own = found.subarray(slot * layout.floats, (slot + 1) * layout.floats);
        const count = Math.min(end, starts[pair + 1] as number) - Math.max(first, starts[pair] as number);
        addTo(sums.structure, Math.floor(pair / LEVELS), own, count);
        addTo(sums.level, levelOfPair(pair, LEVELS), own, count);
      }
    },
  };
  await runParts(executor, summing, { signal, onProgress: ({ fraction }) => onFraction?.(fraction) });
  return sums;
}

/** A drawn voxel in one number: exact, as there are no 2²⁰ volumes of 2³² voxels. */
const placed = (volume: number, sample: number) => volume * 2 ** 32 + sample;
const placeOf = (place: number) => ({ volume: Math.floor(place / 2 ** 32), sample: place % 2 ** 32 });

/** All rows in the order of their pairs, and where each pair's begin. */
function sortedByPair(all: readonly SecondRows[], pairs: number): { order: Float64Array; starts: Uint32Array } {
  const starts = new Uint32Array(pairs + 1);
  const pairOf = (rows: SecondRows, i: number) => rows.structureOf(i) * LEVELS + (rows.bins[i] as number);
  for (const rows of all) for (let i = 0; i < rows.count; i++) (starts[pairOf(rows, i) + 1] as number)++;
  for (let pair = 0; pair < pairs; pair++) (starts[pair + 1] as number) += starts[pair] as number;
  const next = starts.slice();
  const order = new Float64Array(starts[pairs] as number);
  for (const [volume, rows] of all.entries()) {
    for (let i = 0; i < rows.count; i++) {
      const pair = pairOf(rows, i);
      order[next[pair] as number] = placed(volume, i);
      (next[pair] as number)++;
    }
  }
  return { order, starts };
}

function* stretches(starts: Uint32Array): Generator<Stretch> {
  const total = starts.at(-1) as number;
  let pair = 0;
  for (let first = 0; first < total; ) {
    let end = Math.min(total, first + PART_ROWS);
    while ((starts[pair + 1] as number) <= first) pair++;
    const pairs: number[] = [];
    for (let next = pair; next < starts.length - 1 && (starts[next] as number) < end; next++) {
      if (starts[next] === starts[next + 1]) continue;
      if (pairs.length === PART_PAIRS) {
        end = starts[next] as number;
        break;
      }
      pairs.push(next);
    }
    yield { first, end, pairs };
    first = end;
  }
}
