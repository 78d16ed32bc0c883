/** Boxes of voxels cut out of volumes. */

import { voxelToWorld } from "./affine";
import { type Vec3, type Volume, voxelCount } from "./volume";

export interface Box {
  readonly origin: Vec3;
  readonly size: Vec3;
}

/** The box of this size, or as much of it as there is, in a grid, whose middle is nearest to a voxel index. */
export function boxAround(dims: Vec3, middle: Vec3, size: Vec3): Box {
  const kept = dims.map((n, axis) => Math.min(n, Math.max(1, size[axis] as number)));
  const origin = dims.map((n, axis) => {
    const first = Math.round((middle[axis] as number) - ((kept[axis] as number) - 1) / 2);
    return Math.min(Math.max(first, 0), n - (kept[axis] as number));
  });
  return { origin, size: kept } as unknown as Box;
}

/** The box with up to `margin` voxels more on every side, as far as the grid goes. */
export function grownWithin({ origin, size }: Box, margin: Vec3, dims: Vec3): Box {
  const first = origin.map((o, axis) => Math.max(0, o - (margin[axis] as number)));
  const end = origin.map((o, axis) =>
    Math.min(dims[axis] as number, o + (size[axis] as number) + (margin[axis] as number)),
  );
  return { origin: first, size: end.map((e, axis) => e - (first[axis] as number)) } as unknown as Box;
}

/** The box of what is marked; the whole where nothing is. */
export function boxOf(mask: Uint8Array, [nx, ny, nz]: Vec3): Box {
  const low = [nx, ny, nz];
  const high = [-1, -1, -1];
  for (let z = 0, i = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) {
        if (mask[i] === 0) continue;
        for (const [axis, at] of [x, y, z].entries()) {
          low[axis] = Math.min(low[axis] as number, at);
          high[axis] = Math.max(high[axis] as number, at);
        }
      }
    }
  }
  if ((high[0] as number) < 0) return { origin: [0, 0, 0], size: [nx, ny, nz] };
  const size = high.map((h, axis) => h - (low[axis] as number) + 1);
  return { origin: low as unknown as Vec3, size: size as unknown as Vec3 };
}

/** The voxels of a box that lies within the volume, in their place in the world. */
export function cutOut({ data, dims, spacing, affine }: Volume, { origin, size }: Box): Volume {
  const [width, height, depth] = size;
  const out = new Float32Array(voxelCount(size));
  for (let z = 0; z < depth; z++) {
    for (let y = 0; y < height; y++) {
      const from = origin[0] + dims[0] * (origin[1] + y + dims[1] * (origin[2] + z));
      out.set(data.subarray(from, from + width), width * (y + height * z));
    }
  }
  const moved = [...affine];
  for (const [row, mm] of voxelToWorld(affine, origin).entries()) moved[4 * row + 3] = mm;
  return { data: out, dims: size, spacing, affine: moved };
}
