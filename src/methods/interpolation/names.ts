/** Interpolations, the baselines of every comparison; cheapest first. Source: method §2. */
export const INTERPOLATIONS = ["nearest", "trilinear", "tricubic", "bspline", "lanczos"] as const;
export type Interpolation = (typeof INTERPOLATIONS)[number];
