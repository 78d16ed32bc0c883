/** The banks of all methods. */

import type { FoldedBank, FoldedMetadata } from "./folded/bank";
import type { PaperBank, PaperMetadata } from "./paper/bank";

export type BankMetadata = PaperMetadata | FoldedMetadata;

export type Bank = PaperBank | FoldedBank;

export function isFolded(bank: Bank): bank is FoldedBank {
  return bank.metadata.method === "folded";
}
