/** Unfinished training in this browser's storage: its volumes, its request and the class sums that are complete. */

import { EigenvoxError } from "../core/errors";
import type { ScanFile } from "../formats/scan-format";
import { fileOf } from "../hosts/browser-file";
import { randomAccess, removeStored, storedFiles, storeFile } from "../hosts/browser-storage";
import { gramLayout } from "../methods/common/gram";
import { CLASS_COUNT } from "../methods/paper/classes";
import { type DescribedSums, readSums, writeSums } from "../methods/paper/learn/sums-file";
import type { KeptTraining, PaperRequest, TrainingVolumeInfo } from "./training-protocol";
import { heldVolume } from "./training-volumes";

const FOLDER = "training";
const REQUEST = "request.json";
const BASE = "base.safetensors";
const scanFileName = (id: string, index: number) => `${id}-${index}`;
/** Sums are named by their sort key. */
const SUM_NAME = /^sum-(\d+)$/;

interface StoredRequest {
  readonly request: PaperRequest;
  readonly volumes: readonly TrainingVolumeInfo[];
  /** What the files of each volume were called; missing from what an earlier version kept. */
  readonly fileNames?: readonly (readonly string[])[];
}

/** Replaces what was kept by the start of a training. Throws `E_QUOTA`, after removing what was written. */
export async function keepStart(request: PaperRequest, base: DescribedSums | undefined): Promise<void> {
  await discardKept();
  try {
    const volumes = request.volumes.map(({ id }) => heldVolume(id));
    for (const { info, files } of volumes) {
      for (const [index, file] of files.entries()) {
        await storeFile(FOLDER, scanFileName(info.id, index), [await file.bytes()]);
      }
    }
    if (base) await storeFile(FOLDER, BASE, writeSums(base));
    const stored: StoredRequest = {
      request,
      volumes: volumes.map(({ info }) => info),
      fileNames: volumes.map(({ files }) => files.map(({ name }) => name)),
    };
    // Last, so that a request on its own never stands for missing files.
    await storeFile(FOLDER, REQUEST, [new TextEncoder().encode(JSON.stringify(stored))]);
  } catch (error) {
    await discardKept();
    throw error;
  }
}

/** Adds complete sums. Throws `E_QUOTA`; what was kept before stays. */
export async function keepSums(sums: ReadonlyMap<number, Float32Array<ArrayBuffer>>): Promise<void> {
  for (const [key, sum] of sums) await storeFile(FOLDER, `sum-${key}`, [new Uint8Array(sum.buffer)]);
}

export function discardKept(): Promise<void> {
  return removeStored(FOLDER);
}

/** What is kept, without reading the large parts; undefined when nothing is. */
export async function describeKept(): Promise<KeptTraining | undefined> {
  const files = await storedFiles(FOLDER);
  const stored = await readRequest(files);
  if (!stored) return undefined;
  const done = files.filter(({ name }) => SUM_NAME.test(name)).length;
  return {
    ...stored,
    // Nearly every class has rows; held-out ones come on top.
    doneShare: Math.min(1, done / CLASS_COUNT),
    bytes: files.reduce((sum, { size }) => sum + size, 0),
  };
}

export interface LoadedTraining extends StoredRequest {
  readonly scans: readonly { readonly info: TrainingVolumeInfo; readonly files: readonly ScanFile[] }[];
  readonly sums: ReadonlyMap<number, Float32Array<ArrayBuffer>>;
  readonly base: DescribedSums | undefined;
}

/** Throws `E_NOT_FOUND` when nothing is kept or a part is missing. */
export async function loadKept(): Promise<LoadedTraining> {
  const files = await storedFiles(FOLDER);
  const stored = await readRequest(files);
  const byName = new Map(files.map((file) => [file.name, file]));
  const part = (name: string) => {
    const file = byName.get(name);
    if (!file)
      throw new EigenvoxError(
        "E_NOT_FOUND",
        "The unfinished training is no longer complete. Discard it and start again.",
      );
    return file;
  };
  if (!stored) throw new EigenvoxError("E_NOT_FOUND", "No unfinished training is kept in this browser.");
  const sums = new Map<number, Float32Array<ArrayBuffer>>();
  const sumBytes = 4 * gramLayout(stored.request.patch ** 3).floats;
  for (const file of files) {
    const [, key] = SUM_NAME.exec(file.name) ?? [];
    // A reload can have cut the writing of one short: it is summed again.
    if (key !== undefined && file.size === sumBytes) sums.set(Number(key), new Float32Array(await file.arrayBuffer()));
  }
  return {
    ...stored,
    scans: stored.volumes.map((info, v) => ({
      info,
      files: (stored.fileNames?.[v] ?? [info.name]).map((name, index) =>
        fileOf(part(scanFileName(info.id, index)), name),
      ),
    })),
    sums,
    base: stored.request.continueFrom === undefined ? undefined : await readSums(randomAccess(part(BASE))),
  };
}

async function readRequest(files: readonly File[]): Promise<StoredRequest | undefined> {
  const file = files.find(({ name }) => name === REQUEST);
  if (!file) return undefined;
  try {
    return JSON.parse(await file.text()) as StoredRequest;
  } catch {
    return undefined;
  }
}
