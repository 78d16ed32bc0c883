/** A filter bank in memory: linear filters by class, and what must be known to apply and to judge them. */

import type { Exchange, TapCount } from "../core/folded";
import type { Degradation } from "../core/method";
import type { Factor, Vec3 } from "../core/volume";

/** What banks of every method say of themselves. */
interface CommonMetadata {
  readonly factor: Factor;
  readonly gradientWindow: number;
  readonly gradientSigma: number;
  readonly degradation: Degradation;
  readonly title: string;
  readonly created: string;
  readonly software: string;
  readonly licence: string;
  readonly intendedUse: string;
  /** One line a training volume: name, source, licence. */
  readonly trainingData: readonly string[];
  /** Number of patches the filters were learned from. */
  readonly trainingRows: number;
  /** Regularisation and stopping rule, as text. */
  readonly solver: string;
}

export interface PaperMetadata extends CommonMetadata {
  readonly method: "paper";
  /** Filter size in output voxels along x, y, z: equal odd numbers from 3 to 11. */
  readonly patch: Vec3;
}

export interface FoldedMetadata extends CommonMetadata {
  readonly method: "folded";
  /** Low-resolution voxels a filter looks at. */
  readonly taps: TapCount;
  /** Axes that were exchanged in training, and are in use. */
  readonly exchange: Exchange;
}

export type BankMetadata = PaperMetadata | FoldedMetadata;

interface BinnedBank {
  /** Tertiles of √λ1 of the upsampled training volumes scaled by their p, ascending. */
  readonly strengthEdges: readonly [number, number];
  readonly coherenceEdges: readonly [number, number];
}

export interface PaperBank extends BinnedBank {
  readonly metadata: PaperMetadata;
  /** Class-major filters, taps x fastest: element `class·taps + k`; length CLASS_COUNT · px·py·pz. */
  readonly filters: Float32Array<ArrayBuffer>;
  /** Training rows of each class; 0 means the identity filter. Length CLASS_COUNT. */
  readonly classRows: Uint32Array<ArrayBuffer>;
  /** Mean squared error of each class on its training rows, in units of p². Length CLASS_COUNT. */
  readonly classResidual: Float32Array<ArrayBuffer>;
  /** The one filter of all classes together, the baseline a bank is compared with; older banks have none. */
  readonly globalFilter?: Float32Array<ArrayBuffer>;
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

export type Bank = PaperBank | FoldedBank;

export function isFolded(bank: Bank): bank is FoldedBank {
  return bank.metadata.method === "folded";
}
