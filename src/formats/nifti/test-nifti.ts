/** NIfTI files made to order for tests: every version, byte order and type, and every field free to be wrong. */

import type { Scan } from "../scan-format";
import { readOnly } from "../test-read";
import { bytesOfType, storedBytes } from "../test-voxels";
import { memoryFile } from "../test-zip";
import { NIFTI } from "./format";

export interface NiftiSpec {
  version?: 1 | 2;
  littleEndian?: boolean;
  datatype?: number;
  bitpix?: number;
  /** Number of axes, then their sizes. */
  dim?: readonly number[];
  /** Stored values; 0, 1, 2, … when not given. Their number need not match `dim`. */
  values?: readonly (number | bigint)[];
  /** qfac, then voxel sizes. */
  pixdim?: readonly number[];
  voxOffset?: number;
  slope?: number;
  intercept?: number;
  calMin?: number;
  calMax?: number;
  unit?: number;
  intentCode?: number;
  qformCode?: number;
  quaternion?: readonly number[];
  qoffset?: readonly number[];
  sformCode?: number;
  /** Three rows of four. */
  sform?: readonly number[];
  /** Bytes between header and voxels, extension flag included when not empty. */
  extension?: Uint8Array;
  magic?: string;
  sizeofHdr?: number;
}

/** Datatype code → name. */
export const TEST_TYPES: ReadonlyMap<number, string> = new Map([
  [2, "uint8"],
  [4, "int16"],
  [8, "int32"],
  [16, "float32"],
  [64, "float64"],
  [256, "int8"],
  [512, "uint16"],
  [768, "uint32"],
  [1024, "int64"],
  [1280, "uint64"],
]);

/** A single-file image; without options int16, 2×3×4, voxels of 1 mm, a scanner sform. */
export function buildNifti(spec: NiftiSpec = {}): Uint8Array<ArrayBuffer> {
  const { version = 1, littleEndian = true, datatype = 4, dim = [3, 2, 3, 4], extension = new Uint8Array(0) } = spec;
  const type = TEST_TYPES.get(datatype) ?? "uint8";
  const count = dim.slice(1, 1 + (dim[0] as number)).reduce((product, n) => product * n, 1);
  const values = spec.values ?? Array.from({ length: count }, (_, i) => i);
  const stored = storedBytes(values, type, littleEndian);
  const headerBytes = version === 1 ? 352 : 544;
  const dataOffset = headerBytes + extension.length;
  const bytes = new Uint8Array(dataOffset + stored.length);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string) =>
    bytes.set(
      Uint8Array.from(value, (c) => c.charCodeAt(0)),
      at,
    );
  const int16 = (at: number, value: number) => view.setInt16(at, value, littleEndian);
  const int32 = (at: number, value: number) => view.setInt32(at, value, littleEndian);
  const floats = (at: number, list: readonly number[]) =>
    list.forEach((value, i) => {
      if (version === 1) view.setFloat32(at + 4 * i, value, littleEndian);
      else view.setFloat64(at + 8 * i, value, littleEndian);
    });

  const bitpix = spec.bitpix ?? bytesOfType(type) * 8;
  const pixdim = spec.pixdim ?? [1, 1, 1, 1];
  const voxOffset = spec.voxOffset ?? dataOffset;
  const scaling = [spec.slope ?? 1, spec.intercept ?? 0, spec.calMax ?? 0, spec.calMin ?? 0];
  const [qformCode, sformCode] = [spec.qformCode ?? 0, spec.sformCode ?? 1];
  const quaternion = [...(spec.quaternion ?? [0, 0, 0]), ...(spec.qoffset ?? [0, 0, 0])];
  const sform = spec.sform ?? [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
  if (version === 1) {
    int32(0, spec.sizeofHdr ?? 348);
    dim.forEach((n, i) => {
      int16(40 + 2 * i, n);
    });
    int16(68, spec.intentCode ?? 0);
    int16(70, datatype);
    int16(72, bitpix);
    floats(76, pixdim);
    floats(108, [voxOffset, scaling[0] as number, scaling[1] as number]);
    view.setUint8(123, spec.unit ?? 2);
    floats(124, scaling.slice(2));
    int16(252, qformCode);
    int16(254, sformCode);
    floats(256, [...quaternion, ...sform]);
    text(344, spec.magic ?? "n+1\0");
  } else {
    int32(0, spec.sizeofHdr ?? 540);
    text(4, spec.magic ?? "n+2\0\r\n\x1a\n");
    int16(12, datatype);
    int16(14, bitpix);
    dim.forEach((n, i) => {
      view.setBigInt64(16 + 8 * i, BigInt(n), littleEndian);
    });
    floats(104, pixdim);
    view.setBigInt64(168, BigInt(voxOffset), littleEndian);
    floats(176, scaling);
    int32(344, qformCode);
    int32(348, sformCode);
    floats(352, [...quaternion, ...sform]);
    int32(500, spec.unit ?? 2);
    int32(504, spec.intentCode ?? 0);
  }
  if (extension.length > 0) bytes[headerBytes - 4] = 1;
  bytes.set(extension, headerBytes);
  bytes.set(stored, dataOffset);
  return bytes;
}

/** A single-file image, as `NIFTI` reads it, a frame in place of the first if asked for. Throws what refuses it. */
export function readNifti(bytes: Uint8Array<ArrayBuffer>, frame?: number): Promise<Scan> {
  return readOnly(NIFTI, [memoryFile("scan.nii", bytes)], frame);
}
