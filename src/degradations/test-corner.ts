/** A degradation for the tests: the first voxel of each block. */

import type { Coarsening } from "./kind";

export const CORNER: Coarsening = {
  text: "corner",
  title: "Corner",
  description: "every block's first voxel",
  defaultSteps: 0,
  taps: () => ({ first: 0, weights: [1] }),
};
