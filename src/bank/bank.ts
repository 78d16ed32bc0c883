/** A filter bank in memory: one linear filter per class, and what must be known to apply and to judge it. */

import type { Degradation } from "../core/method";
import type { Factor, Vec3 } from "../core/volume";

export interface BankMetadata {
  readonly method: "paper";
  readonly factor: Factor;
  /** Filter size in output voxels along x, y, z: equal odd numbers from 3 to 11. */
  readonly patch: Vec3;
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

export interface Bank {
  readonly metadata: BankMetadata;
  /** Class-major filters, taps x fastest: element `class·taps + k`; length CLASS_COUNT · px·py·pz. */
  readonly filters: Float32Array<ArrayBuffer>;
  /** Tertiles of √λ1 of the upsampled training volumes scaled by their p, ascending. */
  readonly strengthEdges: readonly [number, number];
  readonly coherenceEdges: readonly [number, number];
  /** Training rows of each class; 0 means the identity filter. Length CLASS_COUNT. */
  readonly classRows: Uint32Array<ArrayBuffer>;
  /** Mean squared error of each class on its training rows, in units of p². Length CLASS_COUNT. */
  readonly classResidual: Float32Array<ArrayBuffer>;
  /** The one filter of all classes together, the baseline a bank is compared with; older banks have none. */
  readonly globalFilter?: Float32Array<ArrayBuffer>;
}
