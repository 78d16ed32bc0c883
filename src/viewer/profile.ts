/** Intensities of a volume along a line. */

import { voxelToWorld } from "../core/affine";
import type { Vec3, Volume } from "../core/volume";
import { samplerOf } from "./sample-oblique";
import { inverseOf, lengthOf, minus, plus } from "./vectors";

/** Values every `stepMm` from one point to the other, both included; NaN outside the volume. */
export function profileAlong(
  volume: Volume,
  fromMm: Vec3,
  toMm: Vec3,
  stepMm: number,
  smooth: boolean,
): { mm: number[]; values: number[] } {
  const inverse = inverseOf(volume.affine);
  const sample = samplerOf(volume, smooth);
  const way = minus(toMm, fromMm);
  const length = lengthOf(way);
  const steps = Math.max(1, Math.ceil(length / stepMm - 1e-9));
  const mm = Array.from({ length: steps + 1 }, (_, i) => (length * i) / steps);
  const values = mm.map((_, i) => sample(...voxelToWorld(inverse, plus(fromMm, way, i / steps))));
  return { mm, values };
}
