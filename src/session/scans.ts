/** Scans as the session holds them, and as the page is given them. */

import { displayWindow } from "../core/intensity";
import type { Volume } from "../core/volume";
import { readScans } from "../formats/registry";
import type { Scan, ScanOrigin } from "../formats/scan-format";
import { fileOf } from "../hosts/browser-file";
import { PHANTOM_TITLE, samplePhantom } from "../phantom/head";
import { toWire } from "./outcome";
import { Store } from "./store";
import type { OpenedFiles, OpenedScan, RefusedFiles } from "./wire";

interface HeldScan {
  readonly id: string;
  readonly volume: Volume;
  /** For the files made from the scan; undefined of a phantom. */
  readonly origin: ScanOrigin | undefined;
}

export class Scans {
  readonly held = new Store<HeldScan>("scan", "This scan is no longer open. Open it again.");

  /** Opens the first scan in the files; those after it are not read. */
  async openFirst(files: readonly File[]): Promise<OpenedFiles> {
    const refused: RefusedFiles[] = [];
    let unread = files.length;
    for await (const result of readScans(files.map((file) => fileOf(file)))) {
      unread -= result.files.length;
      if (!("error" in result)) return { scan: this.open(result), refused, unread };
      refused.push({ name: result.name, files: result.files.length, error: toWire(result.error) });
    }
    return { scan: undefined, refused, unread: 0 };
  }

  private open({ name, volume, origin, calWindow, orientationKnown, details, notices }: Scan): OpenedScan {
    const held = this.hold(volume, origin, calWindow);
    return { ...held, name, orientationKnown, details, notices, synthetic: false };
  }

  async openSample(): Promise<OpenedScan> {
    return {
      ...this.hold(samplePhantom(), undefined),
      name: PHANTOM_TITLE,
      orientationKnown: true,
      details: ["computed in this page"],
      notices: [],
      synthetic: true,
    };
  }

  /** Keeps the volume here; the page gets a copy that can be given away. */
  hold(volume: Volume, origin: HeldScan["origin"], window = displayWindow(volume.data)) {
    const { id } = this.held.add((id) => ({ id, volume, origin }));
    return { id, window, volume: { ...volume, data: volume.data.slice() }, range: rangeOf(volume.data) };
  }
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
