/** Which of the banks that differ only in how scans were made coarse suits a scan, by what it shows of how it was made. */

import type { Factor } from "../core/volume";
import type { Evidence } from "../evidence/evidence";
import { chooseBank } from "../jobs/bank-choice";
import { type BankEntry, mixtureId, readMixtureId } from "../session/wire";
import { banksOf, type RunChoice } from "./run-choices";

export interface ShownChoice {
  /** One of the two, or the mixture of them. */
  readonly choice: RunChoice;
  /** Id of the method. */
  readonly method: string;
  /** Ids of what it is chosen instead of. */
  readonly others: readonly string[];
}

type Told = Pick<Evidence, "degradation" | "noise">;

/**
 * Of the shipped banks of a factor what the scan shows, for each method of which both kinds ship, by the rule of
 * `chooseBank`. None until it is known what the scan tells.
 */
export function choicesByEvidence(
  factor: Factor,
  banks: readonly BankEntry[],
  evidence: Told | undefined,
): readonly ShownChoice[] {
  const shipped = banksOf(factor, banks).filter(({ origin }) => origin === "shipped");
  const methods = [...new Set(shipped.map(({ method }) => method))];
  return methods.flatMap(
    (id) =>
      choiceOf(
        factor,
        shipped.filter(({ method }) => method === id),
        evidence,
      ) ?? [],
  );
}

function choiceOf(factor: Factor, shipped: readonly BankEntry[], evidence: Told | undefined): ShownChoice | undefined {
  const found = chooseBank(shipped, evidence);
  if (!evidence || !found) return undefined;
  const { bank, other, share } = found;
  const { method } = bank;
  const kinds = shipped.filter(({ degradation }) => MIXED.includes(degradation));
  if (kinds.length < MIXED.length) return undefined;
  const others = kinds.map(({ id }) => id);
  if (!other) return { choice: bank, method, others: others.filter((id) => id !== bank.id) };
  const { degradation } = share > 0.5 ? other : bank;
  const noise = bank.noise === true && other.noise === true;
  return {
    choice: { id: mixtureId(bank.id, other.id, share), factor, degradation, noise },
    method,
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
