/** NRRD with header and voxels in one file, the format of 3D Slicer. */

import { EigenvoxError } from "../../core/errors";
import { notOfFormat } from "../content-kind";
import { gridFormat } from "../grid-format";
import { EXTENSIONS } from "../scan-names";
import { checkFrameSize, type Encoding, type StoredGrid } from "../stored-grid";
import { badField, latin1, missingField, numbersOf } from "../text-header";
import { hasByteOrder, VOXEL_TYPES, type VoxelType } from "../voxel-types";
import { layOut, splitFields } from "./axes";
import { geometryOfAxes } from "./geometry";

/** Headers hold whole tables: of a diffusion scan's directions, or of a segmentation's segments. */
const HEADER_BYTES = 1 << 18;

/** By their names in C and those of fixed size. */
const TYPES: readonly (readonly [RegExp, VoxelType])[] = [
  [/^(signed char|int8(_t)?)$/, VOXEL_TYPES.int8],
  [/^(uchar|unsigned char|uint8(_t)?)$/, VOXEL_TYPES.uint8],
  [/^(short|short int|signed short|signed short int|int16(_t)?)$/, VOXEL_TYPES.int16],
  [/^(ushort|unsigned short|unsigned short int|uint16(_t)?)$/, VOXEL_TYPES.uint16],
  [/^(int|signed int|int32(_t)?)$/, VOXEL_TYPES.int32],
  [/^(uint|unsigned int|uint32(_t)?)$/, VOXEL_TYPES.uint32],
  [/^(longlong|long long|long long int|signed long long|signed long long int|int64(_t)?)$/, VOXEL_TYPES.int64],
  [/^(ulonglong|unsigned long long|unsigned long long int|uint64(_t)?)$/, VOXEL_TYPES.uint64],
  [/^float$/, VOXEL_TYPES.float32],
  [/^double$/, VOXEL_TYPES.float64],
];

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  raw: "raw",
  gz: "gzip",
  gzip: "gzip",
  txt: "text",
  text: "text",
  ascii: "text",
  hex: "hex",
};

export const NRRD = gridFormat({
  id: "nrrd",
  title: "NRRD",
  extensions: EXTENSIONS.nrrd,
  headBytes: HEADER_BYTES,
  sniff: (head, name) => latin1(head.subarray(0, 7)) === "NRRD000" || /\.nrrd$/i.test(name),
  parse,
});

/**
 * Reads a header. Throws `E_NOT_NIFTI`, `E_TRUNCATED`, `E_BAD_HEADER`, `E_BAD_DIMS`, `E_UNSUPPORTED_TYPE`,
 * `E_BAD_GEOMETRY` or `E_TOO_LARGE`.
 * Source: Definition of the NRRD file format, teem.sourceforge.net/nrrd/format.html.
 */
function parse(head: Uint8Array): StoredGrid {
  const text = latin1(head);
  const magic = /^NRRD(\d{4})\r?\n/.exec(text);
  if (!magic) throw notOfFormat(head, "an NRRD scan");
  const version = Number(magic[1]);
  if (version < 1 || version > 5) {
    throw new EigenvoxError("E_BAD_HEADER", `This is NRRD of version ${version}; those from 1 to 5 can be read.`);
  }
  const end = /\r?\n\r?\n/.exec(text);
  const fields = splitFields(text.slice(magic[0].length, end?.index));
  const field = (name: string) => {
    const value = fields.get(name);
    if (value === undefined) throw missingField(name);
    return value;
  };
  checkAttached(fields, end !== null, head.length);

  const [dimension] = numbersOf(field("dimension"), 1, "dimension") as [number];
  const named = field("type").toLowerCase().replace(/\s+/g, " ");
  const stored = TYPES.find(([pattern]) => pattern.test(named))?.[1];
  if (!stored) {
    const message = `Voxels of type "${named.slice(0, 40)}" are not supported: convert the scan to an integer or float type.`;
    throw new EigenvoxError("E_UNSUPPORTED_TYPE", message);
  }
  const axes = layOut(fields, field("sizes"), dimension, stored);
  const { dims, frames, run, type } = axes;
  const encoding = ENCODINGS[field("encoding").toLowerCase()];
  if (!encoding) throw unsupported(`encoding "${field("encoding").slice(0, 20)}"`);
  const headerBytes = (end?.index ?? 0) + (end?.[0].length ?? 0);
  const grid: StoredGrid = {
    ...geometryOfAxes(fields, axes),
    title: `NRRD version ${version}`,
    dims,
    type,
    littleEndian: encoding === "text" || !hasByteOrder(type) || isLittleEndian(field("endian")),
    encoding,
    dataOffset: headerBytes + skippedBytes(fields, encoding),
    headerBytes,
    frames,
    run,
    scaling: [1, 0],
  };
  checkFrameSize(grid);
  return grid;
}

function checkAttached(fields: ReadonlyMap<string, string>, hasEnd: boolean, length: number): void {
  const other = fields.get("data file") ?? fields.get("datafile");
  if (other !== undefined) {
    const message = `This is an NRRD header whose voxels lie in another file (${other.split("\n")[0]?.slice(0, 60)}).`;
    throw new EigenvoxError("E_UNSUPPORTED_TYPE", `${message} Save the scan as one file (.nrrd).`);
  }
  if (hasEnd) return;
  throw length < HEADER_BYTES
    ? new EigenvoxError("E_TRUNCATED", `The file ends after ${length} bytes, inside its header. Copy it again.`)
    : new EigenvoxError("E_BAD_HEADER", `The header has no end within its first ${HEADER_BYTES} bytes.`);
}

function skippedBytes(fields: ReadonlyMap<string, string>, encoding: Encoding): number {
  const lines = fields.get("line skip") ?? fields.get("lineskip") ?? "0";
  const bytes = fields.get("byte skip") ?? fields.get("byteskip") ?? "0";
  const [skipped] = numbersOf(bytes, 1, "byte skip") as [number];
  if (Number(lines) !== 0) throw unsupported("lines to be skipped");
  if (skipped === 0) return 0;
  if (encoding !== "raw" || skipped < 0) throw unsupported(`${bytes} bytes to be skipped in ${encoding} data`);
  if (!Number.isSafeInteger(skipped)) throw badField("byte skip", bytes, "a whole number");
  return skipped;
}

function isLittleEndian(endian: string): boolean {
  const order = endian.toLowerCase();
  if (order !== "little" && order !== "big") throw badField("endian", endian, '"little" or "big"');
  return order === "little";
}

function unsupported(what: string): EigenvoxError {
  const message = `NRRD with ${what} is not supported: save the scan again, its data raw or as gzip.`;
  return new EigenvoxError("E_UNSUPPORTED_TYPE", message);
}
