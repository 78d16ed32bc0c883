/** The level `group`: the bank of all scans' sums. */

import { join } from "node:path";
import type { Arguments } from "../cli/arguments";
import { deviceOf } from "../cli/command";
import { interruptSignal, onDevice, progressLine, tell, tellNotice, tellResult } from "../cli/terminal";
import { sha256 } from "../core/sha256";
import { formatFactor } from "../core/volume";
import { trainBank } from "../jobs/train";
import { writeBank } from "../methods/bank-file";
import { readSettings } from "../methods/settings";
import type { App } from "./app";
import { gatherSums, type UsedScan } from "./gather";
import { learningOf } from "./learning";
import { GENERATOR, uriOf, writeJson, writeWhole } from "./output";

export const BANK = "bank.safetensors";

export async function solveGroup(app: App, args: Arguments): Promise<void> {
  const { out, scans } = app;
  const learning = await learningOf(args);
  const { base, used, leftOut } = await gatherSums(app, learning, args.texts("sums"));
  for (const { source, reason } of leftOut) tell(`Left out: ${source}: ${reason}`);
  const { method, kind, learn, factor, degradation } = learning;
  const { shrinkRows } = learning.task.settings;
  const settings = readSettings(learn.fields, { ...kind.describe(base).settings, shrinkRows });
  const run = learn.start([], { ...learning.task, base, settings });
  const onProgress = progressLine();
  const { trainingData } = base.metadata;
  const title = args.text("title") ?? `${method.id} ${formatFactor(factor)} ${degradation}`;
  const options = { title, licence: args.text("licence"), trainingData, signal: interruptSignal(), onProgress };
  const trained = await onDevice(deviceOf(args), (executor) => trainBank(executor, method, run, options));
  onProgress.end();
  for (const one of trained.notices ?? []) tellNotice(one);
  const bytes = writeBank(trained, { filters: "F32" });
  await writeWhole(join(out, BANK), [bytes]);
  const { trainingRows } = trained.bank.metadata;
  await writeJson(join(out, "bank.json"), {
    Description: `Filter bank "${title}", learned from ${trainingRows} patches of ${used.length} scans.`,
    GeneratedBy: [GENERATOR],
    SHA256: await sha256(bytes),
    Settings: { method: method.id, factor, degradation, ...settings },
    Rows: trainingRows,
    Scans: used.map(describeUsed),
    LeftOut: leftOut.map(({ source, reason }) => ({ Source: source, Reason: reason })),
    HeldOut: scans.flatMap(({ isHeldOut, path }) => (isHeldOut ? [uriOf(path)] : [])),
  });
  tellResult({ bank: join(out, BANK) }, { method: method.id, factor, degradation, title, trainingRows });
}

function describeUsed({ hash, sidecar }: UsedScan): object {
  if (!sidecar) return { VoxelsHash: hash };
  const { Sources, SourceHashes, VoxelsHash, Rows, Voxels, VoxelSizeMM, EstimatedNoise, Evidence, Warnings } = sidecar;
  return { Sources, SourceHashes, VoxelsHash, Rows, Voxels, VoxelSizeMM, EstimatedNoise, Evidence, Warnings };
}
