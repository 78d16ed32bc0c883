/** Accumulated sums that wait here to be saved, merged or continued. */

import { EigenvoxError } from "../core/errors";
import { randomAccess } from "../hosts/browser-storage";
import { CLASS_COUNT } from "../methods/paper/classes";
import { accumulatorBytes } from "../methods/paper/learn/accumulators";
import { type DescribedSums, readSums, writeSums } from "../methods/paper/learn/sums-file";
import { mergeSums } from "../methods/paper/learn/training";
import type { SumsInfo } from "./training-protocol";

interface HeldSums extends DescribedSums {
  readonly info: SumsInfo;
}

const held = new Map<string, HeldSums>();
let lastId = 0;
/** Parts of a file are gathered to this size before the browser is given them. */
const PIECE_BYTES = 64 * 2 ** 20;

export function holdSums(name: string, described: DescribedSums): SumsInfo {
  const { metadata, sums } = described;
  const info: SumsInfo = {
    id: `sums-${++lastId}`,
    name,
    factor: sums.factor,
    degradation: sums.degradation,
    patch: sums.patch,
    rows: sums.classRows.reduce((a, b) => a + b),
    bytes: accumulatorBytes(sums.layout.taps),
    trainingData: metadata.trainingData,
  };
  held.set(info.id, { ...described, info });
  return info;
}

/** Throws `E_NOT_FOUND`. */
export function heldSums(id: string): HeldSums {
  const sums = held.get(id);
  if (!sums) throw new EigenvoxError("E_NOT_FOUND", "These sums are no longer here. Load their file again.");
  return sums;
}

/** Memory that the sums held here take. */
export function heldSumsBytes(): number {
  return [...held.values()].reduce((sum, { sums }) => sum + CLASS_COUNT * 4 * sums.layout.floats, 0);
}

export function dropSums(id: string): void {
  held.delete(id);
}

/** Throws `E_BANK` for a file that holds no sums. */
export async function loadSums(file: File): Promise<SumsInfo> {
  return holdSums(file.name, await readSums(randomAccess(file)));
}

/** Throws `E_SUMS_MISMATCH`; then nothing is given up. */
export async function mergeHeldSums(ids: readonly string[]): Promise<SumsInfo> {
  const all = ids.map(heldSums);
  const sums = mergeSums(all.map((one) => one.sums));
  const trainingData = all.flatMap((one) => one.metadata.trainingData);
  const rows = sums.classRows.reduce((a, b) => a + b);
  const metadata = { ...(all[0] as HeldSums).metadata, trainingData, trainingRows: rows };
  for (const id of ids) held.delete(id);
  return holdSums(all.map((one) => one.info.name).join(" + "), { metadata, sums });
}

export async function encodeSums(id: string): Promise<Blob> {
  const pieces: Blob[] = [];
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for (const part of writeSums(heldSums(id))) {
    parts.push(part);
    bytes += part.length;
    if (bytes < PIECE_BYTES) continue;
    pieces.push(new Blob(parts));
    parts = [];
    bytes = 0;
    await new Promise((resolve) => setTimeout(resolve, 0)); // let messages through
  }
  return new Blob([...pieces, ...parts]);
}
