/** The commands: each reads files, runs one job of the engine and writes or prints its result. */

import { isSafetensors } from "../banks/safetensors";
import { formatFactor } from "../core/volume";
import { degradeVolume } from "../degradations/degrade";
import { writeScan } from "../formats/registry";
import { type Command, DEGRADATION_USAGE, degradationOf, factorOf, oneFile, outputFile } from "./command";
import { EVALUATE } from "./evaluate-command";
import { openBank, readHead, readScan, writeBytes } from "./files";
import { describeBank, describeScan } from "./report";
import { interruptSignal, openGpu, progressLine } from "./terminal";
import { TRAIN } from "./train-command";
import { UPSCALE } from "./upscale-command";

export const COMMANDS: Readonly<Record<string, Command>> = {
  upscale: UPSCALE,

  degrade: {
    usage: `degrade IN.nii[.gz] -o OUT.nii.gz --factor 2 [--degradation NAME]
  Makes a low-resolution scan from a high-resolution one, cropped to a multiple of the factor.
${DEGRADATION_USAGE} (box)`,
    texts: ["output", "factor", "degradation"],
    async run(args) {
      const input = oneFile(args);
      const output = outputFile(args);
      const factor = factorOf(args);
      const degradation = degradationOf(args, factor, "box");
      const scan = await readScan(input);
      const gpu = await openGpu();
      const onProgress = progressLine();
      const low = await degradeVolume(gpu, scan.volume, factor, degradation, { signal: interruptSignal(), onProgress });
      onProgress.end();
      const description = `Eigenvox: degraded ${formatFactor(factor)} ${degradation}, computed`;
      await writeBytes(output, await writeScan(low, { description }, scan.origin));
    },
  },

  train: TRAIN,

  evaluate: EVALUATE,

  info: {
    usage: `info FILE
  Describes a scan or a bank.`,
    async run(args) {
      const file = oneFile(args);
      const isBank = isSafetensors(await readHead(file, 9));
      process.stdout.write(isBank ? describeBank(await openBank(file)) : describeScan(await readScan(file)));
    },
  },
};
