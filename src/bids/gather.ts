/** The sums that a bank is solved from, and which scans are in them. */

import { join } from "node:path";
import { hashIn } from "../banks/training-data";
import { openRandomAccess } from "../cli/files";
import { EigenvoxError } from "../core/errors";
import type { DescribedSums } from "../methods/method";
import { readSums } from "../methods/sums-file";
import type { App } from "./app";
import { failureOf, sidecarOf } from "./each-scan";
import type { Failure, LeftOut, SumsSidecar, UsedScan } from "./facts";
import type { Learning } from "./learning";
import { filesEnding, readJson, uriOf } from "./output";

export interface Gathered {
  readonly base: DescribedSums;
  readonly used: readonly UsedScan[];
  readonly leftOut: readonly LeftOut[];
}

/** Sums of a scan; without a sidecar where they are not complete. */
interface StoredSums {
  /** Below the folder. */
  readonly place: string;
  readonly sidecar: SumsSidecar | undefined;
}

/**
 * Merges the files that are given, or else all below the folder of the scans that were chosen, or of all, also of those that the
 * data set has no more; of participants held out there are none. Throws `E_NOT_FOUND` without any, and what reading and merging throw.
 */
export async function gatherSums(app: App, learning: Learning, given: readonly string[]): Promise<Gathered> {
  const { out, scans } = app;
  const stored = await sumsBelow(out, learning);
  const { taken, leftOut } = given.length > 0 ? { taken: [], leftOut: [] } : choose(stored, app, learning);
  const base = await mergeFiles(given.length > 0 ? given : taken.map(({ place }) => join(out, place)), learning);
  if (!base)
    throw new EigenvoxError("E_NOT_FOUND", `${out}: there are no sums to merge: run the level participant first.`);
  const sidecars = new Map([...stored, ...taken].map(({ sidecar }) => [sidecar?.VoxelsHash, sidecar]));
  const used = base.metadata.trainingData.flatMap((line) => {
    const hash = hashIn(line);
    return hash === undefined ? [] : [usedScan(hash, sidecars.get(hash))];
  });
  used.sort((a, b) => (nameIn(a) < nameIn(b) ? -1 : 1));
  const known = new Set([...used.map(({ Sources }) => Sources?.[0]), ...leftOut.map(({ Source }) => Source)]);
  for (const scan of scans) {
    if (scan.isHeldOut || known.has(uriOf(scan.path))) continue;
    const failure = (await readJson(join(out, failureOf(learning.placeOf(scan))))) as Failure | undefined;
    const none = given.length > 0 ? "it is not in the sums that were given" : "no sums were made of it";
    leftOut.push({ Source: uriOf(scan.path), Reason: failure ? `${failure.Code}: ${failure.Message}` : none });
  }
  return { base, used, leftOut };
}

/** Those that are merged, and why others are not; of the same voxels the first. */
function choose(stored: readonly StoredSums[], { scans, isPart }: App, { placeOf }: Learning) {
  const taken = new Map<string, StoredSums>();
  const leftOut: LeftOut[] = [];
  const scanAt = new Map(scans.map((scan) => [placeOf(scan), scan]));
  for (const sums of stored) {
    const { place, sidecar } = sums;
    const scan = scanAt.get(place);
    if (scan?.isHeldOut) continue;
    const twin = sidecar && taken.get(sidecar.VoxelsHash);
    const leave = (reason: string) =>
      leftOut.push({ Source: sidecar?.Sources[0] ?? (scan ? uriOf(scan.path) : place), Reason: reason });
    if (!scan && isPart) leave("it is not among the scans that were chosen");
    else if (!sidecar) leave("its sums are not complete");
    else if (twin) leave(`it has the voxels of ${twin.sidecar?.Sources[0]}`);
    else taken.set(sidecar.VoxelsHash, sums);
  }
  return { taken: [...taken.values()], leftOut };
}

const nameIn = ({ Sources, VoxelsHash }: UsedScan) => Sources?.[0] ?? VoxelsHash;

function usedScan(VoxelsHash: string, sidecar: SumsSidecar | undefined): UsedScan {
  if (!sidecar) return { VoxelsHash };
  const { SHA256: _, Settings: _settings, Description: _description, ...known } = sidecar;
  return known;
}

/** One after the other: of many scans, no more than two are held at a time. */
async function mergeFiles(files: readonly string[], { method, kind }: Learning): Promise<DescribedSums | undefined> {
  let base: DescribedSums | undefined;
  for (const file of files) {
    const sums = await openRandomAccess(file, (opened) => readSums(opened));
    if (sums.method !== method) {
      throw new EigenvoxError("E_SUMS_MISMATCH", `${file}: sums of the method ${sums.method.id}, not ${method.id}.`);
    }
    base = base ? kind.merge([base, sums.described]) : sums.described;
  }
  return base;
}

async function sumsBelow(out: string, { isPlace }: Learning): Promise<StoredSums[]> {
  const places = (await filesEnding(out, ".safetensors")).filter(isPlace);
  return Promise.all(
    places.map(async (place) => ({
      place,
      sidecar: (await readJson(join(out, sidecarOf(place)))) as SumsSidecar | undefined,
    })),
  );
}
