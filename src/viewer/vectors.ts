/** Arithmetic of vectors in space, and of positions on a volume's grid. */

import type { Vec3, Volume } from "../core/volume";

export type Grid = Pick<Volume, "dims" | "affine">;

export const AXES = [0, 1, 2] as const;

export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export const minus = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

/** `a + times · b` */
export const plus = (a: Vec3, b: Vec3, times = 1): Vec3 => [
  a[0] + times * b[0],
  a[1] + times * b[1],
  a[2] + times * b[2],
];

export const scaled = (a: Vec3, times: number): Vec3 => [a[0] * times, a[1] * times, a[2] * times];

export const lengthOf = (a: Vec3): number => Math.hypot(a[0], a[1], a[2]);

/**
 * Voxels that arithmetic may be wrong by: what lies on the border of two voxels must not fall to one in one tile and to
 * the other in the next.
 */
export const NOISE = 1e-6;

/** The voxel that a coordinate along one axis lies in: voxel i reaches from i - 0.5 to i + 0.5. */
export const nearestIndex = (at: number): number => Math.floor(at + 0.5 + NOISE);

export const isInside = (at: number, count: number): boolean => at >= -0.5 - NOISE && at < count - 0.5 - NOISE;

export const clampedIndex = (index: number, count: number): number => Math.min(count - 1, Math.max(0, index));
