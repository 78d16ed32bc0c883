/** Refuses banks that are not for what is asked. */

import type { Bank } from "../../banks/bank";
import { EigenvoxError } from "../../core/errors";
import { formatFactor, isSameFactor } from "../../core/volume";
import type { ApplyOptions } from "../method";

/** Throws `E_BANK_MISMATCH` unless there is a bank of this method and factor. */
export function checkedBank<B extends Bank>(method: string, { bank, factor }: ApplyOptions<B>): B {
  if (bank?.metadata.method !== method) {
    const message = `No ${method} bank for ${formatFactor(factor)}: choose one, or another factor.`;
    throw new EigenvoxError("E_BANK_MISMATCH", message);
  }
  if (!isSameFactor(bank.metadata.factor, factor)) {
    throw new EigenvoxError(
      "E_BANK_MISMATCH",
      `The bank "${bank.metadata.title}" is for ${formatFactor(bank.metadata.factor)}, not for ${formatFactor(factor)}.`,
    );
  }
  return bank;
}
