/** What the JSON files say that are written, in words as BIDS has them; the report is made of it. */

import type { ErrorCode } from "../core/errors";

/** Of a scan's file, by BIDS URIs. */
export interface FileHash {
  readonly Algorithm: "SHA-256";
  readonly Value: string;
}

/** What the file beside each one says. */
export interface Sidecar {
  readonly Sources: readonly string[];
  readonly SourceHashes: readonly FileHash[];
  /** Of the file itself. */
  readonly SHA256: string;
  readonly Settings: Readonly<Record<string, unknown>>;
  /** Code, colon, text. */
  readonly Warnings: readonly string[];
}

/** What is written of a scan of which nothing could be made. */
export interface Failure {
  readonly Sources: readonly string[];
  readonly Code: ErrorCode;
  readonly Message: string;
}

/** Of a scan's sums. */
export interface SumsFacts {
  readonly Description: string;
  /** `voxelHash`, by which a bank tells what it learned from. */
  readonly VoxelsHash: string;
  /** Patches that are summed up. */
  readonly Rows: number;
  readonly Voxels: readonly number[];
  readonly VoxelSizeMM: readonly number[];
  /** Standard deviation, a share of the scan's range; null where it cannot be told. */
  readonly EstimatedNoise: number | null;
  /** What the scan shows of how it was made. */
  readonly Evidence: readonly string[];
}

export type SumsSidecar = Sidecar & SumsFacts;

/** A scan that is in a bank; the hash alone where nothing else of it is known here. */
export type UsedScan = Pick<SumsFacts, "VoxelsHash"> &
  Partial<Omit<SumsSidecar, "SHA256" | "Settings" | "Description">>;

export interface LeftOut {
  /** BIDS URI. */
  readonly Source: string;
  readonly Reason: string;
}

/** Of a bank, and of what it was learned from. */
export interface BankFacts {
  readonly Description: string;
  readonly Title: string;
  readonly SHA256: string;
  readonly Settings: Readonly<Record<string, unknown>>;
  readonly Rows: number;
  readonly Scans: readonly UsedScan[];
  readonly LeftOut: readonly LeftOut[];
  /** BIDS URIs. */
  readonly HeldOut: readonly string[];
  readonly Warnings: readonly string[];
}

/** Of scans that were made finer. */
export interface ApplyFacts {
  readonly Results: readonly AppliedScan[];
  readonly Failed: readonly LeftOut[];
  /** How many scans have each, by their codes. */
  readonly WarningCounts: Readonly<Record<string, number>>;
}

export interface AppliedScan {
  /** BIDS URI. */
  readonly Source: string;
  /** Below the folder. */
  readonly Result: string;
  readonly Bank: string;
  /** Noise of the scan, estimated, a share of its range. */
  readonly EstimatedNoise: number | null;
  /** How far the result, made coarse again, is from the scan: RMS, a share of the scan's range. */
  readonly Difference: number | null;
  /** Share of the voxels whose classes were learned from few patches, and of those drawn back to the range of their neighbours. */
  readonly FewRows: number;
  readonly DrawnBack: number;
  readonly Warnings: readonly string[];
}

/** The path of a scan that a BIDS URI names. */
export const pathIn = (uri: string): string => uri.replace(/^bids:[^:]*:/, "");
