/** The commands: each reads files, runs one job of the engine and writes or prints its result. */

import { basename } from "node:path";
import { EigenvoxError } from "../core/errors";
import { formatFactor } from "../core/volume";
import { degradeVolume } from "../engine/jobs/degrade";
import { evaluate, type MethodScore } from "../engine/jobs/evaluate";
import { writeNifti } from "../io/nifti-write";
import { SOFTWARE } from "../io/provenance";
import { type Command, DEGRADATION_USAGE, degradationOf, factorOf, oneFile, outputFile } from "./command";
import { openBank, openShippedBank, readBytes, readScan, writeBytes } from "./files";
import { describeBank, describeScan, looksLikeNifti, scoreTable } from "./report";
import { interruptSignal, openGpu, progressLine } from "./terminal";
import { TRAIN } from "./train-command";
import { UPSCALE } from "./upscale-command";

export const COMMANDS: Readonly<Record<string, Command>> = {
  upscale: UPSCALE,

  degrade: {
    usage: `degrade IN.nii[.gz] -o OUT.nii.gz --factor 2 [--degradation NAME]
  Makes a low-resolution scan from a high-resolution one, cropped to a multiple of the factor.
${DEGRADATION_USAGE} (box)`,
    options: { output: "string", factor: "string", degradation: "string" },
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
      await writeBytes(output, await writeNifti(low, { description, spaceCode: scan.spaceCode }));
    },
  },

  train: TRAIN,

  evaluate: {
    usage: `evaluate IN.nii[.gz] … --factor 2 [--bank FILE …] [--degradation NAME] [--json]
  Degrades high-resolution scans, makes them fine again and prints PSNR and SSIM over the whole box and inside the mask
  (voxels that are not 0). Without --bank: the shipped bank of the factor.
${DEGRADATION_USAGE} (the first bank's)`,
    options: { factor: "string", bank: "string", degradation: "string", json: "boolean" },
    async run(args) {
      if (args.files.length === 0) throw new EigenvoxError("E_ARGUMENT", "Name at least one high-resolution scan.");
      const factor = factorOf(args);
      const files = args.texts("bank");
      const banks = [];
      for (const file of files) banks.push(await openBank(file));
      if (files.length === 0) banks.push(await openShippedBank(factor, "paper"));
      const trainedFor = banks[0]?.bank.metadata.degradation ?? "box";
      const degradation = degradationOf(args, factor, trainedFor);
      const gpu = await openGpu();
      const signal = interruptSignal();
      const volumes: { file: string; scores: MethodScore[] }[] = [];
      for (const file of args.files) {
        const { volume } = await readScan(file);
        const onProgress = progressLine();
        volumes.push({
          file: basename(file),
          scores: await evaluate(gpu, volume, { factor, degradation, banks, signal, onProgress }),
        });
        onProgress.end();
      }
      const settings = {
        factor,
        degradation,
        mask: "nonzero",
        dataRange: 1,
        ssimWindow: 7,
        software: SOFTWARE,
        adapter: gpu.adapterName,
        banks: banks.map(({ name, hash }) => ({ name, sha256: hash })),
      };
      process.stdout.write(
        args.flag("json") ? `${JSON.stringify({ settings, volumes }, null, 2)}\n` : scoreTable(volumes),
      );
    },
  },

  info: {
    usage: `info FILE
  Describes a scan or a bank.`,
    options: {},
    async run(args) {
      const file = oneFile(args);
      const bytes = await readBytes(file);
      process.stdout.write(
        looksLikeNifti(file, bytes) ? describeScan(await readScan(file)) : describeBank(await openBank(file)),
      );
    },
  },
};
