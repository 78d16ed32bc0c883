/** A bank learned from the scan that it is for. */

import { withWords } from "../banks/bank";
import type { Executor } from "../compute/executor";
import { EigenvoxError } from "../core/errors";
import type { JobOptions } from "../core/progress";
import type { Factor, Volume } from "../core/volume";
import type { Degradation } from "../degradations/degradation";
import type { UsableBank } from "../methods/bank-file";
import { isBankMethod, type Method } from "../methods/method";

export interface LearnFromScanOptions extends JobOptions {
  readonly factor: Factor;
  readonly degradation: Degradation;
  /** A bank that the classes are drawn towards. */
  readonly prior?: UsableBank | undefined;
}

/**
 * Without a date, so that the same scan gives the same bank. Throws `E_ARGUMENT` for a method that cannot, or not for this
 * factor without a prior, and `E_BANK_MISMATCH` for a prior of another method.
 */
export async function learnFromScan(
  executor: Executor,
  scan: Volume,
  method: Method,
  { prior, ...options }: LearnFromScanOptions,
): Promise<UsableBank> {
  if (!method.self || !isBankMethod(method)) {
    throw new EigenvoxError("E_ARGUMENT", `The method ${method.id} does not learn from a scan.`);
  }
  if (prior && prior.method.id !== method.id) {
    const { title } = prior.bank.metadata;
    throw new EigenvoxError("E_BANK_MISMATCH", `The bank "${title}" to draw towards is no ${method.id} bank.`);
  }
  const { bank, title, trainingData } = await method.self.learn(executor, scan, { ...options, prior: prior?.bank });
  return { method, bank: withWords(bank, { title, trainingData, created: "", software: "" }) };
}
