/** The bank out of a list that is for a scan: opened, and mixed where the scan shows something of both of two. */

import type { BankMetadata } from "../banks/bank";
import { EigenvoxError } from "../core/errors";
import { type Factor, formatFactor, isSameFactor } from "../core/volume";
import type { Degradation } from "../degradations/degradation";
import type { Evidence } from "../evidence/evidence";
import { chooseBank } from "./bank-choice";
import { mixBanks } from "./mixed-bank";
import type { HashedBank } from "./super-resolve";

/** As catalogues list it. */
export type ListedBank = Pick<BankMetadata, "method" | "factor" | "degradation">;

/**
 * Of a factor and a method, for a scan as it shows to have been made, or for a degradation that is told; `banks` are in the
 * catalogue's order, best first. Throws `E_BANK_MISMATCH` where there is none, and what `open` throws.
 */
export async function fittingBank<T extends ListedBank>(
  banks: readonly T[],
  factor: Factor,
  wanted: { readonly method?: string | undefined; readonly degradation?: Degradation | undefined },
  evidence: Evidence,
  open: (bank: T) => Promise<HashedBank>,
): Promise<HashedBank> {
  const entries = banks.filter(
    (bank) => isSameFactor(bank.factor, factor) && (!wanted.method || bank.method === wanted.method),
  );
  const told = entries.filter(({ degradation }) => degradation === wanted.degradation);
  const choice = chooseBank(told.length > 0 ? told : entries, evidence);
  if (!choice) {
    const what = `No shipped ${wanted.method ?? "filter"} bank for ${formatFactor(factor)}`;
    throw new EigenvoxError("E_BANK_MISMATCH", `${what}: name the file of another one, or train one.`);
  }
  const bank = await open(choice.bank);
  return choice.other ? mixBanks(bank, await open(choice.other), choice.share) : bank;
}
