/** A network bank for a scan as noisy as it is. Source: net, folded §10. */

import { convertNoise, atNoise as foldedAtNoise } from "../folded/between";
import type { NetBank } from "./bank";

/**
 * The bank for a scan whose noise is estimated as `measured`, a share of the working scale: the folded bank for it, and
 * what the network is told: networks are trained with what was added, of which an estimate tells only by way of the folded
 * bank's levels.
 */
export function atNoise(bank: NetBank, measured: number): NetBank {
  const folded = foldedAtNoise(bank.folded, measured);
  const { noise: levels, ...own } = bank.metadata.folded;
  const metadata = folded === bank.folded ? bank.metadata : { ...bank.metadata, folded: own };
  return { ...bank, metadata, folded, noise: levels ? convertNoise(levels, measured, "measured", "added") : measured };
}
