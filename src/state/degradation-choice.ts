/** Which of the banks that differ only in how scans were made coarse suits a scan, by what it shows of how it was made. */

import type { Factor } from "../core/volume";
import type { Evidence } from "../evidence/evidence";
import { type BankEntry, mixtureId } from "../session/wire";
import { certaintyOf } from "./evidence";
import { banksOf, defaultBank, type RunChoice } from "./run-choices";

export interface ShownChoice {
  /** One of the two, or the mixture of them. */
  readonly choice: RunChoice;
  /** Id of the one of the two that it stands for, of a mixture the first. */
  readonly bankId: string;
  /** Ids of what it is chosen instead of. */
  readonly others: readonly string[];
}

/** So far from the middle it is one of the two, where it is certain. */
const CLEAR = 0.9;
/** Where the scan has not told. */
const UNKNOWN = { kspaceShare: 0.5, certainty: 0 };

/**
 * Of the shipped banks of a factor's usual method that for box or for k-space as the scan shows it, where that is certain;
 * else the mixture of both as far as it shows either. Undefined where there are not both.
 */
export function choiceByEvidence(
  factor: Factor,
  banks: readonly BankEntry[],
  evidence: Pick<Evidence, "degradation"> | undefined,
): ShownChoice | undefined {
  const usual = defaultBank(factor, banks);
  if (usual?.origin !== "shipped") return undefined;
  const made = (degradation: string) =>
    banksOf(factor, banks).find(
      (one) => one.origin === "shipped" && one.method === usual.method && one.degradation === degradation,
    );
  const [box, kspace] = [made("box"), made("kspace")];
  if (!box || !kspace) return undefined;
  const { kspaceShare, certainty } = evidence?.degradation ?? UNKNOWN;
  if (certaintyOf(certainty) === "sure") {
    if (kspaceShare > CLEAR) return { choice: kspace, bankId: kspace.id, others: [box.id] };
    if (kspaceShare < 1 - CLEAR) return { choice: box, bankId: box.id, others: [kspace.id] };
  }
  const { degradation } = kspaceShare > 0.5 ? kspace : box;
  const noise = box.noise === true && kspace.noise === true;
  const choice = { id: mixtureId(box.id, kspace.id, kspaceShare), factor, degradation, noise };
  return { choice, bankId: box.id, others: [box.id, kspace.id] };
}

/** The shares of a mixture of banks for box and for k-space; undefined for other banks. */
export function mixtureShares(id: string): { readonly box: number; readonly kspace: number } | undefined {
  const share = /^mix:.+@([\d.]+)$/.exec(id)?.[1];
  return share === undefined ? undefined : { box: 1 - Number(share), kspace: Number(share) };
}
