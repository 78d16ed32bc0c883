/** What `train` and `merge` have in common: a learning's end, with its files. */

import type { Bank } from "../banks/bank";
import { EigenvoxError } from "../core/errors";
import { formatFactor } from "../core/volume";
import { trainBank } from "../jobs/train";
import { writeBank } from "../methods/bank-file";
import type { BankMethod, LearningRun, LearningTask } from "../methods/method";
import type { Arguments } from "./arguments";
import { deviceOf, outputPath } from "./command";
import { openBank, writeBytes, writeParts } from "./files";
import { interruptSignal, onDevice, progressLine, tell, tellNotice, tellResult } from "./terminal";

/** What `learnedFiles` and `learnBank` read, beside `deviceOf`. */
export const LEARNED_OPTIONS = ["output", "save-sums", "title", "licence"] as const;

/** The files to write: a bank, or sums, or both. Throws `E_ARGUMENT` for neither. */
export function learnedFiles(args: Arguments): {
  readonly output: string | undefined;
  readonly sums: string | undefined;
} {
  const sums = args.text("save-sums");
  return { output: sums ? args.text("output") : outputPath(args), sums };
}

/** Learns what is left to learn of the run and writes the files. */
export async function learnBank(
  args: Arguments,
  method: BankMethod,
  run: LearningRun,
  {
    factor,
    degradation,
    trainingData,
  }: Pick<LearningTask, "factor" | "degradation"> & { readonly trainingData: readonly string[] },
): Promise<void> {
  const { output, sums } = learnedFiles(args);
  const onProgress = progressLine();
  const started = performance.now();
  const options = {
    title: args.text("title") ?? `${method.id} ${formatFactor(factor)} ${degradation}`,
    licence: args.text("licence"),
    trainingData,
    signal: interruptSignal(),
    onProgress,
  };
  const trained = await onDevice(deviceOf(args), (executor) => trainBank(executor, method, run, options));
  onProgress.end();
  for (const notice of trained.notices ?? []) tellNotice(notice);
  const { metadata } = trained.bank;
  if (output) await writeBytes(output, writeBank(trained, { filters: args.flag("half") ? "F16" : "F32" }));
  if (sums && method.learn?.sums) await writeParts(sums, method.learn.sums.write({ metadata, sums: trained.sums }));
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  for (const line of `${trained.report.join("\n")}, ${seconds} s`.split("\n")) tell(line);
  const { title, trainingRows } = metadata;
  tellResult({ output, "save-sums": sums }, { method: method.id, factor, degradation, title, trainingRows });
}

/** The bank of the method in the file that an option names. Throws `E_ARGUMENT` for one of another method. */
export async function bankOf(args: Arguments, option: string, { id }: BankMethod): Promise<Bank | undefined> {
  const file = args.text(option);
  const opened = file ? await openBank(file) : undefined;
  if (opened && opened.method.id !== id) throw new EigenvoxError("E_ARGUMENT", `${file} is no ${id} bank.`);
  return opened?.bank;
}
