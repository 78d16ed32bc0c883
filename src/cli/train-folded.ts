/** `eigenvox train --method folded`: a folded bank from high-resolution scans. */

import { basename } from "node:path";
import { EigenvoxError } from "../core/errors";
import { MASK_KINDS } from "../core/mask";
import { formatFactor } from "../core/volume";
import { SOFTWARE } from "../formats/provenance";
import { isFolded } from "../methods/bank";
import type { FoldedBank, FoldedMetadata } from "../methods/folded/bank";
import { TAP_COUNTS, type TapCount } from "../methods/folded/folding";
import { FOLDED_TRAIN_DEFAULTS, trainFolded } from "../methods/folded/learn/train";
import { writeBank } from "../methods/write-bank";
import type { Arguments } from "./arguments";
import { degradationOf, factorOf, outputFile } from "./command";
import { openBank, readScan, writeBytes } from "./files";
import { interruptSignal, openGpu, progressLine } from "./terminal";

export const FOLDED_USAGE = `  --method folded has these instead of --patch, --sample, --gpu-mib and the sums:
  --taps ${TAP_COUNTS.join("|")}     low-resolution voxels a filter looks at (${FOLDED_TRAIN_DEFAULTS.taps})
  --rows ${FOLDED_TRAIN_DEFAULTS.rowsPerVolume}        voxels drawn from each scan at the most
  --shrink-rows ${FOLDED_TRAIN_DEFAULTS.shrinkRows}   pull of every class towards the filter of its phase kind, or towards the prior
  --prior BANK         a folded bank to shrink towards`;

export async function runTrainFolded(args: Arguments): Promise<void> {
  const output = outputFile(args);
  const factor = factorOf(args);
  if (args.files.length === 0) throw new EigenvoxError("E_ARGUMENT", "Name at least one high-resolution scan.");
  const sources = args.texts("source");
  if (sources.length > 0 && sources.length !== args.files.length) {
    throw new EigenvoxError(
      "E_ARGUMENT",
      `${sources.length} --source for ${args.files.length} scans: give one a scan, in their order.`,
    );
  }
  const priorFile = args.text("prior");
  const prior = priorFile ? (await openBank(priorFile)).bank : undefined;
  if (prior && !isFolded(prior)) throw new EigenvoxError("E_ARGUMENT", `${priorFile} is no folded bank.`);
  const degradation = degradationOf(args, factor, FOLDED_TRAIN_DEFAULTS.degradation);
  const settings = {
    factor,
    degradation,
    taps: Number(args.word("taps", TAP_COUNTS.map(String), String(FOLDED_TRAIN_DEFAULTS.taps))) as TapCount,
    rowsPerVolume: args.number("rows", 100, 1e8, FOLDED_TRAIN_DEFAULTS.rowsPerVolume),
    seed: args.number("seed", 0, 2 ** 32 - 1, FOLDED_TRAIN_DEFAULTS.seed),
    mask: args.word("mask", MASK_KINDS, FOLDED_TRAIN_DEFAULTS.mask),
    shrinkRows: args.number("shrink-rows", 0, 1e9, FOLDED_TRAIN_DEFAULTS.shrinkRows),
    ...(prior ? { prior } : {}),
  };
  const scans = [];
  for (const file of args.files) scans.push((await readScan(file)).volume);
  const gpu = await openGpu();
  const onProgress = progressLine();
  const started = performance.now();
  const trained = await trainFolded(gpu, scans, { ...settings, signal: interruptSignal(), onProgress });
  onProgress.end();
  const metadata: FoldedMetadata = {
    ...trained.metadata,
    title: args.text("title") ?? `folded ${formatFactor(factor)} ${degradation}`,
    created: new Date().toISOString().slice(0, 10),
    software: SOFTWARE,
    licence: args.text("licence") ?? "not stated",
    intendedUse: "Research; not for diagnosis.",
    trainingData: sources.length > 0 ? sources : args.files.map((file) => basename(file)),
  };
  await writeBytes(
    output,
    writeBank({ ...trained, metadata } satisfies FoldedBank, { filters: args.flag("half") ? "F16" : "F32" }),
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stderr.write(`${trained.metadata.trainingRows} rows, ${seconds} s\n`);
}
