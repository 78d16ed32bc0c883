/** Where the voxels of an NRRD file lie. */

import { EigenvoxError } from "../../core/errors";
import type { Vec3 } from "../../core/volume";
import {
  type GridGeometry,
  geometryOf,
  lpsToRas,
  planeGeometry,
  UNORIENTED,
  unorientedGeometry,
} from "../grid-geometry";
import { badField, millimetresOf, numbersOf, vectorOf } from "../text-header";
import { type Axes, type Fields, perAxis } from "./axes";

const identity = (position: Vec3) => position;
/** The spaces whose axes point somewhere in the body, in RAS. */
const SPACES: Readonly<Record<string, (position: Vec3) => Vec3>> = {
  "right-anterior-superior": identity,
  ras: identity,
  "left-anterior-superior": ([x, y, z]) => [0 - x, y, z],
  las: ([x, y, z]) => [0 - x, y, z],
  "left-posterior-superior": lpsToRas,
  lps: lpsToRas,
};

/**
 * The geometry that the fields tell. Without a space whose axes are known in the body, or without directions, only the
 * voxels' sizes are used. Throws `E_BAD_HEADER`, `E_BAD_DIMS` and `E_BAD_GEOMETRY`.
 */
export function geometryOfAxes(fields: Fields, axes: Axes): GridGeometry & { readonly source: string } {
  const { dims, spatial, dimension } = axes;
  const directions = perAxis(fields, "space directions", dimension);
  const unit = unitOf(fields);
  if (dimension === 2) return { ...planeGeometry(pixelSizes(fields, directions, unit), dims), source: UNORIENTED };
  if (!directions) {
    const spacings = perAxis(fields, "spacings", dimension);
    const spacing = spacings && (spatial.map((axis) => Math.abs(Number(spacings[axis]))) as unknown as Vec3);
    return { ...unorientedGeometry(spacing && scaled(spacing, unit), dims), source: UNORIENTED };
  }
  if (spatial.some((axis) => directions[axis]?.toLowerCase() === "none")) {
    const count = directions.filter((direction) => direction.toLowerCase() !== "none").length;
    throw new EigenvoxError("E_BAD_DIMS", `The file has ${count} axes of space; a volume has three.`);
  }
  const steps = spatial.map((axis) => scaled(vector(directions[axis] as string, "space directions"), unit));
  const name = fields.get("space")?.toLowerCase() ?? "";
  const toRas = SPACES[name];
  if (!toRas) {
    const spacing = steps.map((step) => Math.hypot(...step)) as unknown as Vec3;
    return { ...unorientedGeometry(spacing, dims), source: UNORIENTED };
  }
  const origin = scaled(vector(fields.get("space origin") ?? "(0,0,0)", "space origin"), unit);
  const geometry = geometryOf(steps.map(toRas) as unknown as [Vec3, Vec3, Vec3], toRas(origin));
  return { ...geometry, source: `geometry from space directions (${name})` };
}

/** Directions of a plane, of two or three numbers each, tell the sizes only. */
function pixelSizes(fields: Fields, directions: readonly string[] | undefined, unit: number): number[] | undefined {
  const lengths = directions?.map((direction) => {
    const inside = /^\((.*)\)$/.exec(direction)?.[1] ?? "";
    return Math.hypot(...numbersOf(inside, inside.split(",").length, "space directions"));
  });
  const sizes = lengths ?? perAxis(fields, "spacings", 2)?.map((spacing) => Math.abs(Number(spacing)));
  return sizes?.map((size) => size * unit);
}

function vector(text: string, field: string): Vec3 {
  const [, inside] = /^\((.*)\)$/.exec(text) ?? [];
  if (inside === undefined) throw badField(field, text, "three numbers in brackets");
  return vectorOf(inside, field);
}

const scaled = (values: Vec3, unit: number) => values.map((value) => value * unit) as unknown as Vec3;

/** In mm; millimetres where there is no unit. Throws `E_BAD_GEOMETRY` for units that differ, or are no lengths. */
function unitOf(fields: Fields): number {
  const units =
    fields
      .get("space units")
      ?.slice(0, 100)
      .match(/"[^"]*"/g) ?? [];
  const lengths = new Set(units.map((unit) => unit.slice(1, -1)).filter((unit) => unit.trim() !== ""));
  const [unit] = lengths;
  if (unit === undefined) return 1;
  const length = millimetresOf(unit);
  if (lengths.size > 1 || length === undefined) {
    throw new EigenvoxError("E_BAD_GEOMETRY", "The header's space units are not one unit of length.");
  }
  return length;
}
