/** A bank learned from the scan that it is for. */

import { withWords } from "../banks/bank";
import type { Executor } from "../compute/executor";
import { EigenvoxError } from "../core/errors";
import type { WorkingUnits } from "../core/intensity";
import type { Notice } from "../core/notice";
import type { JobOptions } from "../core/progress";
import type { Factor, Volume } from "../core/volume";
import type { Degradation } from "../degradations/degradation";
import { refuseUnusable, type UsableBank } from "../methods/bank-file";
import { isBankMethod, type Method } from "../methods/method";

export interface LearnFromScanOptions<Prior extends UsableBank = UsableBank> extends JobOptions {
  readonly factor: Factor;
  readonly degradation: Degradation;
  /** A bank that the classes are drawn towards. */
  readonly prior?: Prior | undefined;
}

/** What a scan is to be made finer with, where a bank was to be learned from it. */
export interface LearnedFromScan<Own extends UsableBank = UsableBank> {
  /** The bank learned, or the prior where that is better; undefined where interpolation is. */
  readonly bank: Own | undefined;
  /** What the bank takes for 0 and 1, where those are not the scan's by its method. */
  readonly units: WorkingUnits | undefined;
  /** True where the bank is learned from the scan. */
  readonly isLearned: boolean;
  /** Why it is not, and what else must be known. */
  readonly notices: readonly Notice[];
}

/**
 * Without a date, so that the same scan gives the same bank. Throws `E_ARGUMENT` for a method that cannot, or not for this
 * factor without a prior, `E_BANK_MISMATCH` for a prior of another method, and `E_SOLVER` for filters that cannot be used.
 */
export async function learnFromScan<Prior extends UsableBank>(
  executor: Executor,
  scan: Volume,
  method: Method,
  { prior, ...options }: LearnFromScanOptions<Prior>,
): Promise<LearnedFromScan<UsableBank | Prior>> {
  if (!method.self || !isBankMethod(method)) {
    throw new EigenvoxError("E_ARGUMENT", `The method ${method.id} does not learn from a scan.`);
  }
  if (prior && prior.method.id !== method.id) {
    const { title } = prior.bank.metadata;
    throw new EigenvoxError("E_BANK_MISMATCH", `The bank "${title}" to draw towards is no ${method.id} bank.`);
  }
  const learned = await method.self.learn(executor, scan, { ...options, prior: prior?.bank });
  const { notices } = learned;
  if (learned.kind === "interpolated") return { bank: undefined, units: undefined, isLearned: false, notices };
  if (learned.kind === "prior") return { bank: prior, units: learned.units, isLearned: false, notices };
  const { bank, title, trainingData, units } = learned;
  refuseUnusable(method, bank);
  const words = { title, trainingData, created: "", software: "" };
  return { bank: { method, bank: withWords(bank, words) }, units, isLearned: true, notices };
}
