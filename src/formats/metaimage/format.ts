/** MetaImage, a format of ITK: .mha, and .mhd with .raw or .zraw. */

import { EigenvoxError } from "../../core/errors";
import type { Vec3 } from "../../core/volume";
import { notOfFormat } from "../content-kind";
import { gridFormat } from "../grid-format";
import {
  type GridGeometry,
  geometryOf,
  lpsToRas,
  NO_SIZES,
  planeGeometry,
  UNORIENTED,
  unorientedGeometry,
} from "../grid-geometry";
import { SNIFFED_BYTES } from "../scan-format";
import { EXTENSIONS } from "../scan-names";
import { checkFrameSize, checkSizes, type StoredGrid } from "../stored-grid";
import { badField, latin1, millimetresOf, missingField, numbersOf, splitAt } from "../text-header";
import { VOXEL_TYPES, type VoxelType } from "../voxel-types";

const HEADER_BYTES = 1 << 16;

/** Sizes as MetaIO has them, on every machine. */
const TYPES: ReadonlyMap<string, VoxelType> = new Map<string, VoxelType>([
  ["MET_CHAR", VOXEL_TYPES.int8],
  ["MET_UCHAR", VOXEL_TYPES.uint8],
  ["MET_SHORT", VOXEL_TYPES.int16],
  ["MET_USHORT", VOXEL_TYPES.uint16],
  ["MET_INT", VOXEL_TYPES.int32],
  ["MET_UINT", VOXEL_TYPES.uint32],
  ["MET_LONG", VOXEL_TYPES.int32],
  ["MET_ULONG", VOXEL_TYPES.uint32],
  ["MET_LONG_LONG", VOXEL_TYPES.int64],
  ["MET_ULONG_LONG", VOXEL_TYPES.uint64],
  ["MET_FLOAT", VOXEL_TYPES.float32],
  ["MET_DOUBLE", VOXEL_TYPES.float64],
]);

/** Fields of the same meaning, the first that there is. */
const MATRIX = ["TransformMatrix", "Rotation", "Orientation"];
const ORIGIN = ["Offset", "Position", "Origin"];
const SPACING = ["ElementSpacing", "ElementSize"];
const IS_BIG_ENDIAN = ["ElementByteOrderMSB", "BinaryDataByteOrderMSB"];

/** A header's first lines: comments, then one of the two fields that come first. */
const BEGINNING = /^(Comment\s*=[^\n]*\n|\s)*(ObjectType|NDims)\s*=/;
const DATA_NAME = /\.z?raw$/i;

export const METAIMAGE = gridFormat({
  id: "metaimage",
  title: "MetaImage",
  extensions: EXTENSIONS.metaimage,
  headBytes: HEADER_BYTES,
  sniff: (head, name) => isHeader(head) || /\.mh[ad]$/i.test(name) || DATA_NAME.test(name),
  parse,
  halves: { dataNames: DATA_NAME, isHeader, headerEnds: [".mhd"] },
});

function isHeader(head: Uint8Array): boolean {
  return BEGINNING.test(latin1(head.subarray(0, SNIFFED_BYTES)));
}

/**
 * Reads a header. Throws `E_NOT_NIFTI`, `E_TRUNCATED`, `E_BAD_HEADER`, `E_BAD_DIMS`, `E_UNSUPPORTED_TYPE`,
 * `E_BAD_GEOMETRY` or `E_TOO_LARGE`.
 * Source: MetaIO (itk.org/Wiki/ITK/MetaIO/Documentation), and ITK's MetaImageIO for what the matrix means.
 */
function parse(head: Uint8Array): StoredGrid {
  const text = latin1(head);
  if (!isHeader(head)) throw notOfFormat(head, "a MetaImage");
  const end = /^ElementDataFile[ \t]*=[^\n]*(\n|$)/m.exec(text);
  if (!end) {
    throw head.length < HEADER_BYTES
      ? new EigenvoxError("E_TRUNCATED", `The file ends after ${head.length} bytes, inside its header. Copy it again.`)
      : new EigenvoxError("E_BAD_HEADER", `The header has no end within its first ${HEADER_BYTES} bytes.`);
  }
  const headerBytes = end.index + end[0].length;
  const fields = fieldsOf(text.slice(0, headerBytes));
  const kind = fields.get("ObjectType") ?? "Image";
  if (!/^image$/i.test(kind)) {
    throw new EigenvoxError(
      "E_NOT_NIFTI",
      `This is a MetaIO file of another object than an image (${kind.slice(0, 20)}).`,
    );
  }
  const { dims, frames } = sizesOf(fields);
  const dataFile = dataFileOf(fields);
  const isText = isTrue(fields, ["BinaryData"], true) === false;
  const grid: StoredGrid = {
    ...geometry(fields, dims),
    title: "MetaImage",
    dims,
    type: typeOf(fields),
    littleEndian: isText || !isTrue(fields, IS_BIG_ENDIAN, false),
    encoding: isText ? "text" : isTrue(fields, ["CompressedData"], false) ? "zlib" : "raw",
    dataOffset: dataFile === undefined ? headerBytes : skippedBytes(fields),
    headerBytes: dataFile === undefined ? headerBytes : 0,
    frames,
    run: dims[0] * dims[1] * dims[2],
    scaling: [1, 0],
    ...(dataFile !== undefined && { dataNames: [dataFile] }),
  };
  checkFrameSize(grid);
  return grid;
}

type Fields = ReadonlyMap<string, string>;

function fieldsOf(text: string): Fields {
  const fields = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [name, value] = splitAt(line, "=") ?? [];
    if (name !== undefined && value !== undefined) fields.set(name, value);
  }
  return fields;
}

function needed(fields: Fields, name: string): string {
  const value = fields.get(name);
  if (value === undefined) throw missingField(name);
  return value;
}

function firstOf(fields: Fields, names: readonly string[]): { name: string; value: string } | undefined {
  const name = names.find((one) => fields.has(one));
  return name === undefined ? undefined : { name, value: fields.get(name) as string };
}

function isTrue(fields: Fields, names: readonly string[], otherwise: boolean): boolean {
  const field = firstOf(fields, names);
  return field ? /^(true|1|t)/i.test(field.value) : otherwise;
}

function sizesOf(fields: Fields): { dims: Vec3; frames: number } {
  const [dimension] = numbersOf(needed(fields, "NDims"), 1, "NDims") as [number];
  if (dimension !== 2 && dimension !== 3 && dimension !== 4) {
    const message = `The file has ${dimension} dimensions; two or three of space, and one of frames, can be read.`;
    throw new EigenvoxError("E_BAD_DIMS", message);
  }
  const sizes = numbersOf(needed(fields, "DimSize"), dimension, "DimSize");
  checkSizes(sizes);
  const [nx, ny, nz = 1, frames = 1] = sizes as [number, number, number?, number?];
  return { dims: [nx, ny, nz], frames };
}

function typeOf(fields: Fields): VoxelType {
  const named = needed(fields, "ElementType");
  const channels = Number(fields.get("ElementNumberOfChannels") ?? 1);
  const type = TYPES.get(named);
  if (type && channels === 1) return type;
  const what = channels === 1 ? `of type "${named.slice(0, 30)}"` : `of ${channels} channels`;
  const message = `Voxels ${what} are not supported: convert the scan to one channel of an integer or float type.`;
  throw new EigenvoxError("E_UNSUPPORTED_TYPE", message);
}

/** Undefined where the voxels follow the header. */
function dataFileOf(fields: Fields): string | undefined {
  const named = needed(fields, "ElementDataFile");
  if (/^local$/i.test(named)) return undefined;
  // Where they lay once is nothing that a message may tell.
  const name = named.slice(Math.max(named.lastIndexOf("/"), named.lastIndexOf("\\")) + 1);
  if (DATA_NAME.test(name)) return name;
  const message = `The voxels of this MetaImage lie in other files (${name.slice(0, 60)}).`;
  throw new EigenvoxError("E_UNSUPPORTED_TYPE", `${message} Save the scan as one file (.mha).`);
}

function skippedBytes(fields: Fields): number {
  const value = fields.get("HeaderSize") ?? "0";
  const [skipped] = numbersOf(value, 1, "HeaderSize") as [number];
  if (skipped < 0 || !Number.isSafeInteger(skipped)) {
    throw new EigenvoxError(
      "E_UNSUPPORTED_TYPE",
      `A MetaImage with HeaderSize ${skipped} is not supported. Save it as .mha.`,
    );
  }
  return skipped;
}

/** A row of the matrix is the direction of an axis, in LPS; sizes and positions of frames are left out. */
function geometry(fields: Fields, dims: Vec3): GridGeometry & { readonly source: string } {
  const dimension = Number(fields.get("NDims"));
  const unit = unitOf(fields);
  const lengths = (names: readonly string[]) => {
    const field = firstOf(fields, names);
    const values = field && numbersOf(field.value, dimension, field.name).slice(0, 3);
    return values?.map((value) => value * unit) as unknown as Vec3 | undefined;
  };
  const sizes = lengths(SPACING);
  // Its directions are in the plane: how that lies in the body is not told.
  if (dimension === 2) return { ...planeGeometry(sizes, dims), source: UNORIENTED };
  const matrix = firstOf(fields, MATRIX);
  if (!matrix) {
    return { ...unorientedGeometry(sizes, dims), source: UNORIENTED };
  }
  const rows = numbersOf(matrix.value, dimension * dimension, matrix.name);
  const steps = [0, 1, 2].map((axis) => {
    const direction = rows.slice(axis * dimension, axis * dimension + 3) as unknown as Vec3;
    return lpsToRas(direction).map((value) => value * (sizes?.[axis] ?? 1));
  }) as unknown as [Vec3, Vec3, Vec3];
  const found = geometryOf(steps, lpsToRas(lengths(ORIGIN) ?? [0, 0, 0]));
  const notices = sizes ? found.notices : [NO_SIZES, ...found.notices];
  return { ...found, notices, source: `geometry from ${matrix.name} (scanner)` };
}

function unitOf(fields: Fields): number {
  const value = fields.get("DistanceUnits");
  const unit = value === undefined || /^\?+$/.test(value) ? 1 : millimetresOf(value);
  if (unit === undefined) throw badField("DistanceUnits", value ?? "", "mm, cm or um");
  return unit;
}
