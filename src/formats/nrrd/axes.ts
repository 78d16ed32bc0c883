/** The axes of an NRRD file: which are those of space, and how frames, colours or complex parts lie among them. */

import { EigenvoxError } from "../../core/errors";
import { type Vec3, voxelCount } from "../../core/volume";
import { checkSizes } from "../stored-grid";
import { badField, checkList, numbersOf, splitAt } from "../text-header";
import { VOXEL_TYPES, type VoxelType } from "../voxel-types";

/** The fields by their names in lower case. */
export type Fields = ReadonlyMap<string, string>;

export interface Axes {
  readonly dims: Vec3;
  /** Which axes of the file are those of space, in its order: three, or two of a plane. */
  readonly spatial: readonly number[];
  readonly dimension: number;
  readonly frames: number;
  readonly run: number;
  readonly type: VoxelType;
}

/** The lines "field: value"; comments, and lines "key:=value", say nothing of voxels. */
export function splitFields(text: string): Fields {
  const fields = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [name, value] = (line.startsWith("#") ? undefined : splitAt(line, ":")) ?? [];
    if (name !== undefined && value !== undefined && !value.startsWith("=")) fields.set(name.toLowerCase(), value);
  }
  return fields;
}

/** Values of a field with one for each axis; undefined where there is no such field. */
export function perAxis(fields: Fields, name: string, dimension: number): string[] | undefined {
  const value = fields.get(name);
  if (value === undefined) return undefined;
  checkList(value, name);
  const values = value.match(/"[^"]*"|\([^)]*\)|[^\s"(]+/g) ?? [];
  if (values.length !== dimension) throw badField(name, value, `${dimension} values`);
  return values;
}

/** What voxels of several numbers are by the kind of their axis and the type of the numbers. */
const COMPOUNDS: Readonly<Record<string, VoxelType>> = {
  "rgb-color uint8": VOXEL_TYPES.rgb,
  "rgba-color uint8": VOXEL_TYPES.rgba,
  "complex float32": VOXEL_TYPES.complex64,
  "complex float64": VOXEL_TYPES.complex128,
};

/**
 * The axes of a file of three axes of space, and perhaps one more that frames follow along, or of a plane, which has one
 * voxel along the third. Throws `E_BAD_DIMS`, `E_BAD_HEADER`.
 */
export function layOut(fields: Fields, sizesText: string, dimension: number, stored: VoxelType): Axes {
  if (dimension !== 2 && dimension !== 3 && dimension !== 4) {
    const message = `The file has ${dimension} dimensions; two or three of space, and one of frames, can be read.`;
    throw new EigenvoxError("E_BAD_DIMS", message);
  }
  const sizes = numbersOf(sizesText, dimension, "sizes");
  checkSizes(sizes);
  const kinds = perAxis(fields, "kinds", dimension)?.map((kind) => kind.toLowerCase());
  const other = dimension === 4 ? otherAxis(fields, kinds) : undefined;
  const spatial = sizes.map((_, axis) => axis).filter((axis) => axis !== other);
  const [nx, ny, nz = 1] = spatial.map((axis) => sizes[axis]) as [number, number, number?];
  const dims: Vec3 = [nx, ny, nz];
  if (other === undefined) return { dims, spatial, dimension, frames: 1, run: voxelCount(dims), type: stored };
  const size = sizes[other] as number;
  const type = other === 0 ? COMPOUNDS[`${kinds?.[0]} ${stored.name}`] : undefined;
  if (type && type.samples === size) return { dims, spatial, dimension, frames: 1, run: voxelCount(dims), type };
  const run = sizes.slice(0, other).reduce((product, n) => product * n, 1);
  return { dims, spatial, dimension, frames: size, run, type: stored };
}

/** Of four axes the one that is not of space: without direction, or without spacing, or of another kind, or the last. */
function otherAxis(fields: Fields, kinds: readonly string[] | undefined): number {
  const directions = perAxis(fields, "space directions", 4);
  const spacings = perAxis(fields, "spacings", 4);
  const candidates = [
    directions?.map((direction) => direction.toLowerCase() === "none"),
    spacings?.map((spacing) => /^nan$/i.test(spacing)),
    kinds?.map((kind) => !/^(domain|space|\?\?\?)$/.test(kind)),
  ];
  for (const isOther of candidates) if (isOther?.filter(Boolean).length === 1) return isOther.indexOf(true);
  if (directions) throw badField("space directions", fields.get("space directions") as string, 'one "none" of four');
  return 3;
}
