/** The scans of the command line: the series in paths, which are files, folders and ZIP archives in any mixture. */

import { EigenvoxError } from "../core/errors";
import { AXIS_NAMES, type Factor } from "../core/volume";
import { opensAtOnce } from "../formats/at-once";
import { readSeries, surveyFiles } from "../formats/registry";
import { meantFirst, type Refusal, type Scan, type ScanSeries } from "../formats/scan-format";
import { isJunk } from "../formats/scan-names";
import { filesBelow } from "../hosts/node-file";
import type { Arguments } from "./arguments";
import { FORMATS } from "./formats";
import { type NumberedSeries, seriesLine } from "./report";
import { tell, tellNotice, tellTrouble } from "./terminal";
import { printable } from "./voices";

/** How commands' usage texts name what `openSeries` and `findScans` take. */
export const PATHS_USAGE = `PATH: a file, a folder or a ZIP archive; ${FORMATS.map(({ title }) => title).join(", ")}`;

export const SERIES_USAGE = `  --series N|UID|NAME  which one, where there are several: as "info" lists them`;

export interface Found {
  /** Those meant to be opened first, and what is no image last. */
  readonly all: readonly NumberedSeries[];
  readonly refused: readonly Refusal[];
}

/** A scan that can be read whenever it is wanted. */
export interface FoundScan {
  /** No other's among those found. */
  readonly name: string;
  read(): Promise<Scan>;
}

/** What lies in the paths; one that cannot be read is refused. */
export async function lookThrough(paths: readonly string[]): Promise<Found> {
  const files = [];
  const missing: Refusal[] = [];
  for (const path of paths) {
    try {
      files.push(...(await filesBelow(path)));
    } catch (error) {
      missing.push({ name: path, files: [], error });
    }
  }
  const { series, refused } = await surveyFiles(files, {}, FORMATS);
  return {
    all: meantFirst(series).map((one, i) => ({ number: i + 1, series: one })),
    refused: [...missing, ...refused],
  };
}

export const canBeOpened = ({ series }: NumberedSeries): boolean => series.rank !== "none";

/** Passed over where there is anything else. */
const isBeside = ({ name, error }: Refusal): boolean => error instanceof EigenvoxError && isJunk(name, error.code);

/**
 * Reads the series that `--series` names or, without it, the only one that the files are there for. What must be known of
 * it, and of the files that were passed over, goes to stderr.
 *
 * Throws `E_ARGUMENT` where it is not clear which is meant, `E_SLICES` as `checkSlices`, what `check` throws, what the files
 * were refused with where there is no scan in them, and what reading throws.
 */
export async function openSeries(
  args: Arguments,
  factor: Factor,
  check: (series: ScanSeries) => void = () => {},
): Promise<Scan> {
  const found = await lookThrough(args.files);
  const { all, refused } = found;
  const missing = refused.find(({ files }) => files.length === 0);
  if (missing) throw namedError(missing);
  if (!all.some(canBeOpened)) throw nothingIn(found);
  tellRefused(refused);
  const wanted = args.text("series");
  const { series } = wanted === undefined ? onlyOne(all) : named(all, wanted);
  checkSlices(series, factor);
  check(series);
  return readTold(series);
}

/**
 * Every series that is meant to be opened; what was refused, but for junk, throws when it is read, and so does what
 * `checkSlices` refuses for one of the factors. Throws as `openSeries` where there is none.
 */
export async function findScans(paths: readonly string[], factors: readonly Factor[]): Promise<FoundScan[]> {
  const found = await lookThrough(paths);
  const series = found.all.map((one) => one.series).filter(({ rank }) => rank === "image");
  if (series.length === 0) throw nothingIn(found);
  tellJunk(found.refused);
  const names = uniqueNames(series);
  return [
    ...series.map((one, i) => ({
      name: names[i] as string,
      read: async () => {
        for (const factor of factors) checkSlices(one, factor);
        return readTold(one);
      },
    })),
    ...found.refused
      .filter((refusal) => !isBeside(refusal))
      .map((refusal) => ({ name: refusal.name, read: () => Promise.reject(namedError(refusal)) })),
  ];
}

/**
 * Throws `E_SLICES` where the factor is not 1 across slices that do not lie evenly. With a single slice nothing is wrong but
 * that it is of no use, which is told when it is opened.
 */
export function checkSlices({ name, slices }: ScanSeries, factor: Factor): void {
  if (!slices?.obstacle || slices.obstacle.code === "W_ONE_SLICE" || factor[slices.axis] === 1) return;
  const { axis, obstacle } = slices;
  const others = factor.map((s, a) => (a === axis ? 1 : Math.max(2, s))).join();
  throw new EigenvoxError(
    "E_SLICES",
    `${printable(name)}: ${obstacle.code} ${obstacle.text} Across its slices (${AXIS_NAMES[axis]}) it can be made neither ` +
      `finer nor coarser; a factor such as ${others} works.`,
  );
}

/** The error of having found no scan; what the files were refused with, where that tells more. */
export function nothingIn({ all, refused }: Found): EigenvoxError {
  const [first, ...others] = [...refused.filter((one) => !isBeside(one)), ...refused.filter(isBeside)];
  if (first && all.length === 0) return namedError(first, others.length);
  if (all.length > 0) {
    const what = all.length === 1 ? "what it tells of is no image" : `none of the ${all.length} objects in it is one`;
    return new EigenvoxError("E_NOT_IMAGE", `There is no image to be opened: ${what}.`);
  }
  return new EigenvoxError("E_NOT_FOUND", "There are no files.");
}

function namedError({ name, error }: Refusal, others = 0): EigenvoxError {
  if (!(error instanceof EigenvoxError)) throw error;
  const more = others > 0 ? ` (and ${others} more)` : "";
  return new EigenvoxError(error.code, `${printable(name)}: ${error.message}${more}`, { cause: error });
}

function tellRefused(refused: readonly Refusal[]): void {
  for (const refusal of refused) {
    if (!isBeside(refusal)) tellTrouble(namedError(refusal));
  }
  tellJunk(refused);
}

function tellJunk(refused: readonly Refusal[]): void {
  const { length } = refused.filter(isBeside);
  if (length > 0) tell(`Passed over: ${length === 1 ? "1 file that is no scan" : `${length} files that are no scans`}`);
}

/** The one that the page would open, were it given the same. */
function onlyOne(all: readonly NumberedSeries[]): NumberedSeries {
  const chosen = opensAtOnce(
    all.map(({ series }) => series),
    FORMATS,
  );
  const [one, ...others] = all.filter(({ series }) => chosen.includes(series));
  if (one && others.length === 0) return one;
  throw unclear(`There are ${all.filter(canBeOpened).length} series: choose one with --series.`, all);
}

function named(all: readonly NumberedSeries[], wanted: string): NumberedSeries {
  const text = wanted.trim().toLowerCase();
  const kinds = [
    ({ number }: NumberedSeries) => String(number) === text,
    ({ series }: NumberedSeries) => series.id.toLowerCase() === text,
    ({ series }: NumberedSeries) => series.name.trim().toLowerCase() === text,
    // A number that no series has is a slip, not a part of a name.
    ({ series }: NumberedSeries) => !/^\d*$/.test(text) && series.name.toLowerCase().includes(text),
  ];
  for (const matches of kinds) {
    const candidates = all.filter(matches);
    if (candidates.length > 1) throw unclear(`--series ${wanted}: ${candidates.length} series are called so.`, all);
    const [one] = candidates;
    if (!one) continue;
    if (canBeOpened(one)) return one;
    throw new EigenvoxError(
      "E_NOT_IMAGE",
      `--series ${wanted}: ${one.series.notices.map(({ text }) => text).join(" ")}`,
    );
  }
  throw unclear(`--series ${wanted}: there is no such series.`, all);
}

const unclear = (message: string, all: readonly NumberedSeries[]) =>
  new EigenvoxError("E_ARGUMENT", [message, ...all.filter(canBeOpened).map(seriesLine)].join("\n"));

async function readTold(series: ScanSeries): Promise<Scan> {
  const scan = await readNamed(series);
  for (const notice of scan.notices) tellNotice(notice, scan.name);
  return scan;
}

/** Throws what reading throws, with the name of the series. */
export async function readNamed(series: ScanSeries): Promise<Scan> {
  try {
    return await readSeries(series, {}, FORMATS);
  } catch (error) {
    throw namedError({ ...series, error });
  }
}

/** Names of their own: where several series have one, with the place of the file, or else with the series' number. */
function uniqueNames(series: readonly ScanSeries[]): string[] {
  const names = series.map(({ name }) => name);
  const isShared = (name: string, among: readonly string[]) => among.indexOf(name) !== among.lastIndexOf(name);
  const placed = series.map(({ name, files: [file, ...others] }) =>
    isShared(name, names) && file?.path && others.length === 0 ? file.path : name,
  );
  return placed.map((name, i) => (isShared(name, placed) ? `${name} (${i + 1})` : name));
}
