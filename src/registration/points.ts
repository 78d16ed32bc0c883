/** The places at which two volumes are compared, in blocks. */

import { inverseAffine, voxelToWorld } from "../core/affine";
import type { Volume } from "../core/volume";

/** Voxels of a grid, block after block. */
export interface Points {
  readonly grid: Volume;
  /** Voxel indices, x, y, z of each point. */
  readonly at: Int16Array;
  readonly values: Float32Array;
  /** Where each block begins; one more for the end of the last. */
  readonly starts: readonly number[];
  /** Variance of all values. */
  readonly variance: number;
}

/** Blocks with less than this share of the variance of all voxels show nothing to hold on to. */
const LEAST_VARIANCE = 0.02;

/**
 * The finite voxels of a grid in blocks of `edge` voxels a side, without those blocks in which next to nothing is to be
 * seen. With `within` only voxels whose place is not 0 there.
 */
export function pointsIn(grid: Volume, edge: number, within: Volume | undefined): Points {
  const [nx, ny, nz] = grid.dims;
  const isWithin = within ? membership(within) : () => true;
  const inside = new Uint8Array(grid.data.length);
  const all = new Moments();
  for (let z = 0, i = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) {
        const value = grid.data[i] as number;
        if (!Number.isFinite(value) || (within && !isWithin(voxelToWorld(grid.affine, [x, y, z])))) continue;
        inside[i] = 1;
        all.add(value);
      }
    }
  }
  const at = new Int16Array(3 * all.count);
  const values = new Float32Array(all.count);
  const starts = [0];
  let count = 0;
  for (let z0 = 0; z0 < nz; z0 += edge) {
    for (let y0 = 0; y0 < ny; y0 += edge) {
      for (let x0 = 0; x0 < nx; x0 += edge) {
        const from = count;
        const block = new Moments();
        for (let z = z0; z < Math.min(nz, z0 + edge); z++) {
          for (let y = y0; y < Math.min(ny, y0 + edge); y++) {
            for (let x = x0; x < Math.min(nx, x0 + edge); x++) {
              const i = x + nx * (y + ny * z);
              if (inside[i] === 0) continue;
              at.set([x, y, z], 3 * count);
              values[count++] = grid.data[i] as number;
              block.add(grid.data[i] as number);
            }
          }
        }
        if (block.variance < LEAST_VARIANCE * all.variance) count = from;
        else if (count > from) starts.push(count);
      }
    }
  }
  return { grid, at: at.subarray(0, 3 * count), values: values.subarray(0, count), starts, variance: all.variance };
}

class Moments {
  count = 0;
  private sum = 0;
  private squares = 0;

  add(value: number): void {
    this.count++;
    this.sum += value;
    this.squares += value * value;
  }

  get variance(): number {
    const mean = this.sum / Math.max(1, this.count);
    return this.squares / Math.max(1, this.count) - mean * mean;
  }
}

/** Whether the voxel nearest to a place in the world is there and not 0. */
export function membership({ data, dims, affine }: Volume): (mm: readonly [number, number, number]) => boolean {
  const back = inverseAffine(affine);
  return (mm) => {
    const [x, y, z] = voxelToWorld(back, mm).map(Math.round) as [number, number, number];
    const isInside = x >= 0 && y >= 0 && z >= 0 && x < dims[0] && y < dims[1] && z < dims[2];
    return isInside && data[x + dims[0] * (y + dims[1] * z)] !== 0;
  };
}
