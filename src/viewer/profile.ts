/** Intensities of a volume along a line. */

import type { Vec3, Volume } from "../core/volume";
import { valueAt } from "./sample-oblique";
import { lengthOf, minus, plus } from "./vectors";

/** Values every `stepMm` from one point to the other, both included; NaN outside the volume. */
export function profileAlong(
  volume: Volume,
  fromMm: Vec3,
  toMm: Vec3,
  stepMm: number,
  smooth: boolean,
): { mm: number[]; values: number[] } {
  const way = minus(toMm, fromMm);
  const length = lengthOf(way);
  const steps = Math.max(1, Math.ceil(length / stepMm - 1e-9));
  const mm = Array.from({ length: steps + 1 }, (_, i) => (length * i) / steps);
  const values = mm.map((_, i) => valueAt(volume, plus(fromMm, way, i / steps), smooth));
  return { mm, values };
}
