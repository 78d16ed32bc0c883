/** Degradation `cubic`: interpolated at the coarse centres without anti-aliasing, as in the paper. Source: method §7. */

import { keysKernel } from "../core/keys-kernel";
import { type Coarsening, tapsWithin } from "./kind";

export const CUBIC = {
  text: "cubic",
  title: "Sampled without smoothing",
  description: "cubic interpolation at the coarse centres, without anti-aliasing, as in the paper",
  defaultSteps: 0,
  taps: (s) => tapsWithin(s, 1.5, keysKernel),
} as const satisfies Coarsening;
