/** What may become of files that may be anything: decided soon, in bounded memory, and read or refused by name. */

import { cpuUsage } from "node:process";
import { spacingOf } from "../core/affine";
import { EigenvoxError } from "../core/errors";
import { voxelCount } from "../core/volume";
import { readSeries, surveyFiles } from "./registry";
import type { Scan, ScanFile } from "./scan-format";
import { watchAllocations } from "./test-allocations";

/** Of the processor's time, in which it must be decided what becomes of a file. */
const MOST_MS = 50;
/** Compiling and collecting garbage can fall into one of them, and hardly into all. */
const TRIES = 3;

export interface Trial {
  /** What a failure shows. */
  readonly bytes: Uint8Array;
  /** Bytes that may be taken at once. */
  readonly mostBytes: number;
  /** Words for what became of it; throws what refuses it. */
  decide(): readonly string[] | Promise<readonly string[]>;
}

/** All that became of the trials; fails at the first that was not decided as it must be. */
export async function verdictsOf(trials: Iterable<Trial> | AsyncIterable<Trial>): Promise<string[]> {
  const seen = new Set<string>();
  let round = 0;
  for await (const trial of trials) {
    try {
      for (const verdict of await decided(trial)) seen.add(verdict);
    } catch (error) {
      throw new Error(`Round ${round}: ${Buffer.from(trial.bytes).toString("base64")}`, { cause: error });
    }
    round++;
  }
  return [...seen];
}

async function decided({ mostBytes, decide }: Trial): Promise<readonly string[]> {
  let verdicts: readonly string[] = [];
  for (let left = TRIES; ; left--) {
    const started = cpuUsage();
    const largest = await watchAllocations(async () => {
      try {
        verdicts = await decide();
      } catch (error) {
        verdicts = [nameOf(error)];
      }
    });
    const { user, system } = cpuUsage(started);
    const ms = (user + system) / 1000;
    check(largest <= mostBytes, `${largest} bytes at once, more than ${mostBytes}`);
    if (ms <= MOST_MS) return verdicts;
    check(left > 1, `${ms} ms, more than ${MOST_MS}`);
  }
}

/** The code of an error that a person can be shown; throws any other. */
function nameOf(error: unknown): string {
  if (!(error instanceof EigenvoxError)) throw error;
  check(error.message.length > 20, `${error.code} says no more than "${error.message}"`);
  return error.code;
}

/** What became of each series in the files, opened as the page opens them. */
export async function openAll(files: readonly ScanFile[]): Promise<readonly string[]> {
  const { series, refused } = await surveyFiles(files);
  const verdicts = refused.map(({ error }) => nameOf(error));
  for (const one of series) {
    if (one.rank === "none") verdicts.push("none");
    else verdicts.push(await readSeries(one).then(checkScan, nameOf));
  }
  check(verdicts.length > 0, "files that are neither read nor refused");
  return verdicts;
}

function checkScan({ volume, frames }: Scan): string {
  const { data, dims, spacing, affine } = volume;
  check(frames >= 1, `${frames} frames`);
  check(data.length === voxelCount(dims), `${data.length} voxels of ${dims}`);
  // Missing voxels are NaN, and nothing else is not finite.
  check(!data.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY), "an infinite voxel");
  check(affine.every(Number.isFinite), `the affine ${affine}`);
  check(
    [...spacing, ...spacingOf(affine)].every((size) => size > 0),
    `the spacing ${spacing}`,
  );
  return "read";
}

export function check(condition: boolean, message: string): void {
  if (!condition) throw new Error(message);
}
