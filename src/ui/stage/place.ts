/** Where a point lies in a series' grid. */

import { voxelToWorld } from "../../core/affine";
import { probe, worldToVoxel } from "../../core/probe";
import type { Vec3, Volume } from "../../core/volume";

export interface Place {
  /** The nearest voxel, counted from 0. */
  readonly voxel: Vec3;
  readonly value: number;
  /** False where no voxel lies. */
  readonly isInside: boolean;
  /** The point, or the nearest one of the volume's box. */
  readonly clampedMm: Vec3;
}

/** Rounding may put a point of the box's very edge outside of it. */
const EDGE = 0.5 + 1e-6;

export function placeIn(volume: Volume, mm: Vec3): Place {
  const { voxel, value } = probe(volume, mm);
  const { affine } = volume;
  const offsets = worldToVoxel(affine, mm).map((at, axis) => at - (voxel[axis] as number));
  const isInside = offsets.every((offset) => Math.abs(offset) <= EDGE);
  if (isInside) return { voxel, value, isInside, clampedMm: mm };
  const held = offsets.map((offset, axis) => (voxel[axis] as number) + Math.min(0.5, Math.max(-0.5, offset)));
  return { voxel, value, isInside, clampedMm: voxelToWorld(affine, held as unknown as Vec3) };
}
