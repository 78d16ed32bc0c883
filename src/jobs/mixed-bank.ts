/** A bank for a scan of which it is not known whether it was made as those of one bank were, or as those of another. */

import { EigenvoxError } from "../core/errors";
import { sha256 } from "../core/sha256";
import { writeBank } from "../methods/bank-file";
import type { HashedBank } from "./super-resolve";

/**
 * Its filters are `share` of b's and the rest of a's; its degradation is that of the larger part. Throws
 * `E_BANK_MISMATCH` for banks that cannot be mixed.
 */
export async function mixBanks(a: HashedBank, b: HashedBank, share: number): Promise<HashedBank> {
  const { method } = a;
  const [own, other] = [a.bank.metadata, b.bank.metadata];
  if (b.method !== method || !method.mixed) {
    throw new EigenvoxError("E_BANK_MISMATCH", `The banks "${own.title}" and "${other.title}" cannot be mixed.`);
  }
  const percent = Math.round(100 * share);
  const mixed = method.mixed(a.bank, b.bank, share);
  const metadata = {
    ...mixed.metadata,
    degradation: share > 0.5 ? other.degradation : own.degradation,
    title: `${100 - percent} % "${own.title}", ${percent} % "${other.title}"`,
    trainingData: [...new Set([...own.trainingData, ...other.trainingData])],
  };
  const bank = { method, bank: { ...mixed, metadata } };
  return { ...bank, hash: await sha256(writeBank(bank, { filters: "F32" })) };
}
