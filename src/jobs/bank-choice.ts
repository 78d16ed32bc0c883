/** Which of the banks of one factor is for a scan, by how it shows to have been made. */

import type { BankMetadata } from "../banks/bank";
import type { Evidence } from "../evidence/evidence";

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
 * Scans ring however they were made, and filters for k-space leave the edges of noisy scans of full resolution duller than
 * those for blocks do, while the wrong ones cost the less the noisier a scan is: so there is a most to the share of k-space,
 * less by so much for each unit of noise, down to the least. Source: folded §10.
 */
const MOST_KSPACE = { calm: 1, byNoise: 20, least: 0.35 };

/**
 * Of banks of one factor, best first: where the best one's method has a bank for box and another one for k-space, as much
 * of the latter as the scan shows, but in noise less; else the best. Undefined without banks.
 */
export function chooseBank<T extends Choosable>(
  banks: readonly T[],
  evidence: Pick<Evidence, "degradation" | "noise"> | undefined,
): BankChoice<T> | undefined {
  const [best] = banks;
  if (!best) return undefined;
  const made = (degradation: string) =>
    banks.find((bank) => bank.method === best.method && bank.degradation === degradation);
  const [box, kspace] = [made("box"), made("kspace")];
  if (!evidence || !box || !kspace || (best !== box && best !== kspace)) return { bank: best, share: 0 };
  const { calm, byNoise, least } = MOST_KSPACE;
  // Noise that cannot be told may be any.
  const most = Math.max(least, calm - byNoise * (evidence.noise?.share ?? 1));
  const share = Math.round(100 * Math.min(most, evidence.degradation.kspaceShare)) / 100;
  if (share < BEYOND_DOUBT) return { bank: box, share: 0 };
  return { bank: box, other: kspace, share };
}
