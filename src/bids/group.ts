/** The level `group`: the bank of all scans' sums, and how good it is on scans that it has not seen. */

import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Arguments } from "../cli/arguments";
import { deviceOf } from "../cli/command";
import { interruptSignal, onDevice, progressLine, tell, tellNotice, tellResult } from "../cli/terminal";
import { EigenvoxError } from "../core/errors";
import { partOf } from "../core/progress";
import { sha256 } from "../core/sha256";
import { formatFactor } from "../core/volume";
import { evaluationCsv, evaluationJson } from "../jobs/evaluate/export";
import { trainBank } from "../jobs/train";
import { writeBank } from "../methods/bank-file";
import { readSettings } from "../methods/settings";
import type { App } from "./app";
import type { BankFacts } from "./facts";
import { gatherSums } from "./gather";
import { judgeOnHeldOut } from "./judge";
import { learningOf } from "./learning";
import { GENERATOR, uriOf, writeJson, writeWhole } from "./output";
import { OWN_BANK } from "./report";
import { writeReport } from "./report-files";

export const BANK = "bank.safetensors";

export async function solveGroup(app: App, args: Arguments): Promise<void> {
  const { out, scans } = app;
  const learning = await learningOf(args);
  const { method, kind, learn, factor, degradation, classes } = learning;
  const { base, used, leftOut } = await gatherSums(app, learning, args.texts("sums"));
  for (const { Source, Reason } of leftOut) tell(`Left out: ${Source}: ${Reason}`);
  const { shrinkRows } = learning.task.settings;
  const settings = readSettings(learn.fields, { ...kind.describe(base).settings, shrinkRows });
  const title = args.text("title") ?? `${method.id} ${formatFactor(factor)} ${degradation}`;
  const { trainingData } = base.metadata;
  const words = { title, licence: args.text("licence"), trainingData };
  const signal = interruptSignal();
  const onProgress = progressLine();
  const { trained, bytes, hash, evaluation } = await onDevice(deviceOf(args), async (executor) => {
    const run = learn.start([], { ...learning.task, base, settings });
    const solving = { ...words, signal, onProgress: partOf(onProgress, 0, SOLVED) };
    const trained = await trainBank(executor, method, run, solving);
    const bytes = writeBank(trained, { filters: "F32" });
    const hash = await sha256(bytes);
    const banks = [classes, { name: OWN_BANK, method, bank: trained.bank, hash }];
    const judging = { signal, onProgress: partOf(onProgress, SOLVED, 1) };
    return { trained, bytes, hash, evaluation: await judgeOnHeldOut(executor, app, learning, banks, judging) };
  });
  onProgress.end();
  for (const one of trained.notices ?? []) tellNotice(one);
  const { trainingRows } = trained.bank.metadata;
  const facts: BankFacts = {
    Description: `Filter bank "${title}", learned from ${used.length} scans.`,
    Title: title,
    SHA256: hash,
    Settings: {
      method: method.id,
      factor,
      degradation,
      ...settings,
      mask: learning.mask,
      classesOf: classes.hash,
    },
    Rows: trainingRows,
    Scans: used,
    LeftOut: leftOut,
    HeldOut: scans.flatMap(({ isHeldOut, path }) => (isHeldOut ? [uriOf(path)] : [])),
    Warnings: (trained.notices ?? []).map(({ code, text }) => `${code}: ${text}`),
  };
  const place = (name: string) => join(out, name);
  await writeWhole(place(BANK), [bytes]);
  await writeJson(place("bank.json"), { ...facts, GeneratedBy: [GENERATOR] });
  // Scores of another bank would be read as this one's.
  for (const name of ["scores.csv", "scores.json"]) await rm(place(name), { force: true });
  if (evaluation) {
    const encode = (text: string) => [new TextEncoder().encode(text)];
    await writeWhole(place("scores.csv"), encode(evaluationCsv(evaluation)));
    await writeWhole(place("scores.json"), encode(evaluationJson(evaluation)));
  }
  const scores = evaluation && { csv: place("scores.csv"), json: place("scores.json") };
  const files = { bank: place(BANK), report: await writeReport(out), ...scores };
  const text = `${BANK}: ${trainingRows} rows of ${used.length} scans, ${leftOut.length} left out. How good it is: report.html\n`;
  tellResult(files, { method: method.id, factor, degradation, title, trainingRows, evaluation, leftOut }, text);
  const [failure, ...others] = evaluation?.failures ?? [];
  if (!failure) return;
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  throw new EigenvoxError("E_NOT_FOUND", `Not judged: ${failure.volume}${more}: ${failure.reason}`);
}

/** Share of the progress that solving takes. */
const SOLVED = 0.2;
