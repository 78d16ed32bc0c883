/**
 * What the page and the engine's worker say to each other: plain data only, typed on both sides.
 * The worker owns the GPU device and the volumes it works on; the page holds copies for display.
 */

import type { ErrorCode } from "../core/errors";
import type { Progress } from "../core/progress";
import type { Factor, Volume } from "../core/volume";
import type { Degradation } from "../degradations/degradation";
import type { Method } from "../methods/names";
import type { EvaluationApi } from "./evaluation-protocol";
import type { TrainingApi } from "./training-protocol";

export type GpuStatus =
  | { readonly available: true; readonly adapterName: string; readonly isSoftware: boolean }
  | { readonly available: false; readonly reason: string };

/** A filter bank that super-resolution can be asked to use. */
export interface BankEntry {
  readonly id: string;
  /** "shipped" with the page, or the person's "own": trained or opened here. */
  readonly origin: "shipped" | "own";
  /** True when this browser's storage holds it, so that it is there after a reload. */
  readonly isKept: boolean;
  readonly method: Method;
  readonly factor: Factor;
  readonly degradation: Degradation;
  readonly title: string;
}

/** A scan ready to be shown. */
export interface OpenedScan {
  readonly id: string;
  /** File name, or the sample's title. */
  readonly name: string;
  readonly volume: Volume;
  /** Lower and upper display intensity that suit the scan. */
  readonly window: readonly [number, number];
  /** Least and greatest finite intensity. */
  readonly range: readonly [number, number];
  /** False when the file does not say which side is left: no R/L letters may be drawn. */
  readonly orientationKnown: boolean;
  /** What was done to the scan, where it is not as the file has it. */
  readonly origin?: string;
  /** Facts for the person: stored type, where the geometry was taken from. */
  readonly details: readonly string[];
  /** What the person must know: "4-D file: frame 1 of 120 is shown", … */
  readonly notices: readonly string[];
  /** True for the built-in phantom. */
  readonly synthetic: boolean;
}

/** What became of files that were given to be opened. */
export interface OpenedFiles {
  /** Undefined when no file is a scan. */
  readonly scan: OpenedScan | undefined;
  /** Files that are no scans, as far as they were read. */
  readonly refused: readonly RefusedFiles[];
  /** Number of files that were not read, since the scan was found before. */
  readonly unread: number;
}

/** What became of some of the files that were given to be read. */
export interface FilesRead<T> {
  /** Of the scan, or of what is refused. */
  readonly name: string;
  /** Number of the files. */
  readonly files: number;
  readonly outcome: Outcome<T>;
}

export interface RefusedFiles {
  readonly name: string;
  readonly files: number;
  readonly error: WireError;
}

export interface SuperResolveRequest {
  /** Chosen by the page; the handle by which the job is cancelled. */
  readonly jobId: string;
  readonly scanId: string;
  /** The bank's factor is the result's. With `learn`: the folded bank that the classes are drawn towards, if any. */
  readonly bankId?: string | undefined;
  /** Learn a folded bank from the scan itself. */
  readonly learn?: { readonly factor: Factor; readonly degradation: Degradation } | undefined;
  /** Back-projection steps. */
  readonly steps: number;
}

/** How far a result, made coarse again, is from the scan; in the scan's units. */
export interface ConsistencyFacts {
  /** How the scan is taken to have been made: the bank's. */
  readonly degradation: Degradation;
  /** Back-projection steps that were made. */
  readonly steps: number;
  /** Root mean square of the difference over the voxels that are not 0 in the scan. */
  readonly rmse: number;
  /** The same before any step. */
  readonly rmseBefore: number;
  /** The scan's range as the method takes it. */
  readonly range: number;
  /** Standard deviation of the scan's noise, estimated; undefined for scans too small to tell. */
  readonly noise: number | undefined;
}

/** Pictures of a result's faithfulness: the error to be expected of each voxel, and D(result) - scan on its grid. */
export const MAP_KINDS = ["error", "residual"] as const;
export type MapKind = (typeof MAP_KINDS)[number];

export interface ResultMap {
  /** In the scan's units. */
  readonly volume: Volume;
  /** Lower and upper value to be drawn; symmetric about 0 for the residual. */
  readonly window: readonly [number, number];
}

/** How a computed volume came to be; shown beside it and written into the file. */
export interface Provenance {
  readonly method: Method;
  readonly factor: Factor;
  /** How the scan was degraded before, when the result was made to be compared with it. */
  readonly degradation?: Degradation;
  /** Empty where no bank was used. */
  readonly bankTitle: string;
  /** SHA-256 of the bank file, hex; empty without a file. */
  readonly bankHash: string;
  /** Of results that a bank gave. */
  readonly consistency?: ConsistencyFacts;
  /** Share of the voxels that a folded bank drew back to the range of their neighbours. */
  readonly guardedShare?: number;
  /** Share of the voxels whose folded classes were learned from few rows. */
  readonly fewRowsShare?: number;
  readonly software: string;
  readonly adapterName: string;
  readonly seconds: number;
}

export interface SuperResolved {
  readonly resultId: string;
  readonly interpolated: Volume;
  readonly superResolved: Volume;
  readonly provenance: Provenance;
  /** Maps that `resultMap` gives. */
  readonly maps?: readonly MapKind[];
}

/** How an `EigenvoxError` crosses the worker boundary. */
export interface WireError {
  readonly code: ErrorCode | "E_INTERNAL" | "ABORTED";
  readonly message: string;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WireError };

/** Every call settles with an outcome: errors keep their code, and an unexpected one becomes E_INTERNAL. */
export interface EngineApi extends TrainingApi, EvaluationApi {
  openGpu(): Promise<Outcome<GpuStatus>>;
  /** The shipped banks; `baseUrl` is the folder with `catalogue.json`, where banks are fetched from later too. */
  listBanks(baseUrl: string): Promise<Outcome<readonly BankEntry[]>>;
  /** Opens the first scan in the files. */
  openFiles(files: readonly File[]): Promise<Outcome<OpenedFiles>>;
  openSample(): Promise<Outcome<OpenedScan>>;
  /** `onProgress` is a Comlink proxy. */
  superResolve(request: SuperResolveRequest, onProgress: (progress: Progress) => void): Promise<Outcome<SuperResolved>>;
  /** Stops a job at its next GPU submit; unknown ids are ignored. */
  cancel(jobId: string): Promise<void>;
  resultMap(resultId: string, kind: MapKind): Promise<Outcome<ResultMap>>;
  /** The super-resolved volume as a file of its scan's format, or as .nii.gz. */
  encodeResult(resultId: string): Promise<Outcome<Uint8Array<ArrayBuffer>>>;
  /** Frees what the worker holds of a scan and its results. */
  forgetScan(scanId: string): Promise<void>;
}
