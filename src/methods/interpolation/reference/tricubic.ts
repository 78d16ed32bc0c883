/** Tricubic upsampling, scalar float64. */

import { keysKernel } from "../../../core/keys-kernel";
import { type Factor, upsampledDims, type Vec3 } from "../../../core/volume";

/**
 * The volume on the grid that is `factor` times finer: separable Keys cubic convolution, four taps an axis, indices
 * clamped to the edge, output voxel i at (i + 0.5)/s - 0.5. Length nx·sx·ny·sy·nz·sz, x fastest.
 * Source: method §1 and §2.
 */
export function upsampleTricubic(data: Float64Array, dims: Vec3, factor: Factor): Float64Array {
  const [mx, my] = upsampledDims(dims, factor);
  const alongX = upsampleAxis(data, 1, dims[0], factor[0]);
  const alongY = upsampleAxis(alongX, mx, dims[1], factor[1]);
  return upsampleAxis(alongY, mx * my, dims[2], factor[2]);
}

/** Upsamples the axis of `length` voxels that are `stride` elements apart. */
function upsampleAxis(data: Float64Array, stride: number, length: number, s: number): Float64Array {
  const out = new Float64Array(data.length * s);
  const lines = data.length / (stride * length);
  for (let i = 0; i < length * s; i++) {
    const x = (i + 0.5) / s - 0.5;
    const base = Math.floor(x);
    for (let tap = base - 1; tap <= base + 2; tap++) {
      const weight = keysKernel(x - tap);
      const from = Math.min(Math.max(tap, 0), length - 1);
      for (let line = 0; line < lines; line++) {
        const source = stride * (from + length * line);
        const target = stride * (i + length * s * line);
        for (let k = 0; k < stride; k++) (out[target + k] as number) += weight * (data[source + k] as number);
      }
    }
  }
  return out;
}
