/**
 * Scans written into a table that adds up: of the sum of several tables all scans can be read, and not whose they are. Each
 * scan is added to a cell in each of three parts; where it is the only one it is read, and taken out of its other cells,
 * which leaves others alone there. Source: pooled §6 (invertible Bloom lookup tables, Goodrich and Mitzenmacher 2011).
 */

import { EigenvoxError } from "../../core/errors";
import { sha256AtOnce } from "../../core/sha256";

const PARTS = 3;
/** Beyond one for each scan, so that a few scans find cells of their own too. */
const SPARE_CELLS = 32;

export interface TableRules {
  /** Where cells lie depends on it. */
  readonly salt: string;
  /** Scans at the most that will be read. */
  readonly mostScans: number;
  /** Numbers of a scan beside its hash. */
  readonly width: number;
}

export interface TableScan {
  /** 16 hex digits. */
  readonly hash: string;
  readonly read: readonly number[];
}

const cellWords = ({ width }: TableRules): number => 2 + width;
const partCells = ({ mostScans }: TableRules): number => mostScans + SPARE_CELLS;

/** Numbers of 64 bits that the table has: of each cell how many scans, the sum of their hashes, those of their numbers' bits. */
export const tableLength = (rules: TableRules): number => PARTS * partCells(rules) * cellWords(rules);

/** Where the cells of a scan begin. */
function placesOf(hash: string, rules: TableRules): number[] {
  const digest = sha256AtOnce([new TextEncoder().encode(`${rules.salt}\n${hash}`)]);
  return Array.from({ length: PARTS }, (_, part) => {
    const cell = Number.parseInt(digest.slice(8 * part, 8 * part + 8), 16) % partCells(rules);
    return (part * partCells(rules) + cell) * cellWords(rules);
  });
}

export function writeTable(scans: readonly TableScan[], rules: TableRules): BigUint64Array<ArrayBuffer> {
  const table = new BigUint64Array(tableLength(rules));
  for (const { hash, read } of scans) {
    const words = [1n, BigInt(`0x${hash}`), ...new BigUint64Array(Float64Array.from(read).buffer)];
    for (const at of placesOf(hash, rules)) addAt(table, at, words, 1n);
  }
  return table;
}

/**
 * The scans of a table, or of a sum of tables, in no order. Throws `E_SUMS_REPEATED` for a scan that is there twice, and
 * `E_SUMS_MISMATCH` where they cannot be told apart.
 */
export function readTable(summed: BigUint64Array<ArrayBuffer>, rules: TableRules): TableScan[] {
  const table = summed.slice();
  const scans: TableScan[] = [];
  const starts = Array.from({ length: table.length / cellWords(rules) }, (_, cell) => cell * cellWords(rules));
  for (let found = true; found; ) {
    found = false;
    for (const at of starts) {
      if (table[at] !== 1n) continue;
      const words = [...table.subarray(at, at + cellWords(rules))];
      const hash = hashOf(words[1] as bigint);
      const places = placesOf(hash, rules);
      if (!places.includes(at)) continue;
      for (const place of places) addAt(table, place, words, -1n);
      scans.push({ hash, read: [...new Float64Array(BigUint64Array.from(words.slice(2)).buffer)] });
      found = true;
    }
  }
  if (table.every((word) => word === 0n)) return scans;
  const twice = starts.flatMap((at) => twiceIn(table, at, rules))[0];
  if (twice !== undefined) {
    throw new EigenvoxError(
      "E_SUMS_REPEATED",
      `The scan with the voxels ${twice} is in the sums of two sites. One of them has to leave it out, in a new round.`,
    );
  }
  throw new EigenvoxError(
    "E_SUMS_MISMATCH",
    `The scans of these sums cannot be told apart: they are more than the ${rules.mostScans} of the round, one is in three of them, or chance has put two into the same cells. Mask them again, for a round of another name or for more scans.`,
  );
}

/** The hash whose double the cell holds, where that is a scan of the cell. */
function twiceIn(table: BigUint64Array, at: number, rules: TableRules): string[] {
  if (table[at] !== 2n) return [];
  const half = (table[at + 1] as bigint) >> 1n;
  const hashes = [half, half + 2n ** 63n].map(hashOf);
  return hashes.filter((hash) => {
    const places = placesOf(hash, rules);
    return places.includes(at) && places.every((place) => (table[place] as bigint) >= 2n);
  });
}

const hashOf = (word: bigint): string => word.toString(16).padStart(16, "0");

/** Modulo 2⁶⁴, as the array keeps it. */
function addAt(table: BigUint64Array, at: number, words: readonly bigint[], times: bigint): void {
  for (const [i, word] of words.entries()) table[at + i] = (table[at + i] as bigint) + times * word;
}
