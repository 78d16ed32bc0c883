/** Structure tensor, scalar float64. */

import type { Vec3 } from "../../../core/volume";
import { TENSOR_RADIUS } from "../tensor";
import type { Gradient } from "./gradient";

/** The six entries of the symmetric tensor in the order xx, xy, xz, yy, yz, zz. */
export type Tensor = readonly [number, number, number, number, number, number];

/** A volume for each tensor entry. */
export type TensorField = readonly Float64Array[];

/** Weights of the Gaussian at the distances -4 … 4 voxels, normalised to sum 1. `sigma` in output voxels. */
export function gaussianWindow(sigma: number): Float64Array {
  const weights = Float64Array.from({ length: 2 * TENSOR_RADIUS + 1 }, (_, i) =>
    Math.exp(-((i - TENSOR_RADIUS) ** 2) / (2 * sigma * sigma)),
  );
  const sum = weights.reduce((total, w) => total + w, 0);
  return weights.map((w) => w / sum);
}

/**
 * `T = Σ w_j g_j g_jᵀ` over the 9³ neighbourhood of every voxel, w the separable Gaussian window, indices clamped to
 * the edge. Source: method §4.2.
 */
export function structureTensor(g: Gradient, dims: Vec3, sigma: number): TensorField {
  const [nx, ny, nz] = dims;
  const weights = gaussianWindow(sigma);
  const [gx, gy, gz] = g;
  const pairs = [
    [gx, gx],
    [gx, gy],
    [gx, gz],
    [gy, gy],
    [gy, gz],
    [gz, gz],
  ] as const;
  return pairs.map(([a, b]) => {
    const product = a.map((value, i) => value * (b[i] as number));
    return smooth(smooth(smooth(product, weights, 1, nx), weights, nx, ny), weights, nx * ny, nz);
  });
}

/** The tensor of one voxel. */
export function tensorAt(field: TensorField, index: number): Tensor {
  return field.map((entry) => entry[index] as number) as unknown as Tensor;
}

/** Convolution along the axis of `length` voxels that are `stride` elements apart. */
function smooth(data: Float64Array, weights: Float64Array, stride: number, length: number): Float64Array {
  const out = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const at = Math.floor(i / stride) % length;
    let sum = 0;
    for (let k = 0; k < weights.length; k++) {
      const neighbour = Math.min(Math.max(at + k - TENSOR_RADIUS, 0), length - 1);
      sum += (weights[k] as number) * (data[i + (neighbour - at) * stride] as number);
    }
    out[i] = sum;
  }
  return out;
}
