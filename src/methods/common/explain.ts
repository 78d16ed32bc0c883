/** What explanations of several methods have in common. */

import { upsampledDims, type Vec3 } from "../../core/volume";
import type { ExplainedVolume, Level } from "../explanation";
import { upsampleTricubic } from "../interpolation/reference/tricubic";
import { gradient } from "./reference/gradient";
import { structureTensor, type Tensor, tensorAt } from "./reference/structure-tensor";

export interface TensorField {
  readonly dims: Vec3;
  readonly upsampled: Float64Array;
  /** The interpolated value of a voxel, and its structure tensor. */
  readonly voxel: (at: Vec3) => { readonly u: number; readonly tensor: Tensor };
}

/** The interpolated volume with its structure tensors. Source: method §2, §4. */
export function tensorField({ data, dims: low }: ExplainedVolume, factor: Vec3, sigma: number): TensorField {
  const upsampled = upsampleTricubic(data, low, factor);
  const dims = upsampledDims(low, factor);
  const tensors = structureTensor(gradient(upsampled, dims), dims, sigma);
  const voxel = (at: Vec3) => {
    const index = at[0] + dims[0] * (at[1] + dims[1] * at[2]);
    return { u: upsampled[index] as number, tensor: tensorAt(tensors, index) };
  };
  return { dims, upsampled, voxel };
}

/** The bin of a value among ascending edges, an edge belonging to the upper one. */
export const levelOf = (value: number, edges: readonly number[]): Level => ({
  value,
  bin: edges.filter((edge) => edge <= value).length,
  bins: edges.length + 1,
});
