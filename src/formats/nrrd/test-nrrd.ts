/** NRRD files made to order for tests. */

import { gzipSync } from "node:zlib";
import { concat, latin1Bytes, storedBytes } from "../test-voxels";

export interface NrrdSpec {
  version?: number;
  /** In place of these, or added to them; undefined leaves one out. */
  fields?: Readonly<Record<string, string | undefined>>;
  type?: string;
  littleEndian?: boolean;
  encoding?: string;
  sizes?: readonly number[];
  values?: readonly (number | bigint)[];
  lineEnd?: string;
  /** Further lines of the header. */
  lines?: readonly string[];
}

/** Without options int16, raw, 2×3×4, voxels of 1 mm, axes to the left, back and top, which is LPS. */
export function buildNrrd(spec: NrrdSpec = {}): Uint8Array<ArrayBuffer> {
  const { type = "int16", littleEndian = true, encoding = "raw", sizes = [2, 3, 4], lineEnd = "\n" } = spec;
  const count = sizes.reduce((product, n) => product * n, 1);
  const values = spec.values ?? Array.from({ length: count }, (_, i) => i);
  const stored = storedBytes(values, type, littleEndian);
  const fields: Record<string, string | undefined> = {
    type: { float32: "float", float64: "double" }[type] ?? type,
    dimension: `${sizes.length}`,
    space: "left-posterior-superior",
    sizes: sizes.join(" "),
    "space directions": "(1,0,0) (0,1,0) (0,0,1)",
    endian: littleEndian ? "little" : "big",
    encoding,
    "space origin": "(0,0,0)",
    ...spec.fields,
  };
  const lines = [`NRRD000${spec.version ?? 4}`, "# as 3D Slicer writes it"];
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) lines.push(`${name}: ${value}`);
  const header = [...lines, ...(spec.lines ?? []), "", ""].join(lineEnd);
  return concat(latin1Bytes(header), encoded(encoding, stored, values));
}

function encoded(encoding: string, stored: Uint8Array, values: readonly (number | bigint)[]): Uint8Array {
  if (/^gz/.test(encoding)) return gzipSync(stored);
  if (/^(text|txt|ascii)$/.test(encoding)) return latin1Bytes(wrapped(values.map(String), " "));
  if (encoding === "hex")
    return latin1Bytes(
      wrapped(
        [...stored].map((byte) => byte.toString(16).padStart(2, "0")),
        "",
      ),
    );
  return stored;
}

/** Seven words a line. */
function wrapped(words: readonly string[], between: string): string {
  return words.map((word, i) => word + (i % 7 === 6 ? "\n" : between)).join("");
}
