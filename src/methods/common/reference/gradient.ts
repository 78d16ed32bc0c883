/** Image gradient, scalar float64. */

import type { Vec3 } from "../../../core/volume";

/** The components of the gradient along x, y and z, each a volume. */
export type Gradient = readonly [Float64Array, Float64Array, Float64Array];

/**
 * Gradient per voxel step: central differences, one-sided at the faces, 0 along an axis of one voxel.
 * Source: method §4.1.
 */
export function gradient(u: Float64Array, dims: Vec3): Gradient {
  const [nx, ny, nz] = dims;
  return [differences(u, 1, nx), differences(u, nx, ny), differences(u, nx * ny, nz)];
}

function differences(u: Float64Array, stride: number, length: number): Float64Array {
  const out = new Float64Array(u.length);
  if (length === 1) return out;
  for (let i = 0; i < u.length; i++) {
    const at = Math.floor(i / stride) % length;
    const before = at > 0 ? 1 : 0;
    const after = at < length - 1 ? 1 : 0;
    out[i] = ((u[i + after * stride] as number) - (u[i - before * stride] as number)) / (before + after);
  }
  return out;
}
