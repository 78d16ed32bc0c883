/** What a file format of scans is to the program, and what it reads and writes. */

import type { Notice } from "../core/notice";
import type { JobOptions } from "../core/progress";
import type { Vec3, Volume } from "../core/volume";

/** A file wherever it lies; each host has its own, and so has what lies in an archive. */
export interface ScanFile {
  readonly name: string;
  /** Where it was found below what was given, with its name; undefined for a file that was given itself. */
  readonly path?: string | undefined;
  /** In bytes. */
  readonly size: number;
  /** Bytes `begin` … `end - 1`, fewer where it has no more; the rest is not read. */
  slice(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

/** What a format remembers of a series, to read it again and to write results like it; only the format looks inside. */
export interface ScanOrigin {
  /** Id of the format. */
  readonly format: string;
  /** False where the files do not say which way the axes point in the body, so that results must not say it either. */
  readonly isOriented?: boolean;
}

/** How the slices of a series of two-dimensional images lie, where its files tell. */
export interface SliceGeometry {
  /** The grid axis across the slices. */
  readonly axis: 0 | 1 | 2;
  /** Between the centres of neighbouring slices, mm. */
  readonly distanceMm: number;
  /** Of what one slice shows, mm. */
  readonly thicknessMm?: number | undefined;
  /** Why nothing may be made finer across the slices: they do not lie evenly. */
  readonly obstacle?: Notice | undefined;
}

/** What lies in files and can be opened, as far as is known without its voxels. */
export interface ScanSeries {
  /** The same whenever the same files are looked through, and no other's among them. */
  readonly id: string;
  /** What a person knows it by: the file's name, or what the files say of themselves; never a patient's name. */
  readonly name: string;
  /** As it will be opened. */
  readonly dims: Vec3;
  /** In mm. */
  readonly spacing: Vec3;
  /** Volumes in it, of which one at a time is read. */
  readonly frames: number;
  /** Images it was put together from: slices and frames of DICOM; 1 of a file that holds a volume. */
  readonly count: number;
  /** The least is known before voxels are read; a `Scan` has all. */
  readonly notices: readonly Notice[];
  /** "image": meant to be opened; "minor": can be (localizers, derived and colour images); "none": no image. */
  readonly rank: "image" | "minor" | "none";
  /** The contrast that the files' numbers speak of, as in BIDS suffixes ("T1w", "FLAIR"): a guess. */
  readonly contrast?: string | undefined;
  readonly slices?: SliceGeometry | undefined;
  /** All files it is read from, and nothing else; empty for what is no image. */
  readonly files: readonly ScanFile[];
  readonly origin: ScanOrigin;
}

export interface Scan {
  readonly series: ScanSeries;
  readonly name: string;
  /** The first frame, scaled; NaN where it has no finite number. */
  readonly volume: Volume;
  /** Facts for the person: "NIfTI-1, int16, little-endian", "geometry from sform (scanner)". */
  readonly details: readonly string[];
  /** What the person must know: repairs, conflicts, and what is left out. */
  readonly notices: readonly Notice[];
  /** Frames in the files. */
  readonly frames: number;
  /** False when the files do not say which way the axes point in the body. */
  readonly orientationKnown: boolean;
  /** The display window that the files ask for, in scaled units, if they have a valid one. */
  readonly calWindow?: readonly [number, number] | undefined;
}

/** Files that give no series. */
export interface Refusal {
  /** The file's name, or what the files have in common. */
  readonly name: string;
  readonly files: readonly ScanFile[];
  /** An `EigenvoxError`, unless the host or the program failed; `E_NOT_NIFTI` for what is no scan at all. */
  readonly error: unknown;
}

/** What was found in files. */
export interface Survey {
  /** Those meant to be opened first. */
  readonly series: readonly ScanSeries[];
  readonly refused: readonly Refusal[];
}

const RANKS: readonly ScanSeries["rank"][] = ["image", "minor", "none"];

/** Series in their order, but those meant to be opened first, and what is no image last. */
export const meantFirst = (series: readonly ScanSeries[]): readonly ScanSeries[] =>
  RANKS.flatMap((rank) => series.filter((one) => one.rank === rank));

export interface ScanFormat {
  readonly id: string;
  /** As in "Save NIfTI". */
  readonly title: string;
  /** Ends of file names, lower case. */
  readonly extensions: readonly string[];
  /**
   * True where files hold images that make up series only together, which a person chooses among. Its surveys tell all
   * that there is to know of a series.
   */
  readonly isCollection?: boolean;
  /** True when the format wants the file. `head` is its first `SNIFFED_BYTES`, decompressed, fewer if it has no more. */
  sniff(head: Uint8Array, name: string): boolean;
  /** Looks through files that it wants, without reading voxels. Never throws: what cannot be read is refused. */
  survey(files: readonly ScanFile[], options?: JobOptions): Promise<Survey>;
  /** Reads a series that it found. Throws an `EigenvoxError` for what cannot be read. */
  read(series: ScanSeries, options?: JobOptions): Promise<Scan>;
  /** Another frame of the series, counted from 0. Throws `E_ARGUMENT` where there is none. */
  frame?(series: ScanSeries, index: number): Promise<Volume>;
  /** The middle slice: `dims[2]` is 1. Throws as `read`. */
  picture?(series: ScanSeries): Promise<Volume>;
  /**
   * A volume as a file, its parts in order; `origin` is that of a scan of any format. Without one the volume was made here,
   * in scanner coordinates. The volume must stay as it is until the last part is there.
   */
  write?(volume: Volume, wish: VolumeWish, origin?: ScanOrigin): AsyncIterable<Uint8Array<ArrayBuffer>>;
  /** A computed volume as a series of files, one after the other; `source` is what it was computed from. */
  writeSeries?(volume: Volume, about: AboutSeries, source?: ScanSeries): AsyncGenerator<WrittenFile, void>;
}

/** How a volume came to be, as its file says. */
export interface AboutVolume {
  /** In one line; formats cut it to what they have room for. */
  readonly description: string;
  readonly text?: string;
}

/** What a file of a volume is to say and be. */
export interface VolumeWish extends AboutVolume {
  /** True for one that is not to be compressed. */
  readonly isPlain?: boolean;
}

/** How a computed series came to be, as its files say. */
export interface AboutSeries {
  /** What lists of series show: "Eigenvox 2× super-resolved, research only". */
  readonly title: string;
  /** Method, factor and bank. */
  readonly derivation: string;
  /** "Eigenvox 0.1.0". */
  readonly software: string;
  /** Lower and upper value to be displayed. */
  readonly window?: readonly [number, number] | undefined;
  /** True where the person wants what the source tells of the patient in the files. */
  readonly keepPatient: boolean;
}

export interface WrittenFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export const SNIFFED_BYTES = 1024;
