/** The names of methods and degradations, and the constants of the paper's method that several modules share. */

/** Interpolations, the baselines of every comparison; cheapest first. Source: method §2. */
export const INTERPOLATIONS = ["nearest", "trilinear", "tricubic", "bspline", "lanczos"] as const;
export type Interpolation = (typeof INTERPOLATIONS)[number];

/** Methods that need a bank: the paper's, and the one of _folded_. */
export const BANK_METHODS = ["paper", "folded"] as const;

/** How a finer volume can be made: with a bank, or by interpolation. */
export const METHODS = [...BANK_METHODS, ...INTERPOLATIONS] as const;
export type Method = (typeof METHODS)[number];

/** How a low-resolution volume is made from a high-resolution one: those that fit every factor. Source: method §7. */
export const DEGRADATIONS = ["box", "cubic", "kspace"] as const;
/** Or thick slices along one axis, `slice:axis,thickness,gap`; `degradation.ts` reads and checks the text. */
export type Degradation = (typeof DEGRADATIONS)[number] | `slice:${string}`;

/** Bins of azimuth, elevation, strength and coherence; their product is the number of classes. Source: method §4.5. */
export const BINS = [8, 8, 3, 3] as const;
export const CLASS_COUNT = 576;

/** Half-width of the structure tensor's 9³ Gaussian window. Source: method §4.2. */
export const TENSOR_RADIUS = 4;

/** The Gaussian's standard deviation in output voxels when a bank does not say otherwise. Source: method §4.2. */
export const DEFAULT_TENSOR_SIGMA = 0.85;
