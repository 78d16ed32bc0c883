/** A scan in thick slices, made from a fine one. */

import { downsampledGrid } from "../core/affine";
import { type Affine, cropToMultiple, type Factor, type Volume } from "../core/volume";
import { multiplied } from "./matrices";
import { resampleOnto } from "./resample";
import { NO_MOTION } from "./rigid";

/**
 * What a scanner sees on the scan's own grid, of slices `times` voxels thick across an axis, after what was scanned has
 * been moved: means of neighbours, 0 where nothing is known. `motion` leads from where the body was to where it is.
 */
export async function thickScan(fine: Volume, axis: 0 | 1 | 2, times: number, motion: Affine): Promise<Volume> {
  const there = { ...fine, affine: multiplied(motion, fine.affine) };
  const moved = motion === NO_MOTION ? fine : await resampleOnto(there, fine, undefined);
  const factor = [0, 1, 2].map((a) => (a === axis ? times : 1)) as unknown as Factor;
  const cropped = cropToMultiple(moved, factor);
  const grid = downsampledGrid(cropped, factor);
  const [nx, ny, nz] = grid.dims;
  const strides = [1, cropped.dims[0], cropped.dims[0] * cropped.dims[1]] as const;
  const data = new Float32Array(nx * ny * nz);
  for (let z = 0, i = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) {
        const from = x * factor[0] + strides[1] * y * factor[1] + strides[2] * z * factor[2];
        let sum = 0;
        for (let t = 0; t < times; t++) sum += cropped.data[from + t * strides[axis]] || 0;
        data[i] = sum / times;
      }
    }
  }
  return { ...grid, data };
}
