/** What the programs around a network's training have in common. */

import { EigenvoxError } from "../core/errors";
import { type Factor, isSameFactor } from "../core/volume";
import type { Degradation } from "../degradations/degradation";
import type { FoldedBank } from "../methods/folded/bank";
import { FOLDED } from "../methods/folded/method";
import type { Arguments } from "./arguments";
import { openBank, shippedBanks } from "./files";

/** The folded bank in front of the network: that of --bank, or the one that ships. Throws `E_BANK_MISMATCH`. */
export async function foldedBankFor(
  { factor, degradation }: { readonly factor: Factor; readonly degradation: Degradation },
  args: Arguments,
): Promise<FoldedBank> {
  const shipped = (await shippedBanks()).find(
    (bank) => bank.method === FOLDED.id && bank.degradation === degradation && isSameFactor(bank.factor, factor),
  );
  const path = args.text("bank") ?? shipped?.path;
  if (!path) throw new EigenvoxError("E_BANK_MISMATCH", "No folded bank ships for that: name one with --bank.");
  const { method, bank } = await openBank(path);
  const { metadata } = bank as FoldedBank;
  const fits = metadata.degradation === degradation && isSameFactor(metadata.factor, factor);
  if (method.id === FOLDED.id && fits) return bank as FoldedBank;
  throw new EigenvoxError("E_BANK_MISMATCH", `${path} is no folded bank for that factor and degradation.`);
}

/** Runs it; refused input ends the program with 3 and a line. */
export async function netProgram(main: () => Promise<void>): Promise<never> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof EigenvoxError)) throw error;
    process.stderr.write(`${error.code}: ${error.message}\n`);
    process.exit(3);
  }
  // A GPU's driver would keep it alive.
  process.exit(0);
}
