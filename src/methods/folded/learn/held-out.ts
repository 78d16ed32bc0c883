/** A folded bank, and how well it does on rows that it was not learned from. Source: folded §9. */

import type { Wordless } from "../../../banks/bank";
import type { Executor } from "../../../compute/executor";
import { partOf } from "../../../core/progress";
import { mixBits } from "../../../core/random";
import type { LearningVolume } from "../../common/learning-volume";
import type { LearningInput } from "../../method";
import type { FoldedBank } from "../bank";
import type { FoldedSums } from "./accumulate";
import type { FoldedSamples } from "./samples";
import {
  type ClassSums,
  drawRows,
  type FoldedTrainOptions,
  foldedBank,
  type LearningRows,
  rowCount,
  type Solved,
  solveFolded,
  sumRows,
} from "./train";
import { classMeans, interpolationErrors, rowErrors } from "./training-error";

/** Rows are held out by cubes of so many low-resolution voxels a side: neighbours are too much alike. */
const BLOCK = 4;
/** More than there are along any axis. */
const MOST_BLOCKS = 2 ** 16;
/** A tenth of the blocks is held out at a time. */
const PARTS = 10;
/** One tenth after another is held out until it is beyond doubt on so many rows what comes of it, or all were. */
const ENOUGH_ROWS = 4_000;
/** Standard errors. */
const BEYOND_DOUBT = 5;

/** What came of the rows that were held out. Means of squared errors in squared working units. */
export interface HeldOut {
  readonly rows: number;
  /** Of banks that had not seen the rows. */
  readonly bank: number;
  /** Of the bank learned from all rows. */
  readonly seen: number;
  readonly interpolated: number;
  /** Of the bank drawn towards, where there is one. */
  readonly prior: number | undefined;
  /** By how many standard errors the bank is better than the better of the two; below 0 where it is worse. */
  readonly certainty: number;
}

export interface JudgedBank {
  /** Learned from all rows. */
  readonly bank: Wordless<FoldedBank>;
  readonly heldOut: HeldOut;
  readonly drawn: LearningRows;
}

/**
 * Learns from all rows; and from all but a tenth of them, to see how that does on the tenth, with one tenth after another
 * where the first leaves doubt. Undefined of fewer rows than `leastRows`, and where they lie in one block. Errors and
 * cancelling as `trainFolded`.
 */
export async function trainJudged(
  executor: Executor,
  inputs: readonly LearningInput[],
  leastRows: number,
  options: FoldedTrainOptions,
): Promise<JudgedBank | undefined> {
  const { prior, onProgress } = options;
  const drawn = await drawRows(executor, inputs, { ...options, onProgress: partOf(onProgress, 0, 0.5) });
  const count = rowCount(drawn.samples);
  const blocks = blocksOf(drawn, options);
  if (count < leastRows || blocks.count < 2) return undefined;

  const summing = (from: number, to: number) => ({ ...options, onProgress: partOf(onProgress, from, to) });
  const total = await sumRows(executor, drawn, drawn.samples, summing(0.5, 0.7));
  const errorsOf = (solved: Solved, samples: readonly FoldedSamples[]) =>
    rowErrors(executor, drawn.volumes, samples, solved, options);
  const solved = await solveFolded(total, options);
  const errors = await errorsOf(solved, drawn.samples);
  const tally = new Tally(blocks.count, prior !== undefined);
  let from = 0.7;
  for (const { samples, indices } of partsOf(drawn, blocks, options)) {
    const own = await sumRows(executor, drawn, samples, summing(from, from + 0.3 / PARTS));
    from += 0.3 / PARTS;
    const others = await solveFolded(difference(total, own), options);
    const add = (what: keyof Tally["sums"], values: readonly Float32Array[]) =>
      tally.add(what, indices, blocks.of, values);
    add("bank", await errorsOf(others, samples));
    add("interpolated", interpolationErrors(drawn.volumes, samples));
    add(
      "seen",
      indices.map((rows, volume) => Float32Array.from(rows, (i) => errors[volume]?.[i] as number)),
    );
    if (prior) add("prior", await errorsOf(filtersOf(prior), samples));
    const { rows, certainty } = tally.result();
    if (rows >= ENOUGH_ROWS && Math.abs(certainty) > BEYOND_DOUBT) break;
  }
  onProgress?.({ stage: "Judging by rows held out", fraction: 1 });
  const rows = { structure: solved.structure.rows, level: solved.level.rows };
  const bank = foldedBank(drawn, solved, classMeans(drawn.samples, errors, rows), options);
  return { bank, heldOut: tally.result(), drawn };
}

const filtersOf = (bank: FoldedBank): Solved => ({
  structure: { filters: bank.structureFilters, rows: bank.structureRows },
  level: { filters: bank.levelFilters, rows: bank.levelRows },
});

/** The number of the block that each row lies in. */
interface Blocks {
  readonly of: readonly Uint32Array[];
  readonly count: number;
}

/**
 * The same place of a scan is in the same block, or in one that is held out with it, in volumes that differ in the order of
 * the axes.
 */
function blocksOf({ volumes, samples }: LearningRows, { factor }: FoldedTrainOptions): Blocks {
  const side = BLOCK * Math.max(...factor);
  const numbers = new Map<number, number>();
  const of = samples.map(({ voxels }, index) => {
    const [nx, ny] = (volumes[index] as LearningVolume).dims;
    return Uint32Array.from(voxels, (voxel) => {
      const x = Math.floor((voxel % nx) / side);
      const y = Math.floor((Math.floor(voxel / nx) % ny) / side);
      const z = Math.floor(voxel / (nx * ny * side));
      const [a, b, c] = volumes.length > 1 ? ascending(x, y, z) : [x, y, z];
      const key = (a * MOST_BLOCKS + b) * MOST_BLOCKS + c;
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, numbers.size);
      return numbers.size - 1;
    });
  });
  return { of, count: numbers.size };
}

function ascending(x: number, y: number, z: number): [number, number, number] {
  const [least, most] = [Math.min(x, y, z), Math.max(x, y, z)];
  return [least, x + y + z - least - most, most];
}

interface Part {
  readonly samples: readonly FoldedSamples[];
  /** Of these samples among those of their volume. */
  readonly indices: readonly Uint32Array[];
}

/** The rows in tenths of the blocks, or block by block where there are fewer than ten, one part after another. */
function* partsOf({ samples }: LearningRows, { of, count }: Blocks, { seed }: FoldedTrainOptions): Generator<Part> {
  const order = Array.from({ length: count }, (_, block) => block).sort(
    (a, b) => mixBits(seed, 0, a) - mixBits(seed, 0, b),
  );
  const parts = Math.min(PARTS, count);
  const partOfBlock = new Uint8Array(count);
  for (const [rank, block] of order.entries()) partOfBlock[block] = rank % parts;
  for (let part = 0; part < parts; part++) {
    const indices = of.map((own) => {
      const rows: number[] = [];
      for (let i = 0; i < own.length; i++) if (partOfBlock[own[i] as number] === part) rows.push(i);
      return Uint32Array.from(rows);
    });
    yield { indices, samples: samples.map((set, volume) => set.pick(indices[volume] as Uint32Array)) };
  }
}

/** a - b, without classes that have no rows then. */
function difference(a: ClassSums, b: ClassSums): ClassSums {
  const subtract = (p: FoldedSums, q: FoldedSums): FoldedSums => {
    const rows = p.rows.map((count, c) => count - (q.rows[c] as number));
    const sums = p.sums.map((own, c) => {
      const other = q.sums[c];
      if (rows[c] === 0 || !own) return undefined;
      return other ? own.map((value, i) => value - (other[i] as number)) : own;
    });
    return { layout: p.layout, rows, sums };
  };
  return { structure: subtract(a.structure, b.structure), level: subtract(a.level, b.level) };
}

/** Sums of squared errors by block. */
class Tally {
  private readonly rows: Float64Array;
  readonly sums: Readonly<Record<"bank" | "seen" | "interpolated" | "prior", Float64Array>>;

  constructor(
    blocks: number,
    private readonly hasPrior: boolean,
  ) {
    const zeros = () => new Float64Array(blocks);
    this.rows = zeros();
    this.sums = { bank: zeros(), seen: zeros(), interpolated: zeros(), prior: zeros() };
  }

  add(
    what: keyof Tally["sums"],
    indices: readonly Uint32Array[],
    blocks: readonly Uint32Array[],
    values: readonly Float32Array[],
  ): void {
    for (const [volume, own] of indices.entries()) {
      for (const [at, i] of own.entries()) {
        const block = blocks[volume]?.[i] as number;
        (this.sums[what][block] as number) += values[volume]?.[at] as number;
        if (what === "bank") (this.rows[block] as number)++;
      }
    }
  }

  result(): HeldOut {
    const rows = sum(this.rows);
    const { bank, seen, interpolated, prior } = this.sums;
    const best = this.hasPrior && sum(prior) < sum(interpolated) ? prior : interpolated;
    const held = Array.from(this.rows.keys()).filter((block) => this.rows[block] !== 0);
    const gains = held.map((block) => (best[block] as number) - (bank[block] as number));
    const gain = sum(gains);
    // Of a sum of so many blocks that differ so much.
    const spread = sum(gains.map((own) => (own - gain / gains.length) ** 2));
    const standardError = Math.sqrt((spread * gains.length) / Math.max(1, gains.length - 1));
    return {
      rows,
      bank: sum(bank) / rows,
      seen: sum(seen) / rows,
      interpolated: sum(interpolated) / rows,
      prior: this.hasPrior ? sum(prior) / rows : undefined,
      certainty: standardError > 0 ? gain / standardError : 0,
    };
  }
}

const sum = (values: Float64Array | readonly number[]): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};
