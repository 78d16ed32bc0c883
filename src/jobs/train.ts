/** Learning a bank: what the page's and the command line's trainings have in common. */

import { type Bank, withWords } from "../banks/bank";
import type { Executor } from "../compute/executor";
import { refuseUnusable, type UsableBank } from "../methods/bank-file";
import type { BankMethod, Learned, LearningRun, RunOptions } from "../methods/method";

export interface TrainBankOptions extends RunOptions {
  readonly title: string;
  readonly licence?: string | undefined;
  /** One line per volume. */
  readonly trainingData: readonly string[];
}

export interface TrainedBank<B extends Bank = Bank>
  extends UsableBank<B>,
    Pick<Learned, "details" | "report" | "notices" | "sums"> {
  /** What it is to be compared with, and itself. */
  readonly judged: readonly (UsableBank<B> & { readonly name: string })[];
}

/**
 * What is left to learn of the run, and the bank of it. After a rejection (cancelled, device lost) it may be called again
 * and goes on with what is complete. Errors: those of the method's learning, and `E_SOLVER` for filters that cannot be used.
 */
export async function trainBank(
  executor: Executor,
  method: BankMethod,
  run: LearningRun,
  { title, licence, trainingData, ...options }: TrainBankOptions,
): Promise<TrainedBank> {
  const { bank: wordless, details, report, notices, sums } = await run.run(executor, options);
  refuseUnusable(method, wordless);
  const bank = withWords(wordless, { title, trainingData, ...(licence ? { licence } : {}) });
  const global = method.withoutClasses?.(bank);
  const judged = [
    ...(global ? [{ name: "global filter", method, bank: global }] : []),
    { name: "new bank", method, bank },
  ];
  return { method, bank, details, report, ...(notices ? { notices } : {}), sums, judged };
}
