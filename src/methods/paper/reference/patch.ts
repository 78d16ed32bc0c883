/** The neighbourhood a filter looks at. */

import { invariant } from "../../../core/errors";
import type { Vec3 } from "../../../core/volume";

/** Writes the `size`³ neighbours of voxel (x, y, z) to `out`, x fastest, indices clamped. Source: method §5. */
export function readPatch(u: Float64Array, dims: Vec3, at: Vec3, size: number, out: Float64Array): void {
  invariant(size % 2 === 1 && out.length === size ** 3, `patch of ${size} voxels into ${out.length} elements`);
  const [nx, ny] = dims;
  const radius = (size - 1) / 2;
  const [xs, ys, zs] = at.map((centre, axis) =>
    Array.from({ length: size }, (_, k) => Math.min(Math.max(centre + k - radius, 0), (dims[axis] as number) - 1)),
  ) as [number[], number[], number[]];
  let k = 0;
  for (const z of zs) for (const y of ys) for (const x of xs) out[k++] = u[x + nx * (y + ny * z)] as number;
}
