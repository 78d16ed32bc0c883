/** Banks between banks: for a scan as noisy as it is, and for one that may have been made either way. Source: folded §10. */

import { EigenvoxError } from "../../core/errors";
import { placeAmong } from "../../core/place-among";
import { isSameFactor } from "../../core/volume";
import type { FoldedBank, FoldedClasses, NoiseLevel } from "./bank";
import { strengthOf } from "./folding";

/**
 * How noisy a scan of that noise is taken to be in classes of weak, middle and strong structure, as multiples of its noise:
 * where there is next to no structure, grain is all that filters for less noise bring; at strong edges noise is not seen.
 * Very noisy scans are taken as they are. Source: folded §10.
 */
const TIMES = [
  { noise: 0.018, times: [2, 0.9, 0.5] },
  { noise: 0.032, times: [1.3, 0.8, 0.5] },
  { noise: 0.045, times: [1, 1, 1] },
] as const;

function timesOf(noise: number): readonly number[] {
  const { at, share } = placeAmong(
    TIMES.map((entry) => entry.noise),
    noise,
  );
  const [low, high] = [TIMES[at]?.times ?? [], TIMES[at + 1]?.times ?? []];
  return low.map((times, i) => times + share * ((high[i] ?? times) - times));
}

/** What the levels' noise reads as or was added, given the other of the two; beyond the ends, theirs. */
export function convertNoise(
  levels: readonly NoiseLevel[],
  value: number,
  from: keyof NoiseLevel,
  to: keyof NoiseLevel,
): number {
  const { at, share } = placeAmong(
    levels.map((level) => level[from]),
    value,
  );
  const own = levels[at]?.[to] ?? value;
  return own + share * ((levels[at + 1]?.[to] ?? own) - own);
}

/**
 * The bank with the classes for a scan whose noise is estimated as `measured`, a share of the working scale: filters, edges
 * and errors lie between those of the two nearest levels, and beyond the first and the last are theirs; but the filters of
 * weak structure are those for a noisier scan, and all others for a calmer one. A class of a level is what is cut
 * at the same share of the voxels, so that classes of the same number are alike. A bank of one level is given back as it is.
 */
export function atNoise(bank: FoldedBank, measured: number): FoldedBank {
  const levels = bank.metadata.noise;
  if (!levels || !bank.noisier || bank.noisier.length === 0) return bank;
  const { noise: _, ...metadata } = bank.metadata;
  const { noisier, ...own } = bank;
  const classes: readonly FoldedClasses[] = [own, ...noisier];
  const at = (noise: number): FoldedClasses => {
    const { at, share } = placeAmong(
      levels.map((level) => level.measured),
      noise,
    );
    const low = classes[at] as FoldedClasses;
    return share > 0 ? between(low, classes[at + 1] as FoldedClasses, share) : low;
  };
  const filters = timesOf(measured).map((times) => at(times * measured));
  const structureFilters = own.structureFilters.map(
    (_, i) => filters[strengthOf(Math.floor(i / metadata.taps))]?.structureFilters[i] as number,
  );
  const { levelFilters } = filters[1] as FoldedClasses;
  return { ...own, ...at(measured), structureFilters, levelFilters, metadata };
}

/**
 * The bank whose filters are `share` of b's and the rest of a's, at every level of noise. Its words are a's.
 *
 * Throws `E_BANK_MISMATCH` unless both have the same factor, taps, exchange, centres and levels of noise.
 */
export function mixed(a: FoldedBank, b: FoldedBank, share: number): FoldedBank {
  const [own, other] = [a.metadata, b.metadata];
  const added = (bank: FoldedBank) => bank.metadata.noise?.map((level) => level.added).join();
  const isAlike =
    isSameFactor(own.factor, other.factor) &&
    own.taps === other.taps &&
    own.exchange === other.exchange &&
    own.classes === other.classes &&
    a.centres?.join() === b.centres?.join() &&
    added(a) === added(b);
  if (!isAlike) {
    throw new EigenvoxError(
      "E_BANK_MISMATCH",
      `The banks "${own.title}" and "${other.title}" are not alike enough to mix.`,
    );
  }
  const noise = own.noise?.map((level, i) => ({
    ...level,
    measured: level.measured + share * ((other.noise?.[i]?.measured ?? 0) - level.measured),
  }));
  return {
    ...between(a, b, share),
    ...(a.centres && { centres: a.centres }),
    metadata: { ...own, ...(noise && { noise }) },
    ...(a.noisier && {
      noisier: a.noisier.map((classes, i) => between(classes, b.noisier?.[i] as FoldedClasses, share)),
    }),
  };
}

/** `share` of b and the rest of a. */
function between(a: FoldedClasses, b: FoldedClasses, share: number): FoldedClasses {
  const mixed = (p: number, q: number) => p + share * (q - p);
  const floats = (key: "structureFilters" | "levelFilters" | "structureResidual" | "levelResidual") =>
    a[key].map((value, i) => mixed(value, b[key][i] as number));
  // As few rows as the poorer of the two has.
  const rows = (key: "structureRows" | "levelRows") => a[key].map((count, i) => Math.min(count, b[key][i] as number));
  const edges = (key: "strengthEdges" | "coherenceEdges") =>
    [mixed(a[key][0], b[key][0]), mixed(a[key][1], b[key][1])] as const;
  return {
    structureFilters: floats("structureFilters"),
    levelFilters: floats("levelFilters"),
    structureResidual: floats("structureResidual"),
    levelResidual: floats("levelResidual"),
    structureRows: rows("structureRows"),
    levelRows: rows("levelRows"),
    strengthEdges: edges("strengthEdges"),
    coherenceEdges: edges("coherenceEdges"),
  };
}
