/** What explanations of several methods have in common. */

import { upsampledDims, type Vec3 } from "../../core/volume";
import type { ExplainedVolume, Level } from "../explanation";
import { upsampleTricubic } from "../interpolation/reference/tricubic";
import { gradient } from "./reference/gradient";
import { structureTensor, type Tensor, tensorAt } from "./reference/structure-tensor";

/** The interpolated volume, and the structure tensor of one of its voxels. Source: method §2, §4. */
export function tensorOf({ data, dims: low }: ExplainedVolume, at: Vec3, factor: Vec3, sigma: number) {
  const upsampled = upsampleTricubic(data, low, factor);
  const dims = upsampledDims(low, factor);
  const index = at[0] + dims[0] * (at[1] + dims[1] * at[2]);
  const tensor: Tensor = tensorAt(structureTensor(gradient(upsampled, dims), dims, sigma), index);
  return { dims, upsampled, u: upsampled[index] as number, tensor };
}

/** The bin of a value among ascending edges, an edge belonging to the upper one. */
export const levelOf = (value: number, edges: readonly number[]): Level => ({
  value,
  bin: edges.filter((edge) => edge <= value).length,
  bins: edges.length + 1,
});
