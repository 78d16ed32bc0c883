/** A network bank between two. Source: net. */

import { EigenvoxError } from "../../core/errors";
import { mixed as foldedMixed } from "../folded/between";
import { ownOfFolded } from "../folded/embedded";
import type { NetBank } from "./bank";

/** Filters of networks that were trained apart have a correlation of about 0. */
const LEAST_ALIKE = 0.5;

/**
 * The bank whose folded bank is mixed as folded banks are, and whose layers are `share` of b's and the rest of a's. Between
 * networks of which one began its training as the other the error changes gently; between others there is nothing of use.
 *
 * Throws `E_BANK_MISMATCH` for such others, and for folded banks that cannot be mixed.
 */
export function mixed(a: NetBank, b: NetBank, share: number): NetBank {
  const [own, other] = [a.metadata, b.metadata];
  const isRelated =
    own.channels.join() === other.channels.join() &&
    a.layers.every((layer, i) => correlation(layer, b.layers[i] as Float32Array) > LEAST_ALIKE);
  if (!isRelated) {
    throw new EigenvoxError(
      "E_BANK_MISMATCH",
      `The networks "${own.title}" and "${other.title}" cannot be mixed: neither was trained from the other.`,
    );
  }
  const between = (p: number, q: number) => p + share * (q - p);
  const folded = foldedMixed(a.folded, b.folded, share);
  return {
    ...a,
    metadata: {
      ...own,
      errorScale: between(own.errorScale, other.errorScale),
      folded: ownOfFolded(folded.metadata),
    },
    folded,
    layers: a.layers.map((layer, i) => layer.map((w, j) => between(w, b.layers[i]?.[j] as number))),
  };
}

function correlation(a: Float32Array, b: Float32Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [p, q] = [a[i] as number, b[i] as number];
    ab += p * q;
    aa += p * p;
    bb += q * q;
  }
  return ab / Math.sqrt(aa * bb);
}
