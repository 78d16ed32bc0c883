/** Scans as the worker holds them, and as the page is given them. */

import { EigenvoxError } from "../core/errors";
import { displayWindow } from "../core/intensity";
import type { Volume } from "../core/volume";
import { PHANTOM_TITLE, samplePhantom } from "../phantom/head";
import type { OpenedScan } from "./protocol";
import { readFile } from "./read-file";

export interface HeldScan {
  readonly id: string;
  readonly volume: Volume;
  /** NIfTI code of the space the affine leads to; goes into the files made from the scan. */
  readonly spaceCode: number;
}

const scans = new Map<string, HeldScan>();
let lastScan = 0;

/** Throws what `readFile` throws. */
export async function readScan(file: File): Promise<OpenedScan> {
  const { volume, spaceCode, ...scan } = await readFile(file);
  return {
    ...holdScan(volume, spaceCode),
    name: file.name,
    window: scan.calWindow ?? displayWindow(volume.data),
    orientationKnown: scan.orientationKnown,
    details: scan.details,
    notices: scan.notices,
    synthetic: false,
  };
}

export async function makeSample(): Promise<OpenedScan> {
  const volume = samplePhantom();
  return {
    ...holdScan(volume, 1),
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
export function holdScan(volume: Volume, spaceCode: number): Pick<OpenedScan, "id" | "volume" | "range"> {
  const id = `scan-${++lastScan}`;
  scans.set(id, { id, volume, spaceCode });
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
