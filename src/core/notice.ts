/** What a person must know of a scan that was opened all the same: each by a stable code, like an error. */

export type NoticeCode =
  // what the header says of itself
  | "W_HEADER"
  | "W_GEOMETRY"
  | "W_NO_ORIENTATION"
  | "W_SCALING"
  | "W_FRAMES"
  | "W_TRUNCATED"
  | "W_TRAILING"
  // what the voxels are
  | "W_LABELS"
  | "W_NOT_FINITE"
  | "W_ALL_NAN"
  | "W_CONSTANT"
  | "W_RANGE"
  | "W_PRECISION"
  | "W_COMPLEX"
  | "W_COLOR"
  | "W_MONOCHROME1"
  | "W_LOSSY"
  // what is done with them
  | "W_CLIPPED"
  | "W_NO_SSIM"
  // why nothing was learned from a scan, and what a bank does that the scan's voxels do not suit
  | "W_SELF_FEW_ROWS"
  | "W_SELF_NO_GAIN"
  | "W_EXCHANGE"
  // how a series of slices lies
  | "W_ONE_SLICE"
  | "W_MISSING_SLICE"
  | "W_DUPLICATE"
  | "W_UNEVEN"
  | "W_TILT"
  | "W_NO_POSITION"
  | "W_SPACING"
  // what kind of series it is
  | "W_MIXED"
  | "W_LOCALIZER"
  | "W_DERIVED"
  | "W_PHASE"
  | "W_MOSAIC"
  | "W_NOT_IMAGE"
  // what became of the machine that computed it
  | "W_GPU_MEMORY"
  | "W_GPU_LOST"
  // how several scans lie on each other
  | "W_REGISTRATION"
  | "W_MOTION";

export interface Notice {
  readonly code: NoticeCode;
  readonly text: string;
}

export const notice = (code: NoticeCode, text: string): Notice => ({ code, text });
