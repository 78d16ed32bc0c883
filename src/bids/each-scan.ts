/** A file made of each scan: kept where it is there already, and where it cannot be made, why is written beside it. */

import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Arguments } from "../cli/arguments";
import { deviceOf } from "../cli/command";
import { readBytes } from "../cli/files";
import { isOfDevice } from "../cli/program";
import { findScans } from "../cli/scans";
import { interruptSignal, onDevice, progressLine, tell, tellNotice, tellResult, tellTrouble } from "../cli/terminal";
import type { WrittenFiles } from "../cli/voices";
import type { Executor } from "../compute/executor";
import { EigenvoxError, isAbort } from "../core/errors";
import type { Notice } from "../core/notice";
import { type JobOptions, partOf } from "../core/progress";
import { sha256 } from "../core/sha256";
import type { Factor } from "../core/volume";
import type { Scan } from "../formats/scan-format";
import { type BidsScan, type Dataset, reasonOf } from "./dataset";
import type { Failure, Sidecar } from "./facts";
import { GENERATOR, readJson, uriOf, writeJson, writeWhole } from "./output";

/** What is made of a scan. */
export interface Made {
  readonly parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** Of the file beside it, beside or instead of what is said of every one. */
  readonly facts: object;
  readonly notices: readonly Notice[];
}

export interface Making {
  readonly factor: Factor;
  /** Of a scan's file, below what is written. */
  placeOf(scan: BidsScan): string;
  /** All that the file depends on, beside the scan. */
  readonly settings: Readonly<Record<string, unknown>>;
  make(executor: Executor, scan: Scan, of: MadeOf, options: JobOptions): Promise<Made>;
  /** When all are done: what else was written, by its names. */
  finish?(): Promise<WrittenFiles>;
}

/** Of what, and where to. */
export interface MadeOf {
  readonly source: BidsScan;
  /** SHA-256 of its file, hex. */
  readonly hash: string;
  /** Below what is written. */
  readonly place: string;
}

/** The file beside another one, which has its whole extension in place of its own. */
export const besideOf = (place: string, extension: string): string => place.replace(/(\.nii)?\.[A-Za-z]+$/, extension);

export const sidecarOf = (place: string) => besideOf(place, ".json");
export const failureOf = (place: string) => besideOf(place, ".failed.json");

/**
 * Makes what is not there yet, or not by these settings, or with `--overwrite` all of it. Throws the first failure when all are
 * done, and at once what the device came to. Cancel: what is made stays.
 */
export async function makeOfEach(
  { root }: Dataset,
  out: string,
  scans: readonly BidsScan[],
  args: Arguments,
  making: Making,
): Promise<void> {
  const signal = interruptSignal();
  const onProgress = progressLine();
  const files: Record<"made" | "kept" | "failed", string[]> = { made: [], kept: [], failed: [] };
  const failures: EigenvoxError[] = [];
  const waiting = new Map<BidsScan, string>();
  for (const scan of scans) {
    const isKept = !args.flag("overwrite") && (await isMade(root, out, scan, making));
    if (isKept) files.kept.push(making.placeOf(scan));
    else waiting.set(scan, making.placeOf(scan));
  }
  if (files.kept.length > 0)
    tell(`Kept: ${files.kept.length} of ${scans.length} were made before, with the same settings`);
  const total = waiting.size;
  const makeAll = async (executor: Executor) => {
    // Where the processor goes on for a graphics card, what that has made stays.
    for (const [scan, place] of waiting) {
      signal.throwIfAborted();
      const done = total - waiting.size;
      const part = partOf(onProgress, done / total, (done + 1) / total);
      const options: JobOptions = {
        signal,
        onProgress: ({ stage, fraction }) => part?.({ stage: `${scan.path}: ${stage}`, fraction }),
      };
      try {
        await makeOne(executor, scan, place, options);
        files.made.push(place);
      } catch (error) {
        if (isAbort(error) || !(error instanceof EigenvoxError) || isOfDevice(error)) throw error;
        const message = reasonOf(error.message, root, scan.path);
        failures.push(new EigenvoxError(error.code, `${scan.path}: ${message}`, { cause: error }));
        files.failed.push(failureOf(place));
        const failure: Failure = { Sources: [uriOf(scan.path)], Code: error.code, Message: message };
        await writeJson(join(out, failureOf(place)), { ...failure, GeneratedBy: [GENERATOR] });
        tellTrouble(failures.at(-1) as EigenvoxError);
      }
      waiting.delete(scan);
    }
  };
  const makeOne = async (executor: Executor, source: BidsScan, place: string, options: JobOptions) => {
    for (const old of [place, sidecarOf(place), failureOf(place)]) await rm(join(out, old), { force: true });
    const file = join(root, source.path);
    const hash = await sha256(await readBytes(file));
    const [found, ...others] = await findScans([file], [making.factor]);
    if (!found || others.length > 0) throw new EigenvoxError("E_NOT_IMAGE", "There is no single image in it.");
    const scan = await found.read();
    const started = performance.now();
    const { parts, facts, notices } = await making.make(executor, scan, { source, hash, place }, options);
    for (const one of notices) tellNotice(one, scan.name);
    await writeWhole(join(out, place), parts);
    const sidecar: Sidecar = {
      Sources: [uriOf(source.path)],
      SourceHashes: [{ Algorithm: "SHA-256", Value: hash }],
      SHA256: await sha256(await readBytes(join(out, place))),
      Settings: making.settings,
      Warnings: [...scan.notices, ...notices].map(({ code, text }) => `${code}: ${text}`),
    };
    const Seconds = Number(((performance.now() - started) / 1000).toPrecision(3));
    const GeneratedBy = [{ ...GENERATOR, Backend: executor.name, Seconds }];
    await writeJson(join(out, sidecarOf(place)), { ...sidecar, GeneratedBy, ...facts });
  };
  if (total > 0) await onDevice(deviceOf(args), makeAll);
  onProgress.end();
  const written = (await making.finish?.()) ?? {};
  tellResult(written, files, `${files.made.length} made, ${files.kept.length} kept, ${files.failed.length} failed\n`);
  const [first, ...more] = failures;
  if (!first) return;
  const others = more.length > 0 ? ` (and ${more.length} more)` : "";
  throw new EigenvoxError(first.code === "E_ARGUMENT" ? "E_NOT_FOUND" : first.code, `${first.message}${others}`);
}

/** Whether the file is there, whole, of this scan and by these settings. */
async function isMade(root: string, out: string, scan: BidsScan, { placeOf, settings }: Making): Promise<boolean> {
  const place = placeOf(scan);
  const told = (await readJson(join(out, sidecarOf(place)))) as Partial<Sidecar> | undefined;
  if (!told || JSON.stringify(told.Settings) !== JSON.stringify(settings)) return false;
  const hashes = [join(out, place), join(root, scan.path)].map(async (path) => sha256(await readBytes(path)));
  const [made, source] = await Promise.all(hashes).catch(() => []);
  return made !== undefined && made === told.SHA256 && source === told.SourceHashes?.[0]?.Value;
}
