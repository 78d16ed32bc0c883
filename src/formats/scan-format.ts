/** What a file format of scans is to the program, and what it reads and writes. */

import type { Volume } from "../core/volume";

/** A file wherever it lies; each host has its own. */
export interface ScanFile {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** The first bytes, `length` of them or fewer if it has no more; the rest is not read. */
  head(length: number): Promise<Uint8Array>;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

/** What a format remembers of a scan, to write results like it; only the format itself looks inside. */
export interface ScanOrigin {
  /** Id of the format. */
  readonly format: string;
}

export interface Scan {
  /** What the person knows it by: the file's name, or what the files say of themselves. */
  readonly name: string;
  /** The first frame, scaled, its non-finite voxels 0. */
  readonly volume: Volume;
  /** Facts for the person: "NIfTI-1, int16, little-endian", "geometry from sform (scanner)". */
  readonly details: readonly string[];
  /** What the person must know: repairs, conflicts, and what is left out. */
  readonly notices: readonly string[];
  /** Frames in the files. */
  readonly frames: number;
  /** False when the files do not say which way the axes point in the body. */
  readonly orientationKnown: boolean;
  /** The display window that the files ask for, in scaled units, if they have a valid one. */
  readonly calWindow?: readonly [number, number];
  /** What it was read from; these alone, read again, give this scan first. */
  readonly files: readonly ScanFile[];
  readonly origin: ScanOrigin;
}

/** Files that give no scan. */
export interface Refusal {
  /** The file's name, or what the files have in common. */
  readonly name: string;
  readonly files: readonly ScanFile[];
  /** An `EigenvoxError`, unless the host or the program failed. */
  readonly error: unknown;
}

export type ReadResult = Scan | Refusal;

export interface ScanFormat {
  readonly id: string;
  /** As in "Save NIfTI". */
  readonly title: string;
  /** Ends of file names, lower case. */
  readonly extensions: readonly string[];
  /** True when the format wants the file. `head` is its first `SNIFFED_BYTES`, fewer if it has no more. */
  sniff(head: Uint8Array, name: string): boolean;
  /**
   * Reads the scans in files that it wants, each when it is asked for, so that one volume is held at a time. Never
   * throws: what cannot be read is a refusal among the others.
   */
  read(files: readonly ScanFile[]): AsyncGenerator<ReadResult, void>;
  /** Another frame, counted from 0, of a scan that was read from these files. Throws `E_ARGUMENT` where there is none. */
  frame?(files: readonly ScanFile[], index: number): Promise<Volume>;
  /** A volume as a file; without an origin, of a volume that was made here in scanner coordinates. */
  write?(volume: Volume, about: AboutVolume, origin?: ScanOrigin): Promise<Uint8Array<ArrayBuffer>>;
}

/** How a volume came to be, as its file says. */
export interface AboutVolume {
  /** In one line; formats cut it to what they have room for. */
  readonly description: string;
  readonly text?: string;
}

export const SNIFFED_BYTES = 1024;
