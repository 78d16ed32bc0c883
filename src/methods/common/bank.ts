/** A filter bank in memory: linear filters by class, and what must be known to apply and to judge them. */

import type { Factor } from "../../core/volume";
import type { Degradation } from "../../degradations/degradation";

/** What banks of every method say of themselves. */
export interface CommonMetadata {
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

export interface BinnedBank {
  /** Tertiles of √λ1 of the upsampled training volumes scaled by their p, ascending. */
  readonly strengthEdges: readonly [number, number];
  readonly coherenceEdges: readonly [number, number];
}
