/** `eigenvox train`: a bank from high-resolution scans, from sums that were saved before, or from both. */

import { basename } from "node:path";
import { EigenvoxError } from "../core/errors";
import { MASK_KINDS } from "../core/mask";
import { formatFactor } from "../core/volume";
import { SOFTWARE } from "../formats/provenance";
import { BANK_METHODS } from "../methods/names";
import type { PaperMetadata } from "../methods/paper/bank";
import { readSums, writeSums } from "../methods/paper/learn/sums-file";
import { TRAIN_DEFAULTS, train } from "../methods/paper/learn/train";
import { mergeSums, Training } from "../methods/paper/learn/training";
import { writeBank } from "../methods/write-bank";
import type { Arguments } from "./arguments";
import { type Command, DEGRADATION_USAGE, degradationOf, factorOf, outputFile } from "./command";
import { openRandomAccess, readScan, writeBytes, writeParts } from "./files";
import { interruptSignal, openGpu, progressLine } from "./terminal";
import { FOLDED_USAGE, runTrainFolded } from "./train-folded";

export const TRAIN: Command = {
  usage: `train IN.nii[.gz] … -o BANK --factor 2 [options]
  Learns a filter bank from high-resolution scans.
  --method ${BANK_METHODS.join("|")}   (paper)
${DEGRADATION_USAGE} (${TRAIN_DEFAULTS.degradation})
  --patch 5|7|9|11     filter width in output voxels (${TRAIN_DEFAULTS.patch})
  --sample ${TRAIN_DEFAULTS.sample}        share of the voxels inside the mask that is used
  --seed ${TRAIN_DEFAULTS.seed}             of the sampling
  --mask ${MASK_KINDS.join("|")}   which voxels count as inside (${TRAIN_DEFAULTS.mask})
  --shrink-rows auto|N   pull of every class towards the filter of all, as a number of rows; auto chooses it on
                       held-out voxels (a tenth of the blocks of 16³)
  --save-sums FILE     also write the accumulated sums, to be continued or merged later
  --add-sums FILE      sums to add, once a file; with them no scan is needed, and new scans share their bin edges
  --half               store the filters in half precision: half the size, rounded to 3 digits
  --gpu-mib 1024       upper bound of GPU memory
${FOLDED_USAGE}
  --title, --licence, --source   texts of the bank's metadata; --source once a scan: name, source, licence`,
  options: {
    method: "string",
    taps: "string",
    rows: "string",
    prior: "string",
    output: "string",
    factor: "string",
    degradation: "string",
    patch: "string",
    sample: "string",
    seed: "string",
    mask: "string",
    "shrink-rows": "string",
    "save-sums": "string",
    "add-sums": "string",
    half: "boolean",
    "gpu-mib": "string",
    title: "string",
    licence: "string",
    source: "string",
  },
  run: (args) => (args.word("method", BANK_METHODS, "paper") === "folded" ? runTrainFolded(args) : runTrain(args)),
};

async function runTrain(args: Arguments): Promise<void> {
  const output = outputFile(args);
  const factor = factorOf(args);
  const sumFiles = args.texts("add-sums");
  if (args.files.length + sumFiles.length === 0) {
    throw new EigenvoxError("E_ARGUMENT", "Name at least one high-resolution scan.");
  }
  const sources = args.texts("source");
  if (sources.length > 0 && sources.length !== args.files.length) {
    throw new EigenvoxError(
      "E_ARGUMENT",
      `${sources.length} --source for ${args.files.length} scans: give one a scan, in their order.`,
    );
  }
  const mask = args.word("mask", MASK_KINDS, TRAIN_DEFAULTS.mask);
  const degradation = degradationOf(args, factor, TRAIN_DEFAULTS.degradation);
  const shrinkRows =
    (args.text("shrink-rows") ?? TRAIN_DEFAULTS.shrinkRows) === "auto" ? "auto" : args.number("shrink-rows", 0, 1e9, 0);
  const settings = {
    factor,
    degradation,
    patch: Number(args.word("patch", ["5", "7", "9", "11"], "11")),
    sample: args.number("sample", 1e-6, 1, TRAIN_DEFAULTS.sample),
    seed: args.number("seed", 0, 2 ** 32 - 1, TRAIN_DEFAULTS.seed),
    gpuBytes: args.number("gpu-mib", 64, 65536, 1024) * 2 ** 20,
    holdOut: shrinkRows === "auto",
  };

  const stored = [];
  for (const file of sumFiles) stored.push(await openRandomAccess(file, readSums));
  const base = stored.length > 0 ? mergeSums(stored.map(({ sums }) => sums)) : undefined;
  const inputs = [];
  for (const file of args.files) inputs.push({ volume: (await readScan(file)).volume, mask });
  const gpu = await openGpu();
  const onProgress = progressLine();
  const started = performance.now();
  const trained = await train(gpu, new Training(inputs, settings, base), {
    shrinkRows,
    signal: interruptSignal(),
    onProgress,
  });
  onProgress.end();
  const newData = sources.length > 0 ? sources : args.files.map((file) => basename(file));
  const metadata: PaperMetadata = {
    ...trained.metadata,
    title: args.text("title") ?? `paper ${formatFactor(factor)} ${degradation}`,
    created: new Date().toISOString().slice(0, 10),
    software: SOFTWARE,
    licence: args.text("licence") ?? "not stated",
    intendedUse: "Research; not for diagnosis.",
    trainingData: [...stored.flatMap((file) => file.metadata.trainingData), ...newData],
  };
  await writeBytes(output, writeBank({ ...trained, metadata }, { filters: args.flag("half") ? "F16" : "F32" }));
  const sumsFile = args.text("save-sums");
  if (sumsFile) await writeParts(sumsFile, writeSums({ metadata, sums: trained.sums }));

  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const { rows, tried, heldOutRows } = trained.shrink;
  if (tried.length > 0) process.stderr.write(`squared error on ${heldOutRows} held-out voxels:\n`);
  for (const { rows: weight, error } of tried) {
    process.stderr.write(`  shrink-rows ${String(weight).padEnd(6)} ${error.toExponential(4)}\n`);
  }
  process.stderr.write(
    `${trained.metadata.trainingRows} rows, shrink-rows ${rows}, residual ${trained.worstResidual.toExponential(1)}, ${seconds} s\n`,
  );
}
