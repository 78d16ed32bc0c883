/** `eigenvox info`: what lies in files and folders, for people and as JSON. */

import { isSafetensors } from "../banks/safetensors";
import { EigenvoxError } from "../core/errors";
import type { Evidence } from "../evidence/evidence";
import { formatOf, readSeries } from "../formats/registry";
import type { Refusal, Scan, ScanSeries } from "../formats/scan-format";
import { type Command, checkPaths } from "./command";
import { openBank, readHead } from "./files";
import { FORMATS } from "./formats";
import { describeBank, describeScan, describeSeriesList, describeSkipped, type NumberedSeries } from "./report";
import { evidenceLines, evidenceOf } from "./scan-evidence";
import { canBeOpened, type Found, lookThrough, nothingIn, PATHS_USAGE, readNamed } from "./scans";

export const INFO: Command = {
  usage: `info PATH … [--json] [--evidence]
  Lists the series in files, folders and ZIP archives, and what was skipped; describes a scan or a bank that is alone.
  ${PATHS_USAGE}
  --json     print JSON; also where nothing can be opened
  --evidence say what scans tell of how they were made: noise, true resolution, degradation, slices`,
  flags: ["json", "evidence"],
  async run(args) {
    checkPaths(args);
    const { files: paths, flag } = args;
    const [path, ...more] = paths;
    if (path && more.length === 0 && (await isBank(path))) {
      process.stdout.write(describeBank(await openBank(path)));
      return;
    }
    const found = await lookThrough(paths);
    const [first, ...others] = found.all;
    const isAlone = first !== undefined && others.length === 0 && !isCollected(first.series);
    if (isAlone && !flag("json")) {
      const scan = await readNamed(first.series);
      const facts = flag("evidence") ? evidenceLines(await evidenceOf(scan)) : [];
      process.stdout.write(describeScan(scan) + asLines(facts) + describeSkipped(found.refused));
      return;
    }
    const { known, evidence } = await readThrough(found, flag("evidence"));
    if (flag("json")) process.stdout.write(`${JSON.stringify(jsonOf(known, evidence), undefined, 2)}\n`);
    // The error tells all of a single file.
    else if (known.all.length > 0 || known.refused.length > 1) {
      process.stdout.write(describeSeriesList(known.all));
      for (const [number, one] of evidence) process.stdout.write(asLines(evidenceLines(one), `${number}  `));
      process.stdout.write(describeSkipped(known.refused));
    }
    if (!known.all.some(canBeOpened)) throw nothingIn(known);
  },
};

const asLines = (facts: readonly string[], before = "") => facts.map((fact) => `${before}${fact}\n`).join("");

/** Whatever cannot be looked into is no bank. */
async function isBank(path: string): Promise<boolean> {
  return readHead(path, 9).then(isSafetensors, () => false);
}

const isCollected = (series: ScanSeries): boolean => formatOf(series, FORMATS).isCollection === true;

/**
 * Reads what tells all there is to know only when it is read; what cannot be read is refused. Evidence, by number, is of
 * the series that can be opened and read: it is found as each is read, so that one volume is held at a time.
 */
async function readThrough({ all, refused }: Found, wantsEvidence: boolean) {
  const known: NumberedSeries[] = [];
  const unreadable: Refusal[] = [];
  const evidence = new Map<number, Evidence>();
  for (const one of all) {
    const { number, series } = one;
    const isKnown = isCollected(series);
    const isTold = wantsEvidence && canBeOpened(one);
    if (isKnown && !isTold) {
      known.push(one);
      continue;
    }
    let scan: Scan;
    try {
      scan = await readSeries(series, {}, FORMATS);
    } catch (error) {
      if (isKnown) known.push(one);
      else unreadable.push({ ...series, error });
      continue;
    }
    known.push(isKnown ? one : { number, series: seriesOf(scan) });
    if (isTold) evidence.set(number, await evidenceOf(scan));
  }
  return { known: { all: known, refused: [...unreadable, ...refused] }, evidence };
}

/** With all that is known of it, which a survey need not. */
const seriesOf = ({ series, notices, frames, volume: { dims, spacing } }: Scan): ScanSeries => ({
  ...series,
  dims,
  spacing,
  frames,
  notices,
});

function jsonOf({ all, refused }: Found, evidence: ReadonlyMap<number, Evidence>) {
  return {
    series: all.map(({ number, series }) => ({
      number,
      id: series.id,
      format: series.origin.format,
      description: series.name,
      dims: series.dims,
      spacingMm: series.spacing.map((mm) => Number(mm.toFixed(6))),
      count: series.count,
      frames: series.frames,
      ...(series.contrast === undefined ? {} : { contrast: series.contrast }),
      rank: series.rank,
      warnings: series.notices,
      ...(evidence.has(number) ? { evidence: evidence.get(number) } : {}),
    })),
    skipped: refused.map(({ name, error }) => {
      if (!(error instanceof EigenvoxError)) throw error;
      return { name, code: error.code, text: error.message };
    }),
  };
}
