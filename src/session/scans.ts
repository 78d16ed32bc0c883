/** Scans as the worker holds them, and as the page is given them. */

import { EigenvoxError } from "../core/errors";
import { displayWindow } from "../core/intensity";
import type { Volume } from "../core/volume";
import { readScans } from "../formats/registry";
import type { Scan, ScanOrigin } from "../formats/scan-format";
import { fileOf } from "../hosts/browser-file";
import { PHANTOM_TITLE, samplePhantom } from "../phantom/head";
import { toWire } from "./outcome";
import type { OpenedFiles, OpenedScan, RefusedFiles } from "./protocol";

export interface HeldScan {
  readonly id: string;
  readonly volume: Volume;
  /** For the files made from the scan; undefined of a phantom. */
  readonly origin: ScanOrigin | undefined;
}

const scans = new Map<string, HeldScan>();
let lastScan = 0;

/** Opens the first scan in the files; those after it are not read. */
export async function openFirst(files: readonly File[]): Promise<OpenedFiles> {
  const refused: RefusedFiles[] = [];
  let unread = files.length;
  for await (const result of readScans(files.map((file) => fileOf(file)))) {
    unread -= result.files.length;
    if (!("error" in result)) return { scan: openScan(result), refused, unread };
    refused.push({ name: result.name, files: result.files.length, error: toWire(result.error) });
  }
  return { scan: undefined, refused, unread: 0 };
}

function openScan({ name, volume, origin, calWindow, orientationKnown, details, notices }: Scan): OpenedScan {
  return {
    ...holdScan(volume, origin),
    name,
    window: calWindow ?? displayWindow(volume.data),
    orientationKnown,
    details,
    notices,
    synthetic: false,
  };
}

export async function makeSample(): Promise<OpenedScan> {
  const volume = samplePhantom();
  return {
    ...holdScan(volume, undefined),
    name: PHANTOM_TITLE,
    window: displayWindow(volume.data),
    orientationKnown: true,
    details: ["computed in this page"],
    notices: [],
    synthetic: true,
  };
}

/** Throws `E_NOT_FOUND` for a scan that was closed. */
export function heldScan(id: string): HeldScan {
  const scan = scans.get(id);
  if (!scan) throw new EigenvoxError("E_NOT_FOUND", "This scan is no longer open. Open it again.");
  return scan;
}

export function dropScan(id: string): void {
  scans.delete(id);
}

/** Keeps the volume here; the page gets a copy that can be transferred to it. */
export function holdScan(volume: Volume, origin: ScanOrigin | undefined): Pick<OpenedScan, "id" | "volume" | "range"> {
  const id = `scan-${++lastScan}`;
  scans.set(id, { id, volume, origin });
  return { id, volume: { ...volume, data: volume.data.slice() }, range: rangeOf(volume.data) };
}

/** Least and greatest value; every voxel of an opened scan is finite. */
function rangeOf(data: Float32Array): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
