/** A volume made coarser by whole numbers, for displays that cannot hold all of it. */

import { downsampledGrid } from "../core/affine";
import { breather } from "../core/breathe";
import { type Factor, type Vec3, type Volume, voxelCount } from "../core/volume";
import { AXES } from "./vectors";

/** How many times coarser each axis has to be for at most so many voxels, the finest axes first. */
export function reductionTo(maxVoxels: number, { dims, spacing }: Pick<Volume, "dims" | "spacing">): Factor {
  const times: [number, number, number] = [1, 1, 1];
  const mm = (axis: number) => (spacing[axis] as number) * (times[axis] as number);
  while (voxelCount(reducedDims(dims, times)) > maxVoxels) {
    const divisible = AXES.filter((axis) => times[axis] < dims[axis]);
    const finest = divisible.reduce((best, axis) => (mm(axis) < mm(best) ? axis : best));
    times[finest]++;
  }
  return times;
}

/** Means of blocks of voxels, those without a value left out; a block without any, or outside, is `empty`. */
export async function reducedBy(times: Factor, volume: Volume, empty: number): Promise<Volume> {
  const [nx, ny, nz] = volume.dims;
  const dims = reducedDims(volume.dims, times);
  const [mx, my, mz] = dims;
  const data = new Float32Array(voxelCount(dims));
  const breathe = breather();
  const sums = new Float64Array(mx * my);
  const counts = new Uint32Array(mx * my);
  for (let z = 0; z < mz; z++) {
    sums.fill(0);
    counts.fill(0);
    for (let from = z * times[2]; from < Math.min(nz, (z + 1) * times[2]); from++) {
      for (let y = 0; y < ny; y++) {
        const row = mx * Math.floor(y / times[1]);
        const line = nx * (y + ny * from);
        for (let x = 0; x < nx; x++) {
          const value = volume.data[line + x] as number;
          if (!Number.isFinite(value)) continue;
          const to = row + Math.floor(x / times[0]);
          sums[to] = (sums[to] as number) + value;
          counts[to] = (counts[to] as number) + 1;
        }
      }
      await breathe();
    }
    for (let i = 0; i < sums.length; i++) {
      const count = counts[i] as number;
      data[z * sums.length + i] = count > 0 ? (sums[i] as number) / count : empty;
    }
  }
  const whole = dims.map((n, axis) => n * (times[axis] as number)) as unknown as Vec3;
  return { data, ...downsampledGrid({ ...volume, dims: whole }, times) };
}

function reducedDims(dims: Vec3, times: Factor): Vec3 {
  return dims.map((n, axis) => Math.ceil(n / (times[axis] as number))) as unknown as Vec3;
}
