/** The directions that classes are gathered under: the axes, and what lies halfway between two or three of them. */

import type { Vec3 } from "../../core/volume";
import { t } from "../../text/text";
import { type ClassLayout, classesOf } from "./class-layout";

const SIGNS = [-1, 0, 1];

/** Thirteen unit vectors, one of each pair of opposites, the axes first. */
export const DIRECTIONS: readonly Vec3[] = SIGNS.flatMap((x) =>
  SIGNS.flatMap((y) => SIGNS.map((z) => [x, y, z] as Vec3)),
)
  .filter((v) => v.find((part) => part !== 0) === 1)
  .sort((a, b) => parts(a) - parts(b) || b[0] - a[0] || b[1] - a[1])
  .map(unit);

/** The number in `DIRECTIONS` of the one that a direction is nearest to; opposites are the same. */
export function nearestDirection(direction: Vec3): number {
  const cosines = DIRECTIONS.map((one) =>
    Math.abs(one.reduce((sum, part, i) => sum + part * (direction[i] as number), 0)),
  );
  return cosines.indexOf(Math.max(...cosines));
}

/** The classes of a picture by the direction they are nearest to; directions without classes are left out. */
export function classesByDirection(
  layout: Pick<ClassLayout, "cells" | "parts">,
): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  for (const index of classesOf(layout)) {
    const { direction } = layout.parts(index);
    if (!direction) continue;
    const nearest = nearestDirection(direction);
    found.set(nearest, [...(found.get(nearest) ?? []), index]);
  }
  return new Map([...found].sort(([a], [b]) => a - b));
}

/** "along x", "between x and −y", "between x, y and z". */
export function directionWords(direction: Vec3, axes: readonly [string, string, string]): string {
  const near = DIRECTIONS[nearestDirection(direction)] as Vec3;
  const [first, second, third] = near.flatMap((part, i) => (part === 0 ? [] : [`${part < 0 ? "−" : ""}${axes[i]}`]));
  if (first === undefined || second === undefined) return t("along {axis}", { axis: first ?? "" });
  if (third === undefined) return t("between {first} and {second}", { first, second });
  return t("between {first}, {second} and {third}", { first, second, third });
}

/** A vector of length 1. */
export function unit(v: Vec3): Vec3 {
  const length = Math.hypot(...v);
  return [v[0] / length, v[1] / length, v[2] / length];
}

function parts(v: Vec3): number {
  return v.filter((part) => part !== 0).length;
}
