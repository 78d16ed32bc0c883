/** Canonical phase and direction of a voxel: the cube's symmetries folded away, scalar float64. */

import type { Factor, Vec3 } from "../../../core/volume";
import { type Exchange, phaseKinds } from "../folding";

/** Where an output voxel lies, and how its neighbourhood is turned before it is filtered. */
export interface Fold {
  /** The nearest low-resolution voxel. */
  readonly centre: Vec3;
  /** 1 or -1 for each axis of the volume. */
  readonly flip: Vec3;
  /** Canonical axis a is the volume's axis `order[a]`. */
  readonly order: Vec3;
  /** The direction in canonical axes. */
  readonly direction: Vec3;
  readonly kind: number;
}

/** Distance of output index i from its nearest low-resolution voxel, in low-resolution voxels. Source: folded §2. */
export function phaseOf(i: number, s: number): number {
  return ((i % s) + 0.5) / s - 0.5;
}

/** Folds the voxel at output index `at` with first eigenvector `v` (either sign). Source: folded §2. */
export function foldVoxel(at: Vec3, v: Vec3, factor: Factor, exchange: Exchange): Fold {
  const axes = [0, 1, 2] as const;
  const distance = axes.map((axis) => phaseOf(at[axis], factor[axis]));
  const flip: number[] = distance.map((d) => (d < 0 ? -1 : 1));
  const far = distance.map((d) => Math.abs(d) > 0.3);

  let direction = axes.map((axis) => v[axis] * (flip[axis] as number));
  const held = direction.filter((_, axis) => distance[axis] !== 0);
  const deciding = held.length > 0 ? held : direction;
  const sign = deciding.reduce((most, w) => (Math.abs(w) > Math.abs(most) ? w : most)) < 0 ? -1 : 1;
  direction = direction.map((w) => w * sign);
  for (const axis of axes) {
    // On the middle plane of a low-resolution voxel both sides are alike.
    if (distance[axis] === 0 && (direction[axis] as number) < 0) {
      flip[axis] = -(flip[axis] as number);
      direction[axis] = -(direction[axis] as number);
    }
  }

  const movable: number[] = exchange === "none" ? [] : [...exchange].map((name) => "xyz".indexOf(name));
  const sorted = [...movable].sort(
    (a, b) => Number(far[b]) - Number(far[a]) || Math.abs(direction[b] as number) - Math.abs(direction[a] as number),
  );
  const order = [0, 1, 2].map((axis) => (movable.includes(axis) ? (sorted[movable.indexOf(axis)] as number) : axis));
  const { strides } = phaseKinds(factor, exchange);
  return {
    centre: axes.map((axis) => Math.floor(at[axis] / factor[axis])) as unknown as Vec3,
    flip: flip as unknown as Vec3,
    order: order as unknown as Vec3,
    direction: order.map((axis) => direction[axis] as number) as unknown as Vec3,
    kind: axes.reduce<number>((sum, axis) => sum + (far[axis] ? strides[axis] : 0), 0),
  };
}
