/** A network bank for a scan as noisy as it is. Source: net, folded §10. */

import { convertNoise, atNoise as foldedAtNoise } from "../folded/between";
import type { NetBank } from "./bank";

/** Told of more noise, networks take faint lesions for it: `npm run table:probe`. */
const MOST_TOLD = 0.02;

/**
 * The bank for a scan whose noise is estimated as `measured`, a share of the working scale: the folded bank for it, and
 * what the network is told: networks are trained with what was added, of which an estimate tells only by way of the levels
 * of noise that it, or the folded bank, was trained at.
 */
export function atNoise(bank: NetBank, measured: number): NetBank {
  const folded = foldedAtNoise(bank.folded, measured);
  const { noise: levels, ...own } = bank.metadata.folded;
  const metadata = folded === bank.folded ? bank.metadata : { ...bank.metadata, folded: own };
  const { trainedNoise = levels } = bank.metadata;
  const added = trainedNoise ? convertNoise(trainedNoise, measured, "measured", "added") : measured;
  return { ...bank, metadata, folded, noise: Math.min(added, MOST_TOLD) };
}
