/** Degradation `box`: the mean of each block, the partial volume of a larger voxel. Source: method §7. */

import { type Coarsening, tapsWithin } from "./kind";

export const BOX = {
  text: "box",
  title: "Averaged blocks",
  description: "the mean of each block of voxels: the partial volume of larger voxels",
  defaultSteps: 1,
  isBlockMean: true,
  taps: (s) => tapsWithin(s, (s - 1) / 2, () => 1),
} as const satisfies Coarsening;
