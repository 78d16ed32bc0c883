/** Learning both passes. Source: fine §4. */

import type { Wordless } from "../../../banks/bank";
import type { Executor } from "../../../compute/executor";
import { EigenvoxError } from "../../../core/errors";
import { OWN_UNITS } from "../../../core/intensity";
import { partOf } from "../../../core/progress";
import type { LearningVolume } from "../../common/learning-volume";
import type { FoldedBank, NoiseLevel } from "../../folded/bank";
import { ownOfFolded } from "../../folded/embedded";
import { foldedClassCounts, hasCentredKind, LEVEL_CLASSES, LEVELS, STRUCTURE_CLASSES } from "../../folded/folding";
import type { FoldedSums } from "../../folded/learn/accumulate";
import { levelOfPair } from "../../folded/learn/samples";
import { solveClasses } from "../../folded/learn/solve";
import {
  drawRows,
  type FoldedTrainOptions,
  foldedBank,
  type LearningRows,
  type Solved,
  solveFolded,
  sumRows,
} from "../../folded/learn/train";
import { levelRead, withLevels } from "../../folded/learn/train-levels";
import { type OfClasses, squaredErrors } from "../../folded/learn/training-error";
import { FOLDED } from "../../folded/method";
import type { LearningInput } from "../../method";
import { type FineBank, MIRRORED_SECOND_TAPS, SECOND_TAPS, secondMetadata } from "../bank";
import { sumSecond } from "./accumulate";
import { SecondRows } from "./rows";

export type FineTrainOptions = Omit<FoldedTrainOptions, "noise" | "prior" | "prepared" | "onNoise">;

/** Shares of a level's progress: drawing, summing and solving the first pass; its results; summing the second. */
const [DRAWN, SOLVED, APPLIED] = [0.2, 0.35, 0.75];

/**
 * Learns both passes at every level of noise. The second learns from results of first passes that have not seen the volume:
 * sums add up, so that a volume's own are taken away again before each is solved.
 *
 * Throws `E_ARGUMENT` for fewer than two volumes with voxels to learn from, and as `trainFolded`. Cancel: likewise.
 */
export async function trainFine(
  executor: Executor,
  inputs: readonly LearningInput[],
  levels: readonly number[],
  options: FineTrainOptions,
): Promise<Wordless<FineBank>> {
  const prepared: LearningVolume[] = [];
  const [first, second]: [Wordless<FoldedBank>[], Wordless<FoldedBank>[]] = [[], []];
  const noise: NoiseLevel[] = [];
  // Those of the calmest level are those of all, so that classes of the same number are alike.
  let { centres } = options;
  for (const [index, added] of levels.entries()) {
    const report = partOf(options.onProgress, index / levels.length, (index + 1) / levels.length);
    const read: number[] = [];
    const level = {
      ...options,
      prepared,
      centres,
      noise: added,
      onNoise: (share: number | undefined) => read.push(share ?? added),
      onProgress: ({ stage, fraction }: { stage: string; fraction: number }) =>
        report({ stage: `Noise ${100 * added} %: ${stage}`, fraction }),
    };
    const passes = await trainLevel(executor, inputs, level);
    centres = passes.first.centres;
    first.push(passes.first);
    second.push(passes.second);
    noise.push(levelRead(added, read, noise.at(-1)));
  }
  const folded = withLevels(first, noise);
  const { method, taps, exchange, classes, gradientSigma, gradientWindow, noise: told, ...common } = folded.metadata;
  return {
    metadata: {
      ...common,
      method: "fine",
      solver: `${common.solver}; both passes alike, the second from results of first passes that have not seen the volume`,
      folded: ownOfFolded(folded.metadata as FoldedBank["metadata"]),
    },
    folded: folded as FoldedBank,
    second: withLevels(second, noise) as FoldedBank,
  };
}

async function trainLevel(
  executor: Executor,
  inputs: readonly LearningInput[],
  options: FoldedTrainOptions,
): Promise<{ first: Wordless<FoldedBank>; second: Wordless<FoldedBank> }> {
  const { factor, signal, onProgress } = options;
  const drawing = { ...options, onProgress: partOf(onProgress, 0, DRAWN) };
  const rows = await drawRows(executor, inputs, drawing);
  if (rows.samples.filter(({ words }) => words.length > 0).length < 2) {
    const message =
      "Two passes are learned from two scans or more that have voxels inside their masks: the second from results of scans that the first has not seen.";
    throw new EigenvoxError("E_ARGUMENT", message);
  }
  const quiet = { ...options, onProgress: undefined };
  const own: OfClasses<FoldedSums>[] = [];
  for (const volume of inputs.keys()) {
    const samples = rows.samples.map((set, i) => (i === volume ? set : set.pick([])));
    own.push(await sumRows(executor, rows, samples, quiet));
    onProgress?.({ stage: "Accumulating", fraction: DRAWN + ((SOLVED - DRAWN) * (volume + 1)) / inputs.length });
  }
  const all = own.reduce((a, b) => combined(a, b, 1));
  const solved = await solveFolded(all, options);
  const errors = await squaredErrors(executor, rows.volumes, rows.samples, solved, options);
  const first = foldedBank(rows, solved, errors, options);

  const second: SecondRows[] = [];
  for (const [i, volume] of rows.volumes.entries()) {
    const nested = foldedBank(
      rows,
      await solveFolded(combined(all, own[i] as OfClasses<FoldedSums>, -1), options),
      errors,
      options,
    );
    const report = partOf(
      onProgress,
      SOLVED + ((APPLIED - SOLVED) * i) / inputs.length,
      SOLVED + ((APPLIED - SOLVED) * (i + 1)) / inputs.length,
    );
    const { output } = await FOLDED.apply(executor, volume.low, {
      factor,
      bank: nested as FoldedBank,
      units: OWN_UNITS,
      signal,
      onProgress: ({ fraction }) => report({ stage: `Applying the first pass to volume ${i + 1}`, fraction }),
    });
    second.push(new SecondRows(volume, rows.samples[i] as LearningRows["samples"][number], output.data, factor));
  }
  return { first, second: await trainSecond(executor, rows, second, options) };
}

async function trainSecond(
  executor: Executor,
  rows: LearningRows,
  second: readonly SecondRows[],
  options: FoldedTrainOptions,
): Promise<Wordless<FoldedBank>> {
  const { factor, signal, onProgress, shrinkRows } = options;
  const report = partOf(onProgress, APPLIED, 1);
  const sums = await sumSecond(executor, second, {
    classes: foldedClassCounts(factor, rows.exchange),
    signal,
    onFraction: (fraction) => report({ stage: "Accumulating the second pass", fraction }),
  });
  const solve = async (of: FoldedSums, perKind: number) => ({
    rows: of.rows,
    filters: await solveClasses(of, {
      taps: SECOND_TAPS,
      perKind,
      centred: hasCentredKind(factor),
      mirror: MIRRORED_SECOND_TAPS,
      shrinkRows,
      towards: undefined,
      signal,
    }),
  });
  const solved: Solved = {
    structure: await solve(sums.structure, STRUCTURE_CLASSES),
    level: await solve(sums.level, LEVEL_CLASSES),
  };
  const bank = foldedBank({ ...rows, centres: undefined }, solved, secondErrors(second, solved), options);
  return { ...bank, metadata: secondMetadata(bank.metadata as FoldedBank["metadata"]) };
}

/** Mean squared errors of the averaged filters, of each class. */
function secondErrors(all: readonly SecondRows[], { structure, level }: Solved): OfClasses<Float32Array<ArrayBuffer>> {
  const sums = { structure: new Float64Array(structure.rows.length), level: new Float64Array(level.rows.length) };
  const row = new Float32Array(SECOND_TAPS + 1);
  for (const rows of all) {
    for (let i = 0; i < rows.count; i++) {
      const bin = rows.put(i, row, 0);
      const a = rows.structureOf(i);
      const b = levelOfPair(a * LEVELS + bin, LEVELS);
      let error = row[SECOND_TAPS] as number;
      for (let k = 0; k < SECOND_TAPS; k++) {
        const filter =
          (structure.filters[a * SECOND_TAPS + k] as number) + (level.filters[b * SECOND_TAPS + k] as number);
        error -= (filter / 2) * (row[k] as number);
      }
      (sums.structure[a] as number) += error * error;
      (sums.level[b] as number) += error * error;
    }
  }
  const means = (sum: Float64Array, counts: Uint32Array) =>
    Float32Array.from(sum, (value, c) => value / Math.max(1, counts[c] as number));
  return { structure: means(sums.structure, structure.rows), level: means(sums.level, level.rows) };
}

/** Sums with others added, or taken away. */
function combined(a: OfClasses<FoldedSums>, b: OfClasses<FoldedSums>, sign: 1 | -1): OfClasses<FoldedSums> {
  const both = (left: FoldedSums, right: FoldedSums): FoldedSums => {
    const rows = left.rows.map((count, c) => count + sign * (right.rows[c] as number));
    const sums = left.sums.map((sum, c) => {
      const other = right.sums[c];
      if (!sum || !other) return sum ?? other;
      return rows[c] === 0 ? undefined : sum.map((value, i) => value + sign * (other[i] as number));
    });
    return { layout: left.layout, rows, sums };
  };
  return { structure: both(a.structure, b.structure), level: both(a.level, b.level) };
}
