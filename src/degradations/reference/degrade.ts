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
function meanOfBlocks(data: Float32Array, [nx, ny, nz]: Vec3, [sx, sy, sz]: Factor): Float32Array<ArrayBuffer> {
  const [mx, my] = [nx / sx, ny / sy];
  const sums = new Float64Array((mx * my * nz) / sz);
  for (let z = 0, at = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const row = mx * (Math.floor(y / sy) + my * Math.floor(z / sz));
      for (let x = 0; x < nx; x++, at++) (sums[row + Math.floor(x / sx)] as number) += data[at] as number;
    }
  }
  return Float32Array.from(sums, (sum) => sum / (sx * sy * sz));
}
