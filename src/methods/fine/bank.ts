/** The banks of the second pass: a whole folded bank, and the filters that are applied to its result. Source: fine. */

import type { Bank, BankMetadata } from "../../banks/bank";
import type { FoldedBank, FoldedMetadata } from "../folded/bank";
import type { OwnOfFolded } from "../folded/embedded";
import { MIRRORED_TAPS, TAP_OFFSETS, type TapCount } from "../folded/folding";

/** Neighbours in the first result: the nearest with |k|² ≤ 4, without the voxel itself. */
const AROUND_TAPS = 32;
export const AROUND_OFFSETS = TAP_OFFSETS.slice(1, 1 + AROUND_TAPS);
/** Low-resolution neighbours: all that there are. */
export const LOW_TAPS = TAP_OFFSETS.length;
/** Taps of a filter: the low-resolution neighbours, then those in the first result. */
export const SECOND_TAPS = LOW_TAPS + AROUND_TAPS;

/** Of each tap of a filter the one on the other side of the centre. */
export const MIRRORED_SECOND_TAPS: readonly number[] = [
  ...MIRRORED_TAPS,
  ...AROUND_OFFSETS.map((_, k) => LOW_TAPS + (MIRRORED_TAPS[k + 1] as number) - 1),
];

export interface FineMetadata extends BankMetadata {
  readonly method: "fine";
  /** What the folded bank says of itself that is not said of this one too. */
  readonly folded: OwnOfFolded;
}

export interface FineBank extends Bank {
  readonly metadata: FineMetadata;
  /** The first pass. */
  readonly folded: FoldedBank;
  /**
   * The second: filters of `SECOND_TAPS` for the first pass's structure classes, and for classes of where its result lies
   * between the least and the greatest of its 3³ neighbours; for as many levels of noise.
   */
  readonly second: FoldedBank;
}

/** What the metadata of the folded bank are: the bank's own words for it too. */
export function foldedMetadata({ folded, ...common }: FineMetadata): FoldedMetadata {
  return { ...common, ...folded, method: "folded" };
}

/** The same of the second pass, whose second classes are always those of levels. */
export function secondMetadata({ classes: _, ...first }: FoldedMetadata): FoldedMetadata {
  return { ...first, taps: SECOND_TAPS as TapCount };
}
