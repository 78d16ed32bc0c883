/** Low-resolution volumes made from high-resolution ones. Source: method §7. */

import { downsampledAffine } from "./affine";
import { sampleCubic } from "./degrade-cubic";
import { cropKspace } from "./degrade-kspace";
import type { Degradation } from "./method";
import { cropToMultiple, type Factor, type Vec3, type Volume } from "./volume";

const DEGRADE = { box: meanOfBlocks, cubic: sampleCubic, kspace: cropKspace };

/**
 * The volume on the grid that is `factor` times coarser, after cropping its high end to a multiple of the factor; same
 * units, same world positions (half-voxel centred grids). `kspace` and `cubic` may overshoot below the minimum.
 *
 * Throws `E_BAD_DIMS` when an axis is shorter than its factor.
 */
export function degrade(volume: Volume, factor: Factor, kind: Degradation): Volume {
  const cropped = cropToMultiple(volume, factor);
  const scale = (values: Vec3, by: (value: number, s: number) => number) =>
    values.map((value, axis) => by(value, factor[axis] as number)) as unknown as Vec3;
  return {
    data: DEGRADE[kind](cropped.data, cropped.dims, factor),
    dims: scale(cropped.dims, (n, s) => n / s),
    spacing: scale(cropped.spacing, (mm, s) => mm * s),
    affine: downsampledAffine(cropped.affine, factor),
  };
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
