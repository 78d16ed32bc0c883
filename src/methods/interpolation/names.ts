/** Interpolations, the baselines of every comparison; cheapest first. Source: method §2. */
export const INTERPOLATIONS = ["nearest", "trilinear", "tricubic", "bspline", "lanczos"] as const;
export type Interpolation = (typeof INTERPOLATIONS)[number];

export const INTERPOLATION_TITLES: Readonly<Record<Interpolation, string>> = {
  nearest: "Nearest",
  trilinear: "Trilinear",
  tricubic: "Tricubic",
  bspline: "Cubic B-spline",
  lanczos: "Lanczos-3",
};

/** What gains are counted from, and what filters are applied to. */
export const BASELINE = "tricubic" satisfies Interpolation;
