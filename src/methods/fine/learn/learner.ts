/** Learning banks of two passes, as a method's learner. Source: fine §4. */

import { EigenvoxError } from "../../../core/errors";
import { type Factor, isSameFactor } from "../../../core/volume";
import type { FoldedBank } from "../../folded/bank";
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
  takesCentres: true,
  start(inputs, task) {
    const { factor, degradation, seed, centresOf } = task;
    const { noise, ...own } = settingsOf(task);
    const levels = noise === "levels" ? NOISE_LEVELS : [0];
    const centres = takenCentres(centresOf?.folded, factor, own.classes);
    return {
      // Minutes: what a lost device or a cancel takes is learned again.
      doneShare: 0,
      async run(executor, { signal, onProgress }) {
        const options = { factor, degradation, seed, taps, ...own, centres, signal, onProgress };
        const bank = await trainFine(executor, inputs, levels, options);
        return { bank, details: undefined, report: [`${bank.metadata.trainingRows} rows`] };
      },
    };
  },
  plan: async (_, volumes, task) => planFolded(volumes, settingsOf(task)),
};

/** Throws `E_BANK_MISMATCH` for a bank of another factor or of other classes. */
function takenCentres(bank: FoldedBank | undefined, factor: Factor, classes: FineSettings["classes"]) {
  if (!bank || (isSameFactor(bank.metadata.factor, factor) && bank.metadata.classes === classes)) return bank?.centres;
  throw new EigenvoxError(
    "E_BANK_MISMATCH",
    "The bank whose centres are to be taken over has another factor or classes.",
  );
}
