/** Seeded banks, for the tests. */

import { seededRandom } from "../../core/random";
import type { Factor } from "../../core/volume";
import { ownOfFolded } from "../folded/embedded";
import type { Exchange } from "../folded/folding";
import { randomFoldedBank } from "../folded/random-bank";
import { type FineBank, SECOND_TAPS, secondMetadata } from "./bank";

/** A bank of random filters in both passes. */
export function randomFineBank(
  factor: Factor,
  { exchange, seed }: { readonly exchange: Exchange; readonly seed: number },
): FineBank {
  const folded = randomFoldedBank(factor, { exchange, taps: 57, seed });
  const random = seededRandom(seed + 1);
  const filters = (classes: number) =>
    Float32Array.from({ length: classes * SECOND_TAPS }, () => (random() - 0.5) / 10);
  const errors = (classes: number) => Float32Array.from({ length: classes }, () => random() / 4);
  const { structureRows, levelRows, metadata } = folded;
  return {
    metadata: { ...metadata, method: "fine", folded: ownOfFolded(metadata) },
    folded,
    second: {
      ...folded,
      metadata: secondMetadata(metadata),
      structureFilters: filters(structureRows.length),
      levelFilters: filters(levelRows.length),
      structureResidual: errors(structureRows.length),
      levelResidual: errors(levelRows.length),
    },
  };
}
