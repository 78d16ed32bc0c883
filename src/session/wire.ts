/**
 * What the page and the engine's session say to each other, which may lie in a worker: plain data only. The session owns
 * the devices and the volumes it works on; the page holds copies for display.
 */

import type { BankMetadata } from "../banks/bank";
import type { ErrorCode } from "../core/errors";
import type { Histogram } from "../core/histogram";
import type { Window } from "../core/view";
import type { Volume } from "../core/volume";
import type { Scan, ScanSeries } from "../formats/scan-format";
import type { Provenance } from "../jobs/provenance";
import type { Method, Quality } from "../methods/method";

export type { SliceGeometry } from "../formats/scan-format";
export type { GivenFile } from "../hosts/browser-file";
export type { FilterPass } from "../methods/explanation";
export type { Quality } from "../methods/method";
export type {
  Assessment,
  AssessRequest,
  Preview,
  PreviewBox,
  ResultPlan,
  SidecarNames,
  VoxelExplanation,
} from "./run-wire";

export type DeviceStatus =
  | {
      readonly available: true;
      readonly adapterName: string;
      readonly kind: "gpu" | "cpu";
      readonly isSoftware: boolean;
    }
  | { readonly available: false; readonly reason: string };

/** A method as the page must know it. */
export interface MethodInfo extends Pick<Method, "id" | "title" | "note"> {
  /** The grade of images that it stands for. */
  readonly quality: Quality | undefined;
  /** True where its banks can be learned; further: drawn towards another bank, and solved from sums that can be kept. */
  readonly learns: boolean;
  readonly takesPrior: boolean;
  readonly keepsSums: boolean;
  /** True where sums are kept only with the classes of a bank that is given. */
  readonly takesClasses: boolean;
  /** True where a run is worth being kept and gone on with: it takes hours. */
  readonly keepsParts: boolean;
  /** Where it learns from a scan itself: the least factor up to which it needs no bank to start from. */
  readonly selfUpTo: number | undefined;
  /** True where its results can be the mean over the scan and its mirror images. */
  readonly mirrors: boolean;
}

/** A filter bank that super-resolution can be asked to use. */
export interface BankEntry extends Pick<BankMetadata, "method" | "factor" | "degradation" | "title"> {
  readonly id: string;
  /** A line per scan it learned from: its name, and what is known of it. */
  readonly trainingData?: readonly string[];
  /** Shortest and longest side of a voxel in what it learned from, where that is known. */
  readonly voxelMm?: readonly [number, number];
  /** "shipped" with the page, or the person's "own": trained or opened here. */
  readonly origin: "shipped" | "own";
  /** True where it has filters for several levels of noise. */
  readonly noise?: boolean;
  /** True when this browser's storage holds it, so that it is there after a reload. */
  readonly isKept: boolean;
}

/** The id of the bank between two shipped ones: `share` of b, a number from 0 to 1. */
export const mixtureId = (a: string, b: string, share: number): string => `mix:${a}+${b}@${share.toFixed(2)}`;

/** What `mixtureId` is made of. */
export interface Mixture {
  readonly ids: readonly [string, string];
  readonly share: number;
}

/** Undefined for ids of other banks. */
export function readMixtureId(id: string): Mixture | undefined {
  const parts = /^mix:(.+)\+(.+)@([\d.]+)$/.exec(id);
  return parts ? { ids: [parts[1] as string, parts[2] as string], share: Number(parts[3]) } : undefined;
}

/** A series that was found in files: what is known of it without its voxels. */
export interface SeriesInfo extends Omit<ScanSeries, "files" | "origin"> {
  /** Id of its format: "dicom", "nifti". */
  readonly format: string;
}

/** What was found in files that were given together. */
export interface SurveyInfo {
  readonly id: string;
  /** Number of the files, those in archives too. */
  readonly files: number;
  /** Those meant to be opened first; of rank "none" those that are no images. */
  readonly series: readonly SeriesInfo[];
  /** What is no series; `E_NOT_NIFTI` for what is no scan at all. */
  readonly refused: readonly RefusedFiles[];
  /** Ids of the series that are to be opened without asking. */
  readonly atOnce: readonly string[];
}

/** The middle slice of a series, small. */
export interface SeriesPicture {
  readonly volume: Volume;
  readonly window: Window;
}

/** What became of a series that was to be opened. */
export interface SeriesRead extends FilesRead<OpenedScan> {
  readonly seriesId: string;
}

/** A scan ready to be shown. */
export interface OpenedScan
  extends Pick<Scan, "name" | "volume" | "orientationKnown" | "details" | "notices">,
    Pick<ScanSeries, "slices" | "contrast"> {
  readonly id: string;
  /** Where it was found; undefined of what no file holds. */
  readonly surveyId?: string;
  readonly seriesId?: string;
  /** True where its files tell of a patient what a DICOM series made from it can tell too. */
  readonly canKeepPatient?: boolean;
  /** Of all its frames the first is held, and is the volume. */
  readonly frames: number;
  /** What suits the eye: 0.5 to 99.5 % of the intensities within the head. */
  readonly window: Window;
  /** What its file asks for. */
  readonly headerWindow?: Window;
  readonly histogram: Histogram;
  /** Least and greatest finite intensity. */
  readonly range: Window;
  /** What was done to the scan, where it is not as the file has it. */
  readonly origin?: string;
  /** True for the built-in phantom. */
  readonly synthetic: boolean;
}

/** Another frame of a scan. */
export type OpenedFrame = Pick<OpenedScan, "volume" | "range" | "histogram">;

export interface SuperResolveRequest {
  /** Chosen by the page; the handle by which the job is cancelled. */
  readonly jobId: string;
  readonly scanId: string;
  /** The bank's factor is the result's; of a mixture, `mixtureId`. With `learn`: the bank that the classes are drawn towards, if any. */
  readonly bankId?: string | undefined;
  /** Learn a bank from the scan itself. */
  readonly learn?: Pick<BankMetadata, "factor" | "degradation"> | undefined;
  /** Back-projection steps; what the degradation and the scan's noise ask for unless told. */
  readonly steps?: number | undefined;
  /** From 0, filters for the scan's noise, to 1, filters as if it had none; 0 unless told. */
  readonly crispness?: number | undefined;
  /** True for the mean over the scan and its mirror images, where the method has a use for it. */
  readonly mirrored?: boolean | undefined;
  /** True brings the scan to the grid on which it was sampled first. */
  readonly trueGrid?: boolean | undefined;
}

/** What could be asked for, before it is. */
export type RunRequest = Omit<SuperResolveRequest, "jobId">;

/** Pictures of a result's faithfulness: the error to be expected of each voxel, and D(result) - scan on its grid. */
export const MAP_KINDS = ["error", "residual"] as const;
export type MapKind = (typeof MAP_KINDS)[number];

export interface ResultMap {
  /** In the scan's units. */
  readonly volume: Volume;
  /** Lower and upper value to be drawn; symmetric about 0 for the residual. */
  readonly window: Window;
}

export interface SuperResolved {
  readonly resultId: string;
  readonly interpolated: Volume;
  readonly superResolved: Volume;
  readonly histogram: Histogram;
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

/** How a result is written as DICOM. */
export interface DicomChoice {
  /** True where the person wants what the source tells of the patient in the files. */
  readonly keepPatient: boolean;
  /** What is to be displayed. */
  readonly window: Window;
}

/** What became of some of the files that were given to be read. */
export interface FilesRead<T> {
  /** Of the scan, or of what is refused. */
  readonly name: string;
  /** Number of the files. */
  readonly files: number;
  readonly outcome: Outcome<T>;
}

export type RefusedFiles = Omit<FilesRead<never>, "outcome"> & { readonly error: WireError };
