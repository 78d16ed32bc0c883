/** Low-resolution volumes made from high-resolution ones, scalar float64. Source: method §7. */

import { downsampledGrid } from "../../core/affine";
import { cropToMultiple, type Factor, type Vec3, type Volume } from "../../core/volume";
import type { Degradation } from "../degradation";
import { checkDegradation, sliceProfile } from "../degradation";
import { sampleCubic } from "./degrade-cubic";
import { cropKspace } from "./degrade-kspace";
import { sampleSlices } from "./degrade-slice";

/**
 * The volume on the grid that is `factor` times coarser, after cropping its high end to a multiple of the factor; same
 * units, same world positions (half-voxel centred grids). `kspace` and `cubic` may overshoot below the minimum.
 *
 * Throws `E_BAD_DIMS` when an axis is shorter than its factor, `E_ARGUMENT` as `checkDegradation`.
 */
export function degrade(volume: Volume, factor: Factor, degradation: Degradation): Volume {
  checkDegradation(degradation, factor);
  const cropped = cropToMultiple(volume, factor);
  return {
    data: degradeData(cropped.data, cropped.dims, factor, degradation),
    ...downsampledGrid(cropped, factor),
  };
}

function degradeData(data: Float32Array, dims: Vec3, factor: Factor, degradation: Degradation) {
  const profile = sliceProfile(degradation);
  if (profile) return sampleSlices(data, dims, factor, profile);
  if (degradation === "cubic") return sampleCubic(data, dims, factor);
  if (degradation === "kspace") return cropKspace(data, dims, factor);
  return meanOfBlocks(data, dims, factor);
}

/** Mean over each block of sx·sy·sz voxels: the partial volume of a larger voxel. */
function meanOfBlocks(data: Float32Array, dims: Vec3, factor: Factor): Float32Array<ArrayBuffer> {
  const [nx, ny, nz] = dims;
  const [sx, sy, sz] = factor;
  const mx = nx / sx;
  const my = ny / sy;
  const sums = new Float64Array(mx * my);
  const out = new Float32Array((mx * my * nz) / sz);
  const count = sx * sy * sz;
  for (let z = 0; z < nz; z++) {
    if (z % sz === 0) sums.fill(0);
    for (let y = 0; y < ny; y++) {
      const row = nx * (y + ny * z);
      const to = mx * Math.floor(y / sy);
      for (let x = 0; x < nx; x++) (sums[to + Math.floor(x / sx)] as number) += data[row + x] as number;
    }
    if (z % sz < sz - 1) continue;
    const plane = (mx * my * (z - sz + 1)) / sz;
    for (let i = 0; i < sums.length; i++) out[plane + i] = (sums[i] as number) / count;
  }
  return out;
}
