/** The banks of the folded method. */

import type { BinEdges, BinnedBank, BinnedMetadata } from "../common/binned-bank";
import type { ClassScheme, Exchange, TapCount } from "./folding";

export interface FoldedMetadata extends BinnedMetadata {
  readonly method: "folded";
  /** Low-resolution voxels a filter looks at. */
  readonly taps: TapCount;
  /** Axes that were exchanged in training, and are in use. */
  readonly exchange: Exchange;
  /** What level classes are told by; absent: the level. */
  readonly classes?: ClassScheme;
  /** Of each level of noise that it was learned at, calmest first; absent where it was learned at one alone. */
  readonly noise?: readonly NoiseLevel[];
}

/** How noisy the degraded training volumes were; shares of the working scale. Source: folded §10. */
export interface NoiseLevel {
  /** Standard deviation of what was added to them. */
  readonly added: number;
  /** What the estimate reads of them, theirs included: what that of a scan is compared with. */
  readonly measured: number;
}

/** What is learned at one level of noise. */
export interface FoldedClasses extends BinEdges {
  /** Class-major filters, taps in the order of TAP_OFFSETS. */
  readonly structureFilters: Float32Array<ArrayBuffer>;
  readonly levelFilters: Float32Array<ArrayBuffer>;
  /** Training rows of each class; 0: the filter of all classes of its phase kind. */
  readonly structureRows: Uint32Array<ArrayBuffer>;
  readonly levelRows: Uint32Array<ArrayBuffer>;
  /** Mean squared error of the bank on each class's training rows, in units of p². */
  readonly structureResidual: Float32Array<ArrayBuffer>;
  readonly levelResidual: Float32Array<ArrayBuffer>;
}

/**
 * Every voxel has a structure class and a level class, and is filtered by the mean of their filters. The bank's own classes
 * are those of the calmest level. A level class is one of levels, or of centres: the name is that of the first scheme.
 */
export interface FoldedBank extends BinnedBank, FoldedClasses {
  readonly metadata: FoldedMetadata;
  /** Of every scheme but `level`: [phase kind, CENTRES, number], the same at every level of noise. */
  readonly centres?: Float32Array<ArrayBuffer>;
  /** The classes of each further level of `metadata.noise`. */
  readonly noisier?: readonly FoldedClasses[];
}
