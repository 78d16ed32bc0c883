/** A volume looked up on another grid, where it has been moved to. */

import { inverseAffine } from "../core/affine";
import { breather } from "../core/breathe";
import { keysKernel } from "../core/keys-kernel";
import type { JobOptions } from "../core/progress";
import { type Affine, type Volume, voxelCount } from "../core/volume";
import { multiplied } from "./matrices";

export type Grid = Pick<Volume, "dims" | "spacing" | "affine">;

/** From a grid's voxel index to the (fractional) one of a volume that lies under a motion: 4×4. */
export function gridToVoxel(grid: Grid, volume: Grid, motion: Affine | undefined): Affine {
  const world = motion ? multiplied(motion, grid.affine) : grid.affine;
  return multiplied(inverseAffine(volume.affine), world);
}

/**
 * The volume on a grid, interpolated (cubic convolution); `motion` leads from the grid's world to the volume's. NaN outside
 * the volume, whose outer voxels reach half a voxel out, and beside missing voxels.
 *
 * Cancel: now and then.
 */
export async function resampleOnto(
  volume: Volume,
  grid: Grid,
  motion: Affine | undefined,
  { signal }: Pick<JobOptions, "signal"> = {},
): Promise<Volume> {
  const breathe = breather(signal);
  const [nx, ny, nz] = grid.dims;
  const map = Float64Array.from(gridToVoxel(grid, volume, motion));
  const out = new Float32Array(voxelCount(grid.dims));
  const look = cubicLook(volume);
  for (let z = 0, i = 0; z < nz; z++) {
    await breathe();
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) {
        out[i] = look(
          (map[0] as number) * x + (map[1] as number) * y + (map[2] as number) * z + (map[3] as number),
          (map[4] as number) * x + (map[5] as number) * y + (map[6] as number) * z + (map[7] as number),
          (map[8] as number) * x + (map[9] as number) * y + (map[10] as number) * z + (map[11] as number),
        );
      }
    }
  }
  return { data: out, dims: grid.dims, spacing: grid.spacing, affine: grid.affine };
}

/** The value at a fractional voxel index, by 4³ voxels. */
function cubicLook({ data, dims }: Volume): (x: number, y: number, z: number) => number {
  const [nx, ny, nz] = dims;
  const [offX, offY, offZ] = [new Int32Array(4), new Int32Array(4), new Int32Array(4)];
  const [wX, wY, wZ] = [new Float64Array(4), new Float64Array(4), new Float64Array(4)];
  const fill = (at: number, n: number, stride: number, offsets: Int32Array, weights: Float64Array) => {
    const base = Math.floor(at) - 1;
    for (let t = 0; t < 4; t++) {
      offsets[t] = stride * Math.min(n - 1, Math.max(0, base + t));
      weights[t] = keysKernel(at - base - t);
    }
  };
  const isInside = (at: number, n: number) => at >= -0.5 && at <= n - 0.5;
  return (x, y, z) => {
    if (!(isInside(x, nx) && isInside(y, ny) && isInside(z, nz))) return Number.NaN;
    fill(x, nx, 1, offX, wX);
    fill(y, ny, nx, offY, wY);
    fill(z, nz, nx * ny, offZ, wZ);
    let value = 0;
    for (let c = 0; c < 4; c++) {
      let plane = 0;
      for (let b = 0; b < 4; b++) {
        const row = (offZ[c] as number) + (offY[b] as number);
        let line = 0;
        for (let a = 0; a < 4; a++) line += (wX[a] as number) * (data[row + (offX[a] as number)] as number);
        plane += (wY[b] as number) * line;
      }
      value += (wZ[c] as number) * plane;
    }
    return value;
  };
}
