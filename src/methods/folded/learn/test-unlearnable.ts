/** For tests: a scan that, made coarse by 2, shows nothing of what it lost. */

import { mixBits } from "../../../core/random";
import type { Vec3, Volume } from "../../../core/volume";

/**
 * A slope, which interpolation gives back, and on it in every cube of 2³ voxels a chequer of any height, whose mean is 0. Of
 * even dims. The slices in front of the share `quiet` have the slope alone: where that is half, no noise is seen in it.
 */
export function unlearnable(dims: Vec3, quiet = 0): Volume {
  const [nx, ny, nz] = dims;
  const data = new Float32Array(nx * ny * nz);
  for (const i of data.keys()) {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const cube = (x >> 1) + nx * ((y >> 1) + ny * (z >> 1));
    const height = z < quiet * nz ? 0 : 20 * (mixBits(3, 0, cube) / 2 ** 32 - 0.5);
    data[i] = 100 + 2 * x + y + 0.5 * z + ((x + y + z) % 2 === 0 ? height : -height);
  }
  return { data, dims, spacing: [1, 1, 1], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] };
}
