/** Which of the banks of one factor is for a scan, by how it shows to have been made. */

import type { BankMetadata } from "../banks/bank";

type Choosable = Pick<BankMetadata, "method" | "degradation">;

/** A bank, or a mixture of two: `share` of `other`. */
export interface BankChoice<T> {
  readonly bank: T;
  readonly other?: T;
  readonly share: number;
}

/** With a smaller share of k-space a scan was made by block averages. */
const BEYOND_DOUBT = 0.1;
/**
 * Scans ring however they were made, and filters for k-space alone leave flat tissue noisier and edges duller than those for
 * blocks do on scans of their own resolution: half of either loses 0.1 dB at the most, whichever is right.
 */
const MOST_KSPACE = 0.5;

/**
 * Of banks of one factor, best first: where the best one's method has a bank for box and another one for k-space, as much
 * of the latter as the scan shows, up to half; else the best. Undefined without banks.
 */
export function chooseBank<T extends Choosable>(
  banks: readonly T[],
  evidence: { readonly kspaceShare: number } | undefined,
): BankChoice<T> | undefined {
  const [best] = banks;
  if (!best) return undefined;
  const made = (degradation: string) =>
    banks.find((bank) => bank.method === best.method && bank.degradation === degradation);
  const [box, kspace] = [made("box"), made("kspace")];
  if (!evidence || !box || !kspace || (best !== box && best !== kspace)) return { bank: best, share: 0 };
  const share = Math.min(MOST_KSPACE, Math.round(100 * evidence.kspaceShare) / 100);
  if (share < BEYOND_DOUBT) return { bank: box, share: 0 };
  return { bank: box, other: kspace, share };
}
