/** The packed form in which kernels keep a voxel: classes and symmetry. */

import type { FoldedVoxel } from "./upscale";

/** The packed word of shaders/shared/folded.wgsl. */
export function wordOf({ structure, level, fold: { flip, order } }: FoldedVoxel): number {
  const flips = flip.reduce((sum, sign, axis) => sum + (sign < 0 ? 1 << axis : 0), 0);
  const symmetry = (2 * order[0] + (order[1] > order[2] ? 1 : 0)) * 8 + flips;
  return structure + 2 ** 12 * level + 2 ** 23 * symmetry;
}
