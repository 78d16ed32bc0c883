/** Scans as the session holds them, and as the page is given them. */

import { EigenvoxError } from "../core/errors";
import { intensityFacts } from "../core/histogram";
import type { Notice } from "../core/notice";
import { sha256OfParts } from "../core/sha256";
import type { Volume } from "../core/volume";
import { formatOf, readFrame } from "../formats/registry";
import type { Scan, ScanFormat, ScanSeries } from "../formats/scan-format";
import { PHANTOM_TITLE, samplePhantom } from "../phantom/head";
import { Store } from "./store";
import type { OpenedFrame, OpenedScan } from "./wire";

export interface HeldScan {
  readonly id: string;
  readonly volume: Volume;
  /** What is needed to write files like its own, and to read it again; undefined of a phantom. */
  readonly source: ScanSeries | undefined;
  /** Frames of the scan, and the one that the volume is, counted from 0. */
  readonly frames: number;
  readonly frame: number;
  /** What a person must know of it. */
  readonly notices: readonly Notice[];
}

export class Scans {
  readonly held = new Store<HeldScan>("scan", "This scan is no longer open. Open it again.");
  private readonly hashes = new Map<string, Promise<string>>();

  constructor(private readonly formats: readonly ScanFormat[]) {}

  readonly open = (scan: Scan): OpenedScan => {
    const { name, volume, series, calWindow, orientationKnown, details, notices, frames } = scan;
    const { id: seriesId, slices, contrast } = series;
    return {
      ...this.hold({ volume, source: series, frames, notices }),
      name,
      orientationKnown,
      details,
      seriesId,
      slices,
      contrast,
      canKeepPatient: formatOf(series, this.formats).writeSeries !== undefined,
      synthetic: false,
      ...(calWindow ? { headerWindow: calWindow } : {}),
    };
  };

  async openSample(): Promise<OpenedScan> {
    return {
      ...this.hold({ volume: samplePhantom(), source: undefined, frames: 1, notices: [] }),
      name: PHANTOM_TITLE,
      orientationKnown: true,
      details: ["computed in this page"],
      synthetic: true,
    };
  }

  /** Keeps the volume, the first frame, here; the page gets a copy that can be given away. */
  hold(scan: Omit<HeldScan, "id" | "frame">) {
    const { volume, frames, notices } = scan;
    const { id } = this.held.add((id) => ({ ...scan, frame: 0, id }));
    return { id, frames, notices, ...intensityFacts(volume.data), volume: copied(volume) };
  }

  /** Throws `E_NOT_FOUND`, and `E_ARGUMENT` for a frame that there is not. */
  async takeFrame(scanId: string, frame: number): Promise<OpenedFrame> {
    const scan = this.held.get(scanId);
    if (frame === scan.frame) return frameOf(scan.volume);
    if (!scan.source) throw new EigenvoxError("E_ARGUMENT", "A phantom has one frame only.");
    const volume = await readFrame(scan.source, frame, this.formats);
    this.held.set(scanId, { ...this.held.get(scanId), volume, frame });
    return frameOf(volume);
  }

  /** Of one file its own hash, of several that of their hashes. The files are read again, once. */
  sourceHash(scanId: string): Promise<string> {
    const { source, volume } = this.held.get(scanId);
    let hash = this.hashes.get(scanId);
    if (!hash) {
      hash = sha256OfParts(source?.files.map((file) => () => file.bytes()) ?? [async () => volume.data]);
      hash.catch(() => this.hashes.delete(scanId));
      this.hashes.set(scanId, hash);
    }
    return hash;
  }

  forget(scanId: string): void {
    this.held.delete(scanId);
    this.hashes.delete(scanId);
  }
}

const frameOf = (volume: Volume): OpenedFrame => {
  const { range, histogram } = intensityFacts(volume.data);
  return { volume: copied(volume), range, histogram };
};

/** A copy that can be given away. */
export const copied = (volume: Volume): Volume => ({ ...volume, data: volume.data.slice() });
