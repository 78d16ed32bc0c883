/** Slices as small pictures of them. */

import { downsampledGrid } from "../core/affine";
import type { Vec3, Volume } from "../core/volume";

/** Pixels along the longer side. */
const MOST_PIXELS = 192;

/** A slice, `dims[2]` 1, of means of so many pixels that it is small; what is left over at its ends is cut off. */
export function smallPicture(slice: Volume): Volume {
  const [nx, ny] = slice.dims;
  const times = Math.ceil(Math.max(nx, ny) / MOST_PIXELS);
  // A side shorter than one of the picture's pixels stays.
  const [tx, ty] = [Math.min(times, nx), Math.min(times, ny)];
  if (tx === 1 && ty === 1) return slice;
  const dims: Vec3 = [Math.floor(nx / tx), Math.floor(ny / ty), 1];
  const data = new Float32Array(dims[0] * dims[1]);
  for (let y = 0; y < dims[1] * ty; y++) {
    const row = Math.floor(y / ty) * dims[0];
    for (let x = 0; x < dims[0] * tx; x++) {
      (data[row + Math.floor(x / tx)] as number) += (slice.data[x + nx * y] as number) / (tx * ty);
    }
  }
  return { ...downsampledGrid(slice, [tx, ty, 1]), dims, data };
}
