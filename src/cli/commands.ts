/** The commands: each reads files, runs one job of the engine and writes or prints its result. */

import { formatFactor } from "../core/volume";
import { degradeVolume } from "../degradations/degrade";
import { COMBINE } from "./combine-command";
import {
  type Command,
  checkPaths,
  DEGRADATION_USAGE,
  DEVICE_USAGE,
  degradationOf,
  deviceOf,
  factorOf,
  outputPath,
} from "./command";
import { EVALUATE } from "./evaluate-command";
import { INFO } from "./info-command";
import { MAKE_SEED, MASK_SUMS } from "./mask-command";
import { MERGE } from "./merge-command";
import { PROGRESS_USAGE } from "./progress-option";
import { openSeries, PATHS_USAGE, SERIES_USAGE } from "./scans";
import { interruptSignal, onDevice, progressLine, tellResult } from "./terminal";
import { TRAIN } from "./train-command";
import { UPSCALE } from "./upscale-command";
import { writeVolume } from "./volume-file";

export const COMMANDS: Readonly<Record<string, Command>> = {
  upscale: UPSCALE,

  degrade: {
    usage: `degrade PATH … -o OUT.nii.gz --factor 2 [--degradation NAME]
  Makes a low-resolution scan from a high-resolution one, cropped to a multiple of the factor.
  ${PATHS_USAGE}
${SERIES_USAGE}
${DEVICE_USAGE}
${DEGRADATION_USAGE} (box)
${PROGRESS_USAGE}`,
    texts: ["device", "output", "factor", "degradation", "series", "progress"],
    async run(args) {
      checkPaths(args);
      const output = outputPath(args);
      const factor = factorOf(args);
      const degradation = degradationOf(args, factor, "box");
      const scan = await openSeries(args, factor);
      const onProgress = progressLine();
      const options = { signal: interruptSignal(), onProgress };
      const low = await onDevice(deviceOf(args), (executor) =>
        degradeVolume(executor, scan.volume, factor, degradation, options),
      );
      onProgress.end();
      const description = `Eigenvox: degraded ${formatFactor(factor)} ${degradation}, computed`;
      await writeVolume(output, low, { description }, scan.series.origin);
      tellResult({ output }, { dims: low.dims, spacingMm: low.spacing, degradation });
    },
  },

  train: TRAIN,

  merge: MERGE,

  "mask-sums": MASK_SUMS,

  "make-seed": MAKE_SEED,

  evaluate: EVALUATE,

  combine: COMBINE,

  info: INFO,
};
