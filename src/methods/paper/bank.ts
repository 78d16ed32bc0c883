/** The banks of the paper's method. */

import type { Vec3 } from "../../core/volume";
import type { BinnedBank, BinnedMetadata } from "../common/binned-bank";

export interface PaperMetadata extends BinnedMetadata {
  readonly method: "paper";
  /** Filter size in output voxels along x, y, z: equal odd numbers from 3 to 11. */
  readonly patch: Vec3;
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
