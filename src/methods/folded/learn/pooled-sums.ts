/** Sums that scans of several places are put together in: the same bank whatever the order and the grouping. Source: pooled §1. */

import { refuseRepeated, trainingLine } from "../../../banks/training-data";
import { EigenvoxError } from "../../../core/errors";
import { SOFTWARE } from "../../../core/software";
import { type Factor, isSameFactor } from "../../../core/volume";
import type { Degradation } from "../../../degradations/degradation";
import type { BinEdges } from "../../common/binned-bank";
import { addFixed, type FixedSum, MOST_ROWS } from "../../common/fixed-gram";
import type { FoldedBank } from "../bank";
import { type ClassScheme, foldedClassCounts, type TapCount } from "../folding";
import { classesOf, type GivenClasses } from "./train";
import type { OfClasses } from "./training-error";

/** Sums of structure or of level classes. */
export interface PooledClasses {
  readonly rows: Uint32Array<ArrayBuffer>;
  /** Of each class; undefined without rows. */
  readonly sums: readonly (FixedSum | undefined)[];
}

/** What is summed up at one level of noise. */
export interface PooledLevel extends OfClasses<PooledClasses>, BinEdges {
  /** Standard deviation of the noise added to the degraded scans, a share of the working scale. */
  readonly added: number;
}

/** A scan that is among the sums. */
export interface PooledScan {
  /** `voxelHash`. */
  readonly hash: string;
  /** How noisy the estimate reads it at each level, a share of the working scale. */
  readonly read: readonly number[];
}

export interface PooledSums extends Pick<GivenClasses, "exchange" | "sigma" | "centres"> {
  readonly factor: Factor;
  readonly degradation: Degradation;
  readonly taps: TapCount;
  readonly classes: ClassScheme;
  readonly rowsPerVolume: number;
  /** Of the program that summed up: another version may draw and sort voxels otherwise. */
  readonly software: string;
  /** Calmest first. */
  readonly levels: readonly PooledLevel[];
  /** By their hashes, ascending. */
  readonly scans: readonly PooledScan[];
}

/** So many classes without rows. */
export const noRows = (count: number): PooledClasses => ({
  rows: new Uint32Array(count),
  sums: new Array(count).fill(undefined),
});

/** The levels of a bank, each with its own edges. */
function levelsOf(bank: FoldedBank): readonly (BinEdges & { readonly added: number })[] {
  return [bank, ...(bank.noisier ?? [])].map(({ strengthEdges, coherenceEdges }, i) => ({
    added: bank.metadata.noise?.[i]?.added ?? 0,
    strengthEdges,
    coherenceEdges,
  }));
}

/**
 * Sums of no scan yet, of a bank's classes and levels of noise, or of its calmest level alone. Throws `E_BANK_MISMATCH` for a
 * bank of another factor.
 */
export function noScans(
  bank: FoldedBank,
  {
    factor,
    degradation,
    rowsPerVolume,
    noise,
  }: Pick<PooledSums, "factor" | "degradation" | "rowsPerVolume"> & { readonly noise: "levels" | "own" },
): PooledSums {
  const { taps, classes = "level", exchange, title, factor: own } = bank.metadata;
  if (!isSameFactor(own, factor)) {
    throw new EigenvoxError(
      "E_BANK_MISMATCH",
      `The bank "${title}" whose classes are to be taken over has factor ${own}, wanted is ${factor}.`,
    );
  }
  const counts = foldedClassCounts(factor, exchange, classes);
  const { sigma, centres } = classesOf(bank);
  const levels = noise === "levels" ? levelsOf(bank) : levelsOf(bank).slice(0, 1);
  return {
    ...{ factor, degradation, taps, classes, rowsPerVolume, software: SOFTWARE, exchange, sigma, centres },
    levels: levels.map((level) => ({ ...level, structure: noRows(counts.structure), level: noRows(counts.level) })),
    scans: [],
  };
}

/**
 * All sums together, exactly. Throws `E_SUMS_MISMATCH` unless all were made alike and of no more than 10⁹ rows together, and
 * `E_SUMS_REPEATED` where a scan is in two of them.
 */
export function mergePooled(all: readonly PooledSums[]): PooledSums {
  const [first, ...others] = all;
  if (!first) throw new EigenvoxError("E_ARGUMENT", "Nothing to merge: give at least one file of sums.");
  for (const other of others) checkAlike(first, other);
  const scans = all.flatMap((sums) => sums.scans).sort((a, b) => (a.hash < b.hash ? -1 : 1));
  refuseRepeated(linesOf({ scans }));
  const levels = first.levels.map((level, i) => {
    const of = (kind: "structure" | "level") => added(all.map((sums) => (sums.levels[i] as PooledLevel)[kind]));
    return { ...level, structure: of("structure"), level: of("level") };
  });
  return { ...first, levels, scans };
}

/** What a bank says of the scans: their voxels, not their names. */
export const linesOf = ({ scans }: { readonly scans: readonly Pick<PooledScan, "hash">[] }): string[] =>
  scans.map(({ hash }) => trainingLine("unnamed scan", hash));

/** Rows of one level, which all have about as many. */
export const pooledRows = ({ levels }: PooledSums): number => totalOf((levels[0] as PooledLevel).structure.rows);

const totalOf = (rows: Uint32Array) => rows.reduce((a, b) => a + b, 0);

function added(all: readonly PooledClasses[]): PooledClasses {
  const total = all.reduce((sum, { rows }) => sum + totalOf(rows), 0);
  if (total > MOST_ROWS) {
    throw new EigenvoxError(
      "E_SUMS_MISMATCH",
      `These sums have ${total} rows together, more than the ${MOST_ROWS} that they are exact for. Merge fewer.`,
    );
  }
  return all.reduce((a, b) => ({
    rows: a.rows.map((count, c) => count + (b.rows[c] as number)),
    sums: a.sums.map((sum, c) => {
      const other = b.sums[c];
      return sum && other ? addFixed(sum, other) : (sum ?? other);
    }),
  }));
}

/** Throws `E_SUMS_MISMATCH` unless the two were made by the same rules, so that they can be added. */
export function checkAlike(a: PooledSums, b: PooledSums): void {
  const [own, other] = [rulesOf(a), rulesOf(b)];
  for (const [rule, value] of Object.entries(own)) {
    if (value === other[rule]) continue;
    const found = value.length + (other[rule] ?? "").length > 200 ? "" : ` (${value} and ${other[rule]})`;
    throw new EigenvoxError(
      "E_SUMS_MISMATCH",
      `These sums cannot be added: their ${rule} differ${found}. Sums are made alike with the same version, the same settings and the classes of the same bank.`,
    );
  }
}

/** Throws `E_SUMS_MISMATCH` unless scans can be added to the sums as asked, by this version. */
export function checkAdding(sums: PooledSums, asked: Pick<PooledSums, "factor" | "degradation">): void {
  const { factor, degradation } = asked;
  checkAlike(sums, { ...sums, factor, degradation, software: SOFTWARE });
}

/** All that must be equal, in words. */
export function rulesOf(sums: PooledSums): Record<string, string> {
  const { factor, degradation, taps, classes, exchange, sigma, rowsPerVolume, software, levels, centres } = sums;
  const edges = ({ strengthEdges, coherenceEdges }: BinEdges) => [...strengthEdges, ...coherenceEdges].join();
  return {
    version: software,
    factor: factor.join(),
    degradation,
    taps: String(taps),
    classes,
    "exchanged axes": exchange,
    "gradient sigma": String(sigma),
    "rows per scan": String(rowsPerVolume),
    "levels of noise": levels.map((level) => level.added).join(),
    "bin edges": levels.map(edges).join("; "),
    centres: centres?.join() ?? "",
  };
}

/** Throws `E_BANK_MISMATCH` unless the bank's classes are those of the sums, so that they can be drawn towards it. */
export function checkPooledPrior(bank: FoldedBank, sums: PooledSums): void {
  const { degradation, rowsPerVolume, levels } = sums;
  const noise = levels.length > 1 ? "levels" : "own";
  try {
    const own = noScans(bank, { factor: sums.factor, degradation, rowsPerVolume, noise });
    checkAlike({ ...own, software: sums.software }, sums);
  } catch (cause) {
    throw new EigenvoxError(
      "E_BANK_MISMATCH",
      `The classes of the bank "${bank.metadata.title}" to shrink towards are not those of the sums.`,
      { cause },
    );
  }
}
