/** Learning folded banks, as a method's learner. Source: folded §6. */

import type { Wordless } from "../../../banks/bank";
import { EigenvoxError } from "../../../core/errors";
import { notice } from "../../../core/notice";
import { partOf } from "../../../core/progress";
import type { Learned, Learner, LearningInput, LearningRun, LearningTask, PlannedVolume } from "../../method";
import { readSettings } from "../../settings";
import type { FoldedBank } from "../bank";
import { exchangeNotices } from "../exchange-notice";
import { FOLDED_FIELDS } from "../fields";
import { numbersOf } from "../folding";
import { checkAdding, checkPooledPrior, noScans, type PooledSums } from "./pooled-sums";
import { solvePooled } from "./solve-pooled";
import { sumScans } from "./sum-scans";
import { FOLDED_SUMS } from "./sums-file";
import { FOLDED_TRAIN_DEFAULTS, type FoldedTrainOptions, takenOver } from "./train";
import { NOISE_LEVELS, trainFoldedLevels } from "./train-levels";

const { degradation, seed, mask } = FOLDED_TRAIN_DEFAULTS;

type FoldedSettings = Pick<FoldedTrainOptions, "taps" | "classes" | "rowsPerVolume" | "shrinkRows"> & {
  readonly noise: "levels" | "own";
};

/** The filters of one kind of class, and what they were learned from. */
export interface LearnedClasses {
  /** Class-major, taps in the order of TAP_OFFSETS. */
  readonly filters: Float32Array<ArrayBuffer>;
  readonly rows: Uint32Array<ArrayBuffer>;
  /** Mean squared error on the rows, in units of p². */
  readonly residual: Float32Array<ArrayBuffer>;
}

/** What the page shows of a folded training. */
export interface FoldedDetails {
  readonly structure: LearnedClasses;
  readonly level: LearnedClasses;
  readonly shrinkRows: number;
}

const settingsOf = ({ settings }: LearningTask<FoldedBank>) =>
  readSettings(FOLDED_FIELDS, settings) as unknown as FoldedSettings;

export const FOLDED_LEARNER: Learner<FoldedBank> = {
  degradation,
  seed,
  mask,
  fields: FOLDED_FIELDS,
  takesPrior: true,
  takesClasses: true,
  start(inputs, task) {
    const pool = poolOf(task);
    if (pool) return startPooled(inputs, task, pool);
    const { factor, degradation, seed, prior } = task;
    const { noise, ...own } = settingsOf(task);
    const levels = noise === "levels" ? NOISE_LEVELS : [0];
    const settings = { factor, degradation, seed, ...own, ...(prior ? takenOver(prior) : {}) };
    return {
      // Minutes: what a lost device or a cancel takes is learned again.
      doneShare: 0,
      async run(executor, { signal, onProgress }) {
        const bank = await trainFoldedLevels(executor, inputs, levels, { ...settings, signal, onProgress });
        return learned(bank, own.shrinkRows);
      },
    };
  },
  plan: async (_, volumes, task) => planFolded(volumes, settingsOf(task)),
  sums: FOLDED_SUMS,
};

function learned(bank: Wordless<FoldedBank>, shrinkRows: number): Learned<FoldedBank> {
  const details: FoldedDetails = {
    structure: { filters: bank.structureFilters, rows: bank.structureRows, residual: bank.structureResidual },
    level: { filters: bank.levelFilters, rows: bank.levelRows, residual: bank.levelResidual },
    shrinkRows,
  };
  return { bank, details, report: [`${bank.metadata.trainingRows} rows`] };
}

/** The sums that scans are to be added to, or none of the classes that are given; undefined where neither is. */
function poolOf(task: LearningTask<FoldedBank>): PooledSums | undefined {
  const { base, classesOf, factor, degradation } = task;
  if (!base) return classesOf && noScans(classesOf, { factor, degradation, ...settingsOf(task) });
  const sums = base.sums as PooledSums;
  checkAdding(sums, { factor, degradation });
  return sums;
}

/** Share of the progress that summing up takes. */
const SUMMED = 0.95;

function startPooled(
  inputs: readonly LearningInput[],
  task: LearningTask<FoldedBank>,
  pool: PooledSums,
): LearningRun<FoldedBank> {
  const { seed, prior } = task;
  const { shrinkRows } = settingsOf(task);
  if (inputs.length + pool.scans.length === 0) {
    throw new EigenvoxError("E_ARGUMENT", "Nothing to train on: add a volume that is not held out.");
  }
  if (prior) checkPooledPrior(prior, pool);
  return {
    doneShare: 0,
    async run(executor, { signal, onProgress }) {
      const summing = { seed, signal, onProgress: partOf(onProgress, 0, SUMMED) };
      const sums = await sumScans(executor, inputs, pool, summing);
      const solving = { shrinkRows, prior, signal, onProgress: partOf(onProgress, SUMMED, 1) };
      const notices = inputs.flatMap(({ volume }, index) =>
        exchangeNotices(volume.spacing, pool.exchange).map(({ code, text }) =>
          notice(code, `Training volume ${index + 1}: ${text}`),
        ),
      );
      return { ...learned(await solvePooled(sums, solving), shrinkRows), sums, notices };
    },
  };
}

/** What is drawn at the most, and the memory that takes. Source: `trainFolded`. */
export function planFolded(
  volumes: readonly PlannedVolume[],
  { classes = "level", rowsPerVolume }: Pick<FoldedSettings, "classes" | "rowsPerVolume">,
) {
  const rows = volumes.reduce((sum, { maskVoxels, mask }) => sum + Math.min(rowsPerVolume, maskVoxels[mask]), 0);
  const voxels = volumes.reduce((sum, { dims: [x, y, z] }) => sum + x * y * z, 0);
  return { rows, hostBytes: (24 + 4 * numbersOf(classes)) * rows + 8 * voxels };
}
