/** Degradation `cubic`: Keys interpolation at the centres of a coarser grid, without anti-aliasing. */

import { keysKernel } from "../../core/keys-kernel";
import type { Factor, Vec3 } from "../../core/volume";

/** The volume at the centres of the coarser grid; `dims` must be multiples of `factor`. Source: method §7. */
export function sampleCubic(data: Float32Array, dims: Vec3, factor: Factor): Float32Array<ArrayBuffer> {
  const [nx, ny, nz] = dims;
  const [tx, ty, tz] = [coarseTaps(nx, factor[0]), coarseTaps(ny, factor[1]), coarseTaps(nz, factor[2])];
  const out = new Float32Array(tx.length * ty.length * tz.length);
  let o = 0;
  for (const atZ of tz) {
    for (const atY of ty) {
      for (const atX of tx) {
        let sum = 0;
        for (const z of atZ) {
          for (const y of atY) {
            const row = nx * (y.index + ny * z.index);
            for (const x of atX) sum += z.weight * y.weight * x.weight * (data[row + x.index] as number);
          }
        }
        out[o++] = sum;
      }
    }
  }
  return out;
}

interface Tap {
  /** Clamped to the edge. */
  readonly index: number;
  readonly weight: number;
}

/** For each coarse voxel of an axis of `length` fine voxels, its taps that do not weigh zero. */
function coarseTaps(length: number, s: number): Tap[][] {
  return Array.from({ length: length / s }, (_, j) => {
    const x = (j + 0.5) * s - 0.5;
    const first = Math.floor(x) - 1;
    return [first, first + 1, first + 2, first + 3]
      .map((i) => ({ index: Math.min(Math.max(i, 0), length - 1), weight: keysKernel(x - i) }))
      .filter((tap) => tap.weight !== 0);
  });
}
