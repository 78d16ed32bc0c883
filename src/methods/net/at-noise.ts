/** A network bank for a scan as noisy as it is. Source: net, folded §10. */

import type { NoiseLevel } from "../folded/bank";
import { atNoise as foldedAtNoise } from "../folded/between";
import type { NetBank } from "./bank";

/**
 * The bank for a scan whose noise is estimated as `measured`, a share of the working scale: the folded bank for it, and
 * what the network is told.
 */
export function atNoise(bank: NetBank, measured: number): NetBank {
  const folded = foldedAtNoise(bank.folded, measured);
  const { noise: levels, ...own } = bank.metadata.folded;
  const metadata = folded === bank.folded ? bank.metadata : { ...bank.metadata, folded: own };
  return { ...bank, metadata, folded, noise: levels ? addedNoise(levels, measured) : measured };
}

/**
 * The noise that was added to training volumes which read as `measured`: networks are trained with what was added, of which
 * an estimate tells only by way of the folded bank's levels. Between two levels it lies between theirs.
 */
function addedNoise(levels: readonly NoiseLevel[], measured: number): number {
  const above = levels.findIndex((level) => level.measured >= measured);
  const [low, high] = [levels[above - 1], levels[above]];
  if (!high) return levels.at(-1)?.added ?? measured;
  if (!low) return high.added;
  const share = (measured - low.measured) / (high.measured - low.measured);
  return low.added + share * (high.added - low.added);
}
