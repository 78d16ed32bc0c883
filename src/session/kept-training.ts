/** An unfinished training in storage: its volumes, its request and the parts that are complete. */

import { EigenvoxError } from "../core/errors";
import { fileOf, randomAccess } from "../hosts/browser-file";
import type { FileStorage } from "./file-storage";
import type { KeptVolume } from "./training-volumes";
import type { KeptTraining, TrainingRequest } from "./training-wire";

const FOLDER = "training";
const REQUEST = "request.json";
const BASE = "base.safetensors";
const scanFileName = (id: string, index: number) => `${id}-${index}`;
/** Parts are named by their number. */
const PART_NAME = /^part-(\d+)$/;

interface StoredRequest extends Pick<KeptTraining, "request" | "volumes"> {
  /** What the files of each volume were called; what the first versions of the page kept has none. */
  readonly fileNames?: readonly (readonly string[])[];
  /** Which series of its files each volume is; null for the only one. */
  readonly seriesIds?: readonly (string | null)[];
  readonly expectedParts: number;
}

export class KeptTrainings {
  constructor(private readonly storage: FileStorage) {}

  /** Replaces what was kept by the start of a training. Throws `E_QUOTA`, after removing what was written. */
  async keepStart(
    request: TrainingRequest,
    volumes: readonly KeptVolume[],
    expectedParts: number,
    base: Iterable<Uint8Array<ArrayBuffer>> | undefined,
  ): Promise<void> {
    await this.discard();
    try {
      for (const { info, files } of volumes) {
        for (const [index, file] of files.entries()) {
          await this.storage.store(FOLDER, scanFileName(info.id, index), [await file.bytes()]);
        }
      }
      if (base) await this.storage.store(FOLDER, BASE, base);
      const stored: StoredRequest = {
        request,
        volumes: volumes.map(({ info }) => info),
        fileNames: volumes.map(({ files }) => files.map(({ name }) => name)),
        seriesIds: volumes.map(({ seriesId = null }) => seriesId),
        expectedParts,
      };
      // Last, so that a request on its own never stands for missing files.
      await this.storage.store(FOLDER, REQUEST, [new TextEncoder().encode(JSON.stringify(stored))]);
    } catch (error) {
      await this.discard();
      throw error;
    }
  }

  /** Adds complete parts. Throws `E_QUOTA`; what was kept before stays. */
  async keepParts(parts: ReadonlyMap<number, Float32Array<ArrayBuffer>>): Promise<void> {
    for (const [key, part] of parts) {
      await this.storage.store(FOLDER, `part-${key}`, [new Uint8Array(part.buffer)]);
    }
  }

  discard(): Promise<void> {
    return this.storage.remove(FOLDER);
  }

  /** What is kept, without reading the large files; undefined when nothing is. */
  async describe(): Promise<KeptTraining | undefined> {
    const files = await this.storage.files(FOLDER);
    const stored = await readRequest(files);
    if (!stored) return undefined;
    const { request, volumes, expectedParts } = stored;
    const done = files.filter(({ name }) => PART_NAME.test(name)).length;
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    return { request, volumes, doneShare: Math.min(1, done / expectedParts), bytes };
  }

  /** Throws `E_NOT_FOUND` when nothing is kept or a file is missing. */
  async load() {
    const files = await this.storage.files(FOLDER);
    const stored = await readRequest(files);
    if (!stored) throw new EigenvoxError("E_NOT_FOUND", "No unfinished training is kept in this browser.");
    const { fileNames, seriesIds } = stored;
    if (!fileNames) {
      const message =
        "The unfinished training was kept by an earlier version of this page. Discard it and start again.";
      throw new EigenvoxError("E_NOT_FOUND", message);
    }
    const byName = new Map(files.map((file) => [file.name, file]));
    const kept = (name: string) => {
      const file = byName.get(name);
      if (file) return file;
      const message = "The unfinished training is no longer complete. Discard it and start again.";
      throw new EigenvoxError("E_NOT_FOUND", message);
    };
    const parts = new Map<number, Float32Array<ArrayBuffer>>();
    for (const file of files) {
      const [, key] = PART_NAME.exec(file.name) ?? [];
      // A reload can have cut the writing of one short: whole floats at least, the rest is the method's to judge.
      if (key === undefined || file.size % 4 !== 0) continue;
      parts.set(Number(key), new Float32Array(await file.arrayBuffer()));
    }
    return {
      ...stored,
      scans: stored.volumes.map((info, v) => ({
        info,
        files: (fileNames[v] ?? []).map((name, index) => fileOf(kept(scanFileName(info.id, index)), name)),
        seriesId: seriesIds?.[v] ?? undefined,
      })),
      parts,
      base: stored.request.continueFrom === undefined ? undefined : randomAccess(kept(BASE)),
    };
  }
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
