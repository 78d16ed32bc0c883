/** What an evaluation asks for and finds: plain data that the engine makes and the page and the command line show. */

import type { LearnedFrom } from "../../banks/training-data";
import type { MaskKind } from "../../core/mask";
import type { Notice } from "../../core/notice";
import { SOFTWARE } from "../../core/software";
import type { Factor, Vec3 } from "../../core/volume";
import type { Degradation } from "../../degradations/degradation";
import type { Interpolation } from "../../methods/interpolation/names";
import type { Measured } from "../measures/metrics";

export type { LearnedFrom } from "../../banks/training-data";

/** Bands beyond the Nyquist frequency of the low resolution, as multiples of it. Source: method §8. */
export const BAND_EDGES = [1, 1.25, 1.5, 2, 3, 4] as const;
/** Bins of a radial spectrum, from 0 to the lowest Nyquist frequency of the original's axes. */
export const SPECTRUM_BINS = 48;

/** How one method did on one volume. Source: method §8. */
export interface MethodScore extends Measured {
  /** An interpolation, a bank's name, or that name, a comma and `GLOBAL_FILTER`. */
  readonly name: string;
  /** Root mean square difference between the degraded result and the low-resolution volume, in the scores' units. */
  readonly consistency: number;
  /** What making it took. */
  readonly seconds: number;
  /** Of an output voxel, roughly; what learning takes is not among them. */
  readonly multiplyAdds: number;
  /** Where spectra were asked for and the volume is not too large for them. */
  readonly spectra?: Spectra;
  /** What must be known of it: that nothing could be learned, and what was done instead. */
  readonly notices?: readonly Notice[];
}

/** A result's frequencies beside the original's, over the whole box. Source: method §8. */
export interface Spectra {
  /**
   * Share of the original's energy beyond the low resolution's Nyquist frequency that is restored: 1 all, 0 none, below
   * 0 where what was put there is further from the original than nothing.
   */
  readonly restored: number;
  /** The same of each band that the factor has; edges are multiples of the low resolution's Nyquist frequency. */
  readonly bands: readonly { readonly from: number; readonly to: number; readonly restored: number }[];
  /** Frequency at the end of the last bin, cycles per mm. */
  readonly highest: number;
  /** Mean power of each bin, the mean of the volume left out. */
  readonly original: readonly number[];
  readonly result: readonly number[];
}

/** What follows a bank's name where its filter of all classes together was applied. */
export const GLOBAL_FILTER = "global filter";

export interface EvaluationSettings {
  readonly factors: readonly Factor[];
  readonly degradations: readonly Degradation[];
  readonly interpolations: readonly Interpolation[];
  /** True also learns filters from every low-resolution volume itself. */
  readonly itself: boolean;
  /** The voxels that masked measures are taken over. */
  readonly mask: MaskKind;
  /** True follows the paper: intensities clipped to 0…p, the low-resolution volume and the results 0 outside the mask. */
  readonly zeroOutside: boolean;
  /** Data range of SSIM's constants. */
  readonly ssimRange: number;
  /** From 0, banks' filters for the noise of the low-resolution volume, to 1, as if it had none. */
  readonly crispness: number;
  /** The mean over the low-resolution volume and its mirror images, for banks that have a use for it. */
  readonly mirrored: boolean;
  /** Back-projection steps of the banks' results, or as many as a scan gets by default. Source: folded §8. */
  readonly steps: number | "automatic";
}

/** The name of the method that learns from the low-resolution volume itself. Source: folded §9. */
export const SCAN_ITSELF = "from the scan itself";

export const DEFAULT_SETTINGS: EvaluationSettings = {
  factors: [[2, 2, 2]],
  degradations: ["box"],
  interpolations: ["nearest", "trilinear", "tricubic", "bspline", "lanczos"],
  itself: false,
  mask: "nonzero",
  zeroOutside: false,
  ssimRange: 1,
  crispness: 0,
  mirrored: false,
  steps: "automatic",
};

/** The paper's protocol as far as its text and its authors' public description tell it. Source: method §8. */
export const PAPER_PROTOCOL = {
  degradations: ["cubic"],
  mask: "nonzero",
  zeroOutside: true,
  ssimRange: 2,
  steps: 0,
} as const satisfies Partial<EvaluationSettings>;

/** A bank as an evaluation names it. */
export interface EvaluatedBank {
  readonly name: string;
  /** SHA-256 of its file, hex. */
  readonly hash: string;
  readonly title: string;
  readonly factor: Factor;
  /** What it was learned for. */
  readonly degradation: Degradation;
}

export interface EvaluatedVolume {
  readonly name: string;
  readonly dims: Vec3;
  /** Voxel sizes in mm. */
  readonly spacing: Vec3;
  /** Before cropping to a multiple of a factor. */
  readonly maskVoxels: number;
  /** What must be known of its scores. */
  readonly notices?: readonly Notice[];
}

/** One method on one volume, degraded in one way. */
export interface EvaluationRow extends MethodScore {
  readonly volume: string;
  readonly factor: Factor;
  readonly degradation: Degradation;
  /** Where the method's bank learned from this volume, so that its score says little of other scans. */
  readonly learnedFrom?: LearnedFrom;
}

/** What an evaluation keeps of a bank. */
export function describeEvaluatedBank(judged: {
  readonly name: string;
  readonly hash: string;
  readonly bank: { readonly metadata: Pick<EvaluatedBank, "title" | "factor" | "degradation"> };
}): EvaluatedBank {
  const { title, factor, degradation } = judged.bank.metadata;
  return { name: judged.name, hash: judged.hash, title, factor, degradation };
}

/** A finished or cancelled evaluation; whatever it holds of a volume is complete. */
export interface Evaluation {
  readonly settings: EvaluationSettings;
  readonly software: string;
  readonly adapter: string;
  readonly banks: readonly EvaluatedBank[];
  readonly volumes: readonly EvaluatedVolume[];
  readonly rows: readonly EvaluationRow[];
  /** Volumes that could not be evaluated, and why. */
  readonly failures: readonly { readonly volume: string; readonly reason: string }[];
  /** False when it was cancelled before the last volume. */
  readonly isComplete: boolean;
}

/** An evaluation that has looked at nothing yet. */
export function startEvaluation(
  settings: EvaluationSettings,
  adapter: string,
  banks: readonly Parameters<typeof describeEvaluatedBank>[0][],
): Evaluation {
  return {
    settings,
    software: SOFTWARE,
    adapter,
    banks: banks.map(describeEvaluatedBank),
    volumes: [],
    rows: [],
    failures: [],
    isComplete: false,
  };
}

/** What became of a volume: its scores, or why it has none. */
export type VolumeOutcome =
  | { readonly volume: EvaluatedVolume; readonly rows: readonly EvaluationRow[] }
  | { readonly volume: Pick<EvaluatedVolume, "name">; readonly reason: string };

export function addOutcome(evaluation: Evaluation, done: VolumeOutcome): Evaluation {
  if ("reason" in done) {
    const failure = { volume: done.volume.name, reason: done.reason };
    return { ...evaluation, failures: [...evaluation.failures, failure] };
  }
  return {
    ...evaluation,
    volumes: [...evaluation.volumes, done.volume],
    rows: [...evaluation.rows, ...done.rows],
  };
}
