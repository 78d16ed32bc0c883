/** `eigenvox merge`: sums that were made at several places put together, and the bank of them. */

import { EigenvoxError } from "../core/errors";
import type { Learner } from "../methods/method";
import { readSettings } from "../methods/settings";
import { mergeSums, readSumsOrMasked, type UsableMasked, type UsableSums } from "../methods/sums-file";
import { type Command, DEVICE_USAGE } from "./command";
import { openRandomAccess } from "./files";
import { bankOf, LEARNED_OPTIONS, learnBank } from "./learn-bank";
import { LEAST_ROWS_USAGE, withoutFewRows } from "./least-rows";
import { PROGRESS_USAGE } from "./progress-option";

export const MERGE: Command = {
  usage: `merge SUMS … -o BANK [--save-sums FILE] [options]
  Adds up sums that "train --save-sums" wrote, and solves the bank of them. All must have been made alike, and no scan may be
  in two of them. Folded sums give the same bank in any order. Or those of "mask-sums": all of one round, at once.
  --save-sums FILE     write the sums of all, to be merged further; -o can be left out then
${LEAST_ROWS_USAGE}
  --prior BANK         a bank of the same classes to shrink towards, for folded sums
  --shrink-rows N      as for train
  --half               store the filters in half precision: half the size, rounded to 3 digits
  --title, --licence   texts of the bank's metadata
${DEVICE_USAGE}
${PROGRESS_USAGE}`,
  texts: ["device", "least-rows", "prior", "shrink-rows", "progress", ...LEARNED_OPTIONS],
  flags: ["half"],
  async run(args) {
    const all: (UsableSums | UsableMasked)[] = [];
    for (const file of args.files) all.push(await openRandomAccess(file, readSumsOrMasked));
    const merged = mergeSums(all);
    const { method, kind } = merged;
    const learn = method.learn as Learner;
    if (args.text("prior") && !learn.takesPrior) {
      throw new EigenvoxError("E_ARGUMENT", `--prior is not an option of ${method.id} sums.`);
    }
    const base = withoutFewRows(merged, args);
    const { factor, degradation, settings } = kind.describe(base);
    const task = {
      ...{ factor, degradation, base, seed: learn.seed },
      settings: readSettings(learn.fields, { ...settings, shrinkRows: args.text("shrink-rows") }),
      prior: await bankOf(args, "prior", method),
    };
    const { trainingData } = base.metadata;
    await learnBank(args, method, learn.start([], task), { factor, degradation, trainingData });
  },
};
