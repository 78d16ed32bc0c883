/** Filter application, scalar float64. */

import type { Vec3 } from "../../../core/volume";
import { readPatch } from "./patch";

/**
 * `out = Σ_k W[class][k] · u[patch k]` for every voxel; outside the mask (one byte per voxel) u is kept.
 *
 * `filters` are class-major with `patch`³ taps each, x fastest. Source: method §5.
 */
export function applyFilters(
  u: Float64Array,
  dims: Vec3,
  classes: Uint16Array,
  filters: Float32Array | Float64Array,
  patch: number,
  mask?: Uint8Array,
): Float64Array {
  const [nx, ny, nz] = dims;
  const out = u.slice();
  const neighbours = new Float64Array(patch ** 3);
  let i = 0;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) {
        if (mask?.[i] === 0) continue;
        readPatch(u, dims, [x, y, z], patch, neighbours);
        const first = (classes[i] as number) * neighbours.length;
        let sum = 0;
        for (let k = 0; k < neighbours.length; k++) sum += (filters[first + k] as number) * (neighbours[k] as number);
        out[i] = sum;
      }
    }
  }
  return out;
}
