/** Learning folded banks, as a method's learner. Source: folded §6. */

import type { Learner, LearningTask, PlannedVolume } from "../../method";
import { readSettings } from "../../settings";
import type { FoldedBank } from "../bank";
import { FOLDED_FIELDS } from "../fields";
import { numbersOf } from "../folding";
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
  start(inputs, task) {
    const { factor, degradation, seed, prior } = task;
    const { noise, ...own } = settingsOf(task);
    const levels = noise === "levels" ? NOISE_LEVELS : [0];
    const settings = { factor, degradation, seed, ...own, ...(prior ? takenOver(prior) : {}) };
    return {
      // Minutes: what a lost device or a cancel takes is learned again.
      doneShare: 0,
      async run(executor, { signal, onProgress }) {
        const bank = await trainFoldedLevels(executor, inputs, levels, { ...settings, signal, onProgress });
        const details: FoldedDetails = {
          structure: { filters: bank.structureFilters, rows: bank.structureRows, residual: bank.structureResidual },
          level: { filters: bank.levelFilters, rows: bank.levelRows, residual: bank.levelResidual },
          shrinkRows: own.shrinkRows,
        };
        return { bank, details, report: [`${bank.metadata.trainingRows} rows`] };
      },
    };
  },
  plan: async (_, volumes, task) => planFolded(volumes, settingsOf(task)),
};

/** What is drawn at the most, and the memory that takes. Source: `trainFolded`. */
export function planFolded(
  volumes: readonly PlannedVolume[],
  { classes = "level", rowsPerVolume }: Pick<FoldedSettings, "classes" | "rowsPerVolume">,
) {
  const rows = volumes.reduce((sum, { maskVoxels, mask }) => sum + Math.min(rowsPerVolume, maskVoxels[mask]), 0);
  const voxels = volumes.reduce((sum, { dims: [x, y, z] }) => sum + x * y * z, 0);
  return { rows, hostBytes: (24 + 4 * numbersOf(classes)) * rows + 8 * voxels };
}
