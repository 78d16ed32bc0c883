/** The banks of the folded method. */

import type { BinnedBank, BinnedMetadata } from "../common/binned-bank";
import type { Exchange, TapCount } from "./folding";

export interface FoldedMetadata extends BinnedMetadata {
  readonly method: "folded";
  /** Low-resolution voxels a filter looks at. */
  readonly taps: TapCount;
  /** Axes that were exchanged in training, and are in use. */
  readonly exchange: Exchange;
}

/** Every voxel has a structure class and a level class, and is filtered by the mean of their filters. */
export interface FoldedBank extends BinnedBank {
  readonly metadata: FoldedMetadata;
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
