/**
 * Sums under masks: every site adds, for each other one, numbers that only these two can make, of which one adds what the
 * other subtracts. The sum over all sites of a round is that of their sums; any fewer are random numbers. Source: pooled §6.
 */

import { EigenvoxError } from "../../../core/errors";
import { maskCheck, maskWords } from "../../../core/pair-mask";
import { sha256AtOnce } from "../../../core/sha256";
import { type FixedSum, fixedLength, isOfRows, MOST_ROWS } from "../../common/fixed-gram";
import { readTable, type TableRules, tableLength, writeTable } from "../../common/scan-table";
import type { MaskRound, MaskSeeds } from "../../method";
import {
  checkAlike,
  mergePooled,
  noRows,
  type PooledClasses,
  type PooledLevel,
  type PooledSums,
  rulesOf,
} from "./pooled-sums";

/** The sums of one site, of which nothing can be read. */
export interface MaskedPooled {
  /** Sums of no scan, made as the site's. */
  readonly rules: PooledSums;
  readonly round: MaskRound;
  readonly site: string;
  /** Of each other site, in the round's order: equal to the other's where the two have one seed. */
  readonly checks: readonly string[];
  readonly words: BigUint64Array<ArrayBuffer>;
}

/** Throws `E_ARGUMENT` where there are more scans than the round has room for. */
export async function maskPooled(
  sums: PooledSums,
  round: MaskRound,
  site: string,
  seeds: MaskSeeds,
): Promise<MaskedPooled> {
  const { mostScans } = round;
  if (sums.scans.length > mostScans) {
    const message = `These are the sums of ${sums.scans.length} scans, more than the ${mostScans} of the round.`;
    throw new EigenvoxError("E_ARGUMENT", message);
  }
  const words = wordsOf(sums, round);
  const checks: string[] = [];
  for (const other of othersOf(round, site)) {
    const seed = seeds.get(other) as Uint8Array<ArrayBuffer>;
    const purpose = purposeOf(sums, round, site, other);
    const mask = await maskWords(seed, purpose, words.length);
    const sign = site < other ? 1n : -1n;
    for (let i = 0; i < words.length; i++) words[i] = (words[i] as bigint) + sign * (mask[i] as bigint);
    checks.push(await maskCheck(seed, purpose));
  }
  const levels = sums.levels.map((level) => ({
    ...level,
    structure: noRows(level.structure.rows.length),
    level: noRows(level.level.rows.length),
  }));
  return { rules: { ...sums, levels, scans: [] }, round, site, checks, words };
}

const othersOf = ({ sites }: MaskRound, site: string): string[] => sites.filter((name) => name !== site);

/** Whose masks, and for what: with any other round, sites or rules they are others. */
function purposeOf(sums: PooledSums, { name, sites, mostScans }: MaskRound, a: string, b: string): string {
  const all = JSON.stringify([name, sites, mostScans, [a, b].sort(), rulesOf(sums)]);
  return sha256AtOnce([new TextEncoder().encode(all)]);
}

/**
 * The sums of all sites. Throws `E_SUMS_MISMATCH` unless every site of the round is there, with masks that cancel, and
 * `E_SUMS_REPEATED` for a site or a scan that is there twice.
 */
export function unmaskPooled(all: readonly MaskedPooled[]): PooledSums {
  const [first, ...others] = all as readonly [MaskedPooled, ...MaskedPooled[]];
  const { rules, round } = first;
  for (const other of others) {
    if (other.round.name !== round.name) throw mismatch(`they are of the rounds ${round.name} and ${other.round.name}`);
    if (other.round.sites.join() !== round.sites.join())
      throw mismatch(`the sites ${first.site} and ${other.site} name others as the sites of the round`);
    if (other.round.mostScans !== round.mostScans)
      throw mismatch(`the sites ${first.site} and ${other.site} have room for different numbers of scans`);
    checkAlike(rules, other.rules);
  }
  const bySite = new Map<string, MaskedPooled>();
  for (const masked of all) {
    if (bySite.has(masked.site)) {
      const message = `The masked sums of the site ${masked.site} are there more than once. Give each site's once.`;
      throw new EigenvoxError("E_SUMS_REPEATED", message);
    }
    bySite.set(masked.site, masked);
  }
  const missing = round.sites.filter((site) => !bySite.has(site));
  if (missing.length > 0)
    throw mismatch(`those of ${missing.join(", ")} are missing, and only the sum of all sites shows`);
  checkPairs(bySite, round);
  const words = first.words.slice();
  for (const { words: own } of others)
    for (let i = 0; i < words.length; i++) words[i] = (words[i] as bigint) + (own[i] as bigint);
  return sumsOf(words, rules, round);
}

const mismatch = (why: string) =>
  new EigenvoxError("E_SUMS_MISMATCH", `These masked sums do not make a whole: ${why}.`);

/** What two sites made of their seed must be equal. */
function checkPairs(bySite: ReadonlyMap<string, MaskedPooled>, round: MaskRound): void {
  const checkOf = (site: string, other: string) => bySite.get(site)?.checks[othersOf(round, site).indexOf(other)];
  for (const [i, a] of round.sites.entries()) {
    for (const b of round.sites.slice(i + 1)) {
      if (checkOf(a, b) !== checkOf(b, a)) throw mismatch(`${a} and ${b} have not used the same seed`);
    }
  }
}

const tableRules = ({ levels }: PooledSums, { name, mostScans }: MaskRound): TableRules => ({
  salt: name,
  mostScans,
  width: levels.length,
});

const KINDS = ["structure", "level"] as const;

/** How many numbers sums are, of whatever scans. */
export function wordCount(rules: PooledSums, round: MaskRound): number {
  const classes = rules.levels.flatMap((level) => KINDS.map((kind) => level[kind].rows.length));
  const perClass = 1 + fixedLength(rules.taps);
  return classes.reduce((sum, count) => sum + count * perClass, 0) + tableLength(tableRules(rules, round));
}

/** The rows of each class and its sums, zeros where it has none, and then the table of scans. */
function wordsOf(sums: PooledSums, round: MaskRound): BigUint64Array<ArrayBuffer> {
  const words = new BigUint64Array(wordCount(sums, round));
  let at = 0;
  for (const level of sums.levels) {
    for (const kind of KINDS) {
      for (const [c, rows] of level[kind].rows.entries()) {
        words[at] = BigInt(rows);
        const sum = level[kind].sums[c];
        if (sum) words.set(new BigUint64Array(sum.buffer, sum.byteOffset, sum.length), at + 1);
        at += 1 + fixedLength(sums.taps);
      }
    }
  }
  words.set(writeTable(sums.scans, tableRules(sums, round)), at);
  return words;
}

function sumsOf(words: BigUint64Array<ArrayBuffer>, rules: PooledSums, round: MaskRound): PooledSums {
  const length = fixedLength(rules.taps);
  let at = 0;
  const classesOf = ({ rows: none }: PooledClasses): PooledClasses => {
    const rows = new Uint32Array(none.length);
    const sums = Array.from(none, (_, c): FixedSum | undefined => {
      const own = words[at] as bigint;
      const sum = new BigInt64Array(words.buffer, 8 * (at + 1), length).slice();
      at += 1 + length;
      if (own > BigInt(MOST_ROWS) || !isOfRows(sum, Number(own))) {
        throw mismatch("their sum is that of no rows, so that a file was made otherwise than the others");
      }
      rows[c] = Number(own);
      return own === 0n ? undefined : sum;
    });
    return { rows, sums };
  };
  const levels = rules.levels.map(
    (level): PooledLevel => ({ ...level, structure: classesOf(level.structure), level: classesOf(level.level) }),
  );
  const scans = readTable(words.slice(at), tableRules(rules, round));
  return mergePooled([{ ...rules, levels, scans }]);
}
