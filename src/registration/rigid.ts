/** Rigid motions of the world, as 4×4 matrices of millimetres. */

import { inverseAffine, voxelToWorld } from "../core/affine";
import type { Affine, Vec3 } from "../core/volume";
import { multiplied } from "./matrices";

/** How far a motion goes. */
export interface MotionSize {
  /** About some axis, degrees from 0 to 180. */
  readonly degrees: number;
  /** How far it moves a place, mm. */
  readonly mm: number;
}

export const NO_MOTION: Affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/**
 * Turns about a place by the angle |turn| in radians around the axis `turn`, and moves it by `shift`.
 *
 * Source: Rodrigues' formula.
 */
export function rigidMotion(turn: Vec3, shift: Vec3, about: Vec3): Affine {
  const angle = Math.hypot(...turn);
  const [x, y, z] = angle > 0 ? (turn.map((t) => t / angle) as unknown as Vec3) : [0, 0, 1];
  const s = Math.sin(angle);
  const c = Math.cos(angle);
  const v = 1 - c;
  const rows: readonly Vec3[] = [
    [c + x * x * v, x * y * v - z * s, x * z * v + y * s],
    [y * x * v + z * s, c + y * y * v, y * z * v - x * s],
    [z * x * v - y * s, z * y * v + x * s, c + z * z * v],
  ];
  const moved = rows.flatMap((row, r) => {
    const turned = row[0] * about[0] + row[1] * about[1] + row[2] * about[2];
    return [...row, (about[r] as number) + (shift[r] as number) - turned];
  });
  return [...moved, 0, 0, 0, 1];
}

export function motionSize(motion: Affine, at: Vec3): MotionSize {
  const trace = (motion[0] as number) + (motion[5] as number) + (motion[10] as number);
  const to = voxelToWorld(motion, at);
  return {
    degrees: (180 / Math.PI) * Math.acos(Math.min(1, Math.max(-1, (trace - 1) / 2))),
    mm: Math.hypot(to[0] - at[0], to[1] - at[1], to[2] - at[2]),
  };
}

/** What is left of `found` when `expected` is undone. */
export const motionBetween = (found: Affine, expected: Affine): Affine => multiplied(inverseAffine(expected), found);

/** "2.1 mm and 0.8° away". */
export const motionText = ({ mm, degrees }: MotionSize): string =>
  `${mm.toFixed(1)} mm and ${degrees.toFixed(1)}° away`;
