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
    const known = await readThrough(found);
    const evidence = flag("evidence") ? await evidenceOfAll(known.all) : new Map<number, Evidence>();
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

/** By number, of the series that can be opened and read. */
async function evidenceOfAll(all: readonly NumberedSeries[]): Promise<Map<number, Evidence>> {
  const found = new Map<number, Evidence>();
  for (const one of all.filter(canBeOpened)) {
    const scan = await readSeries(one.series, {}, FORMATS).catch(() => undefined);
    if (scan) found.set(one.number, await evidenceOf(scan));
  }
  return found;
}

/** Whatever cannot be looked into is no bank. */
async function isBank(path: string): Promise<boolean> {
  return readHead(path, 9).then(isSafetensors, () => false);
}

const isCollected = (series: ScanSeries): boolean => formatOf(series, FORMATS).isCollection === true;

/** Reads what tells all there is to know only when it is read; what cannot be read is refused. */
async function readThrough({ all, refused }: Found): Promise<Found> {
  const known: NumberedSeries[] = [];
  const unreadable: Refusal[] = [];
  for (const { number, series } of all) {
    if (isCollected(series)) {
      known.push({ number, series });
      continue;
    }
    await readSeries(series, {}, FORMATS).then(
      (scan) => known.push({ number, series: seriesOf(scan) }),
      (error) => unreadable.push({ ...series, error }),
    );
  }
  return { all: known, refused: [...unreadable, ...refused] };
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
