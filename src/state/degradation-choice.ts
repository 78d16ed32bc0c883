/** Which of the banks that differ only in how scans were made coarse suits a scan, by what it shows of how it was made. */

import type { Factor } from "../core/volume";
import type { Evidence } from "../evidence/evidence";
import { chooseBank } from "../jobs/bank-choice";
import { type BankEntry, mixtureId, readMixtureId } from "../session/wire";
import { banksOf, type RunChoice } from "./run-choices";

export interface ShownChoice {
  /** One of the two, or the mixture of them. */
  readonly choice: RunChoice;
  /** Id of the one of the two that it stands for, of a mixture the first. */
  readonly bankId: string;
  /** Ids of what it is chosen instead of. */
  readonly others: readonly string[];
}

/**
 * Of the shipped banks of a factor what the scan shows, by the rule of `chooseBank`. Undefined where not both kinds ship,
 * and until it is known what the scan tells.
 */
export function choiceByEvidence(
  factor: Factor,
  banks: readonly BankEntry[],
  evidence: Pick<Evidence, "degradation" | "noise"> | undefined,
): ShownChoice | undefined {
  const shipped = banksOf(factor, banks).filter(({ origin }) => origin === "shipped");
  const found = chooseBank(shipped, evidence);
  if (!evidence || !found) return undefined;
  const { bank, other, share } = found;
  const kinds = shipped.filter(({ method, degradation }) => method === bank.method && MIXED.includes(degradation));
  if (kinds.length < MIXED.length) return undefined;
  const others = kinds.map(({ id }) => id);
  if (!other) return { choice: bank, bankId: bank.id, others: others.filter((id) => id !== bank.id) };
  const { degradation } = share > 0.5 ? other : bank;
  const noise = bank.noise === true && other.noise === true;
  return {
    choice: { id: mixtureId(bank.id, other.id, share), factor, degradation, noise },
    bankId: bank.id,
    others,
  };
}

/** What filters are mixed of. */
const MIXED: readonly string[] = ["box", "kspace"];

/** The shares of a mixture of banks for box and for k-space; undefined for other banks. */
export function mixtureShares(id: string): { readonly box: number; readonly kspace: number } | undefined {
  const mixture = readMixtureId(id);
  return mixture && { box: 1 - mixture.share, kspace: mixture.share };
}
