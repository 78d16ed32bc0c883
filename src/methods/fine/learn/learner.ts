/** Learning banks of two passes, as a method's learner. Source: fine §4. */

import { FOLDED_FIELDS } from "../../folded/fields";
import { planFolded } from "../../folded/learn/learner";
import { FOLDED_TRAIN_DEFAULTS, type FoldedTrainOptions } from "../../folded/learn/train";
import { NOISE_LEVELS } from "../../folded/learn/train-levels";
import type { Learner, LearningTask } from "../../method";
import { readSettings } from "../../settings";
import type { FineBank } from "../bank";
import { trainFine } from "./train";

const { degradation, seed, mask, taps } = FOLDED_TRAIN_DEFAULTS;
const { classes, rowsPerVolume, shrinkRows, noise } = FOLDED_FIELDS;
const FIELDS = { classes, rowsPerVolume, shrinkRows, noise };

type FineSettings = Pick<FoldedTrainOptions, "classes" | "rowsPerVolume" | "shrinkRows"> & {
  readonly noise: "levels" | "own";
};

const settingsOf = ({ settings }: LearningTask<FineBank>) => readSettings(FIELDS, settings) as unknown as FineSettings;

export const FINE_LEARNER: Learner<FineBank> = {
  degradation,
  seed,
  mask,
  fields: FIELDS,
  takesPrior: false,
  start(inputs, task) {
    const { factor, degradation, seed } = task;
    const { noise, ...own } = settingsOf(task);
    const levels = noise === "levels" ? NOISE_LEVELS : [0];
    return {
      // Minutes: what a lost device or a cancel takes is learned again.
      doneShare: 0,
      async run(executor, { signal, onProgress }) {
        const options = { factor, degradation, seed, taps, ...own, signal, onProgress };
        const bank = await trainFine(executor, inputs, levels, options);
        return { bank, details: undefined, report: [`${bank.metadata.trainingRows} rows`] };
      },
    };
  },
  plan: async (_, volumes, task) => planFolded(volumes, settingsOf(task)),
};
