/** How a single voxel of a result came to be, as every method that applies a bank can tell it. */

import type { Vec3 } from "../core/volume";

/** A part of a scan in working units. */
export interface ExplainedVolume {
  readonly data: Float64Array;
  readonly dims: Vec3;
}

/** A value and the bin it falls into, of so many. */
export interface Level {
  readonly value: number;
  readonly bin: number;
  readonly bins: number;
}

/** One of the classes a voxel was sorted into. */
export interface ExplainedClass {
  /** What it is a class of: "structure", "level". */
  readonly kind: string;
  readonly number: number;
  /** How many there are. */
  readonly of: number;
  /** Voxels in training that its filter was learned from. */
  readonly rows: number;
}

/** Weights of the voxels around: x fastest, the middle one being the nearest to the voxel. */
export interface FilterPatch {
  /** Voxels along each axis. */
  readonly size: number;
  readonly taps: readonly number[];
  /** Whose voxels: the scan's own, those of the interpolated volume, or those of the pass before. */
  readonly grid: "scan" | "interpolated" | "before";
}

/** What a pass of filters made of a voxel. */
export interface FilterPass {
  readonly filtered: number;
  /** The classes in a word: "class 341". */
  readonly classTitle: string;
  /** None where the voxel was left as it was. */
  readonly classes: readonly ExplainedClass[];
  /** What gave the value, the filters of its classes and the value before taken together: of each grid that they see. */
  readonly filters: readonly FilterPatch[];
  /** Least of the classes' rows. */
  readonly trainingRows: number;
  /** True where the filter's value was drawn back to the range of its neighbours. */
  readonly isGuarded: boolean;
}

export interface Explanation {
  readonly interpolated: number;
  /** In their order; each filters what the one before gave. */
  readonly passes: readonly FilterPass[];
  /** True where a network changed what they gave: it has no filter for a voxel. */
  readonly isByNetwork?: boolean;
  /** Unit vector in voxel axes along which intensity changes most. */
  readonly direction?: Vec3;
  /** How much intensity changes, in working units per voxel, and how far it does so along one direction only. */
  readonly strength: Level;
  readonly coherence: Level;
  /** Root mean square error to be expected. */
  readonly expectedError?: number;
}
