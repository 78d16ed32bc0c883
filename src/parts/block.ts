/** Boxes cut out of volumes, for kernels that then need no clamping. */

import { type Vec3, voxelCount } from "../core/volume";

/** The voxels of a box, x fastest; it may reach beyond the volume's faces, where the nearest voxel repeats. */
export function extractBox(data: Float32Array, dims: Vec3, origin: Vec3, size: Vec3): Float32Array<ArrayBuffer> {
  const [width, height, depth] = size;
  const clamp = (i: number, n: number) => Math.min(Math.max(i, 0), n - 1);
  const first = clamp(origin[0], dims[0]);
  const last = clamp(origin[0] + width - 1, dims[0]);
  const lead = first - origin[0];
  const out = new Float32Array(voxelCount(size));
  let at = 0;
  for (let z = 0; z < depth; z++) {
    for (let y = 0; y < height; y++, at += width) {
      const row = dims[0] * (clamp(origin[1] + y, dims[1]) + dims[1] * clamp(origin[2] + z, dims[2]));
      out.set(data.subarray(row + first, row + last + 1), at + lead);
      out.fill(data[row + first] as number, at, at + lead);
      out.fill(data[row + last] as number, at + lead + last - first + 1, at + width);
    }
  }
  return out;
}

/** A box grown by a margin at both ends of every axis. */
export function grow({ origin, size }: { origin: Vec3; size: Vec3 }, margin: number): { origin: Vec3; size: Vec3 } {
  return {
    origin: [origin[0] - margin, origin[1] - margin, origin[2] - margin],
    size: [size[0] + 2 * margin, size[1] + 2 * margin, size[2] + 2 * margin],
  };
}
