/** The classes of the paper's method. */

/** Bins of azimuth, elevation, strength and coherence; their product is the number of classes. Source: method §4.5. */
export const BINS = [8, 8, 3, 3] as const;
export const CLASS_COUNT = 576;

/** The standard deviation of the tensor's window in output voxels when a bank does not say otherwise. Source: method §4.2. */
export const DEFAULT_TENSOR_SIGMA = 0.85;
