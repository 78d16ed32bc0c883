/** Folded banks within banks of methods that begin with the folded method's result. */

import type { BankMetadata } from "../../banks/bank";
import type { FoldedMetadata } from "./bank";

/** What a folded bank says of itself that a bank around it does not say too. */
export type OwnOfFolded = Omit<FoldedMetadata, keyof BankMetadata>;

export function ownOfFolded(metadata: FoldedMetadata): OwnOfFolded {
  const { taps, exchange, classes, gradientSigma, gradientWindow, noise } = metadata;
  return { taps, exchange, ...(classes && { classes }), gradientSigma, gradientWindow, ...(noise && { noise }) };
}
