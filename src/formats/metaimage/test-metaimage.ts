/** MetaImage files made to order for tests. */

import { deflateSync } from "node:zlib";
import { concat, latin1Bytes, storedBytes } from "../test-voxels";

export interface MetaSpec {
  /** In place of these, or added to them before the last; undefined leaves one out. */
  fields?: Readonly<Record<string, string | undefined>>;
  type?: string;
  littleEndian?: boolean;
  encoding?: "raw" | "zlib" | "text";
  sizes?: readonly number[];
  values?: readonly (number | bigint)[];
  lineEnd?: string;
}

const ELEMENT_TYPES: Readonly<Record<string, string>> = {
  int8: "MET_CHAR",
  uint8: "MET_UCHAR",
  int16: "MET_SHORT",
  uint16: "MET_USHORT",
  int32: "MET_INT",
  uint32: "MET_UINT",
  int64: "MET_LONG_LONG",
  uint64: "MET_ULONG_LONG",
  float32: "MET_FLOAT",
  float64: "MET_DOUBLE",
};

/** Without options int16, 2×3×4, voxels of 1 mm, axes to the left, back and top; the halves of a pair. */
export function metaHalves(spec: MetaSpec = {}): { header: Uint8Array<ArrayBuffer>; voxels: Uint8Array<ArrayBuffer> } {
  const { type = "int16", littleEndian = true, encoding = "raw", sizes = [2, 3, 4], lineEnd = "\n" } = spec;
  const count = sizes.reduce((product, n) => product * n, 1);
  const values = spec.values ?? Array.from({ length: count }, (_, i) => i);
  const identity = sizes.map((_, row) => sizes.map((_, column) => (row === column ? 1 : 0)).join(" "));
  const fields: Record<string, string | undefined> = {
    ObjectType: "Image",
    NDims: `${sizes.length}`,
    BinaryData: encoding === "text" ? "False" : "True",
    BinaryDataByteOrderMSB: littleEndian ? "False" : "True",
    CompressedData: encoding === "zlib" ? "True" : "False",
    TransformMatrix: identity.join(" "),
    Offset: sizes.map(() => 0).join(" "),
    CenterOfRotation: sizes.map(() => 0).join(" "),
    AnatomicalOrientation: "RAI",
    ElementSpacing: sizes.map(() => 1).join(" "),
    DimSize: sizes.join(" "),
    ElementType: ELEMENT_TYPES[type],
    ElementDataFile: "LOCAL",
    ...spec.fields,
  };
  const { ElementDataFile, ...others } = fields;
  const lines = Object.entries({ ...others, ElementDataFile }).filter(([, value]) => value !== undefined);
  const stored = storedBytes(values, type, littleEndian);
  return {
    header: latin1Bytes(lines.map(([name, value]) => `${name} = ${value}${lineEnd}`).join("")),
    voxels:
      encoding === "zlib"
        ? new Uint8Array(deflateSync(stored))
        : encoding === "text"
          ? latin1Bytes(values.join(" "))
          : stored,
  };
}

export function buildMeta(spec: MetaSpec = {}): Uint8Array<ArrayBuffer> {
  const { header, voxels } = metaHalves(spec);
  return concat(header, voxels);
}
