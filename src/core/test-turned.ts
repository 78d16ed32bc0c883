/** For tests: the same volume in the same millimetres, its voxels stored along other axes. */

import { voxelToWorld } from "./affine";
import { AXIS_ORDERS, type Vec3, type Volume } from "./volume";

export interface Turn {
  /** Axis a is taken from axis order[a]. */
  readonly order: Vec3;
  /** Then it runs the other way. */
  readonly flip: readonly boolean[];
}

/** All 48. */
export const TURNS: readonly Turn[] = AXIS_ORDERS.flatMap((order) =>
  Array.from({ length: 8 }, (_, flips) => ({ order, flip: [0, 1, 2].map((axis) => ((flips >> axis) & 1) === 1) })),
);

export function turned({ data, dims, spacing, affine }: Volume, { order, flip }: Turn): Volume {
  const by = (sizes: Vec3) => order.map((axis) => sizes[axis]) as unknown as Vec3;
  const size = by(dims);
  const source = (at: readonly number[]) => {
    const from = [0, 0, 0];
    for (const [a, axis] of order.entries()) {
      from[axis] = flip[a] ? (size[a] as number) - 1 - (at[a] as number) : (at[a] as number);
    }
    return from as unknown as Vec3;
  };
  const out = new Float32Array(data.length);
  for (let i = 0; i < out.length; i++) {
    const [x, y, z] = source([i % size[0], Math.floor(i / size[0]) % size[1], Math.floor(i / (size[0] * size[1]))]);
    out[i] = data[x + dims[0] * (y + dims[1] * z)] as number;
  }
  const origin = voxelToWorld(affine, source([0, 0, 0]));
  const step = (a: 0 | 1 | 2, row: number) => (flip[a] ? -1 : 1) * (affine[4 * row + order[a]] as number);
  const row = (i: 0 | 1 | 2) => [step(0, i), step(1, i), step(2, i), origin[i]];
  return { data: out, dims: size, spacing: by(spacing), affine: [...row(0), ...row(1), ...row(2), 0, 0, 0, 1] };
}
