/** Nearest-neighbour upsampling: the plainest baseline, a copy of every voxel into its block. */

import { upsampledGrid } from "./affine";
import { type Factor, type Volume, voxelCount } from "./volume";

/** The volume with every voxel repeated `factor` times along each axis. Source: method §1, §8. */
export function upsampleNearest(volume: Volume, factor: Factor): Volume {
  const [nx, ny] = volume.dims;
  const grid = upsampledGrid(volume, factor);
  const { dims } = grid;
  const data = new Float32Array(voxelCount(dims));
  let at = 0;
  for (let z = 0; z < dims[2]; z++) {
    for (let y = 0; y < dims[1]; y++) {
      const row = nx * (Math.floor(y / factor[1]) + ny * Math.floor(z / factor[2]));
      for (let x = 0; x < dims[0]; x++) data[at++] = volume.data[row + Math.floor(x / factor[0])] as number;
    }
  }
  return { data, ...grid };
}
