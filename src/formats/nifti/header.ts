/** The header of a NIfTI-1 or NIfTI-2 file: its fields, read and validated before anything is allocated. */

import { EigenvoxError } from "../../core/errors";
import { type Notice, notice } from "../../core/notice";
import type { Vec3 } from "../../core/volume";
import { notOfFormat } from "../content-kind";
import { labelsNotice } from "../labels";
import { checkSizes, MAX_FRAME_BYTES } from "../stored-grid";
import type { VoxelType } from "../voxel-types";
import { DATATYPES, REFUSED_DATATYPES } from "./datatypes";

/** Bytes from the beginning of a file that `parseHeader` looks at. */
export const HEAD_BYTES = 544;

/** What descriptions of results say, those of this program (`describeResult`) among them. */
const COMPUTED = "computed not acquired";
/** NIFTI_INTENT_LABEL: the voxels are indices of labels. */
const LABELS = 1002;

export interface NiftiHeader {
  readonly version: 1 | 2;
  /** True where the voxels lie in another file. */
  readonly isHalf: boolean;
  readonly littleEndian: boolean;
  readonly type: VoxelType;
  /** Voxel counts of the first three axes. */
  readonly dims: Vec3;
  /** Volumes in the file: the product of the sizes of axes 4 to 7. */
  readonly frames: number;
  /** Offset of the first voxel, in the file that holds them. */
  readonly dataOffset: number;
  /** Where voxels can begin at the earliest. */
  readonly headerBytes: number;
  /** Where extensions begin, in the file of the header; undefined where it tells of none. */
  readonly extensionsAt: number | undefined;
  /** Slope and intercept of the stored values; [1, 0] where the header gives none. */
  readonly scaling: readonly [number, number];
  readonly calWindow: readonly [number, number] | undefined;
  readonly placement: Placement;
  /** What a person must know about repairs made here. */
  readonly notices: readonly Notice[];
}

/** What a header says about where its voxels lie, as stored. */
export interface Placement {
  /** qfac, then the voxel sizes of axes 1 to 3. */
  readonly pixdim: readonly number[];
  /** Code of the spatial unit: 1 metre, 2 millimetre, 3 micrometre, otherwise unknown. */
  readonly unit: number;
  readonly qformCode: number;
  /** b, c, d. */
  readonly quaternion: readonly number[];
  readonly qoffset: readonly number[];
  readonly sformCode: number;
  /** Three rows of four. */
  readonly sform: readonly number[];
}

/**
 * Reads a header from the first `HEAD_BYTES` bytes of a file (fewer if it has no more).
 *
 * Throws `E_NOT_NIFTI`, `E_TRUNCATED`, `E_BAD_HEADER`, `E_BAD_DIMS`, `E_UNSUPPORTED_TYPE` or `E_BAD_OFFSET`.
 * Source: nifti1.h and nifti2.h of the NIfTI Data Format Working Group.
 */
export function parseHeader(head: Uint8Array): NiftiHeader {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const { version, littleEndian, isHalf } = identify(head, view);
  const fields = readFields(view, littleEndian, version);
  const { placement } = fields;
  const notices: Notice[] = [];

  if (version === 2 && fields.intentCode >= 3000 && fields.intentCode < 3100) {
    throw notNifti("a CIFTI-2 file: values on a brain's surface, not an image. Open the volume they were made from.");
  }
  const { dims, frames } = checkDims(fields.dim);
  const type = DATATYPES.get(fields.datatype);
  if (!type) {
    const name = REFUSED_DATATYPES.get(fields.datatype) ?? "not defined";
    throw new EigenvoxError(
      "E_UNSUPPORTED_TYPE",
      `Voxels of datatype ${fields.datatype} (${name}) are not supported: convert the scan to an integer or float type.`,
    );
  }
  if (fields.bitpix !== type.bytes * 8) {
    notices.push(
      notice(
        "W_HEADER",
        `The header gives ${fields.bitpix} bits per voxel, but ${type.name} has ${type.bytes * 8}; ${type.name} is used.`,
      ),
    );
  }
  const descriptionAt = version === 1 ? 148 : 240;
  const description = String.fromCharCode(...head.subarray(descriptionAt, descriptionAt + 80));
  if (description.includes(COMPUTED)) {
    notices.push(notice("W_DERIVED", "The file says of itself that it was computed, not acquired."));
  }
  if (fields.intentCode === LABELS) {
    notices.push(labelsNotice("The file says of itself that its voxels are labels (intent code 1002)."));
  }
  const headerEnd = version === 1 ? 352 : 544;
  const headerBytes = isHalf ? 0 : headerEnd;
  return {
    version,
    isHalf,
    littleEndian,
    type,
    dims,
    frames,
    dataOffset: checkOffset(fields.voxOffset, headerBytes, notices),
    headerBytes,
    extensionsAt: head[headerEnd - 4] ? headerEnd : undefined,
    scaling: checkScaling(fields.slope, fields.intercept, notices),
    calWindow: checkWindow(fields.calMin, fields.calMax, notices),
    placement,
    notices,
  };
}

/** True for the head of an image, or of the header of a pair, whatever else is wrong with it. */
export function hasMagic(head: Uint8Array): boolean {
  return /^n[+i]1\0/.test(magicOf(head, 344)) || /^n[+i]2\0/.test(magicOf(head, 4));
}

function magicOf(head: Uint8Array, at: number): string {
  return String.fromCharCode(...head.subarray(at, at + 4));
}

function identify(head: Uint8Array, view: DataView): Pick<NiftiHeader, "version" | "littleEndian" | "isHalf"> {
  const size = head.length >= 4 ? [view.getInt32(0, true), view.getInt32(0, false)] : [];
  for (const [version, bytes, magicAt] of [
    [1, 348, 344],
    [2, 540, 4],
  ] as const) {
    const name = magicOf(head, magicAt);
    const isHalf = name === `ni${version}\0`;
    const isNamed = isHalf || name === `n+${version}\0`;
    if (!size.includes(bytes)) {
      if (!isNamed) continue;
      throw new EigenvoxError(
        "E_BAD_HEADER",
        `The NIfTI-${version} header gives its own size as ${size[0]} bytes instead of ${bytes}: the file is damaged.`,
      );
    }
    if (head.length < bytes) {
      throw new EigenvoxError(
        "E_TRUNCATED",
        `The file ends after ${head.length} bytes, inside the ${bytes}-byte NIfTI-${version} header. Copy it again.`,
      );
    }
    if (!isNamed) {
      throw version === 1
        ? notNifti("an Analyze 7.5 header, or a NIfTI-1 header without its magic bytes. Convert the scan to NIfTI.")
        : new EigenvoxError("E_BAD_HEADER", "The NIfTI-2 header lacks its magic bytes: the file is damaged.");
    }
    if (version === 2 && magicOf(head, 8) !== "\r\n\x1a\n") {
      throw new EigenvoxError(
        "E_BAD_HEADER",
        "The line ends in the NIfTI-2 magic bytes were changed: the file was copied as text. Copy it again as binary.",
      );
    }
    return { version, littleEndian: size[0] === bytes, isHalf };
  }
  throw notOfFormat(head, "a NIfTI scan");
}

const notNifti = (what: string) => new EigenvoxError("E_NOT_NIFTI", `This is ${what}`);

/** The same fields of both versions; where they lie in the first is given before where they lie in the second. */
function readFields(view: DataView, littleEndian: boolean, version: 1 | 2) {
  const isFirst = version === 1;
  const int16 = (at: number) => view.getInt16(at, littleEndian);
  const int64 = (at: number) => Number(view.getBigInt64(at, littleEndian));
  const code = (at1: number, at2: number) => (isFirst ? int16(at1) : view.getInt32(at2, littleEndian));
  const float = (at1: number, at2: number, i = 0) =>
    isFirst ? view.getFloat32(at1 + 4 * i, littleEndian) : view.getFloat64(at2 + 8 * i, littleEndian);
  const floats = (at1: number, at2: number, count: number) =>
    Array.from({ length: count }, (_, i) => float(at1, at2, i));
  const placement: Placement = {
    pixdim: floats(76, 104, 4),
    unit: (isFirst ? view.getUint8(123) : view.getInt32(500, littleEndian)) & 7,
    qformCode: code(252, 344),
    sformCode: code(254, 348),
    quaternion: floats(256, 352, 3),
    qoffset: floats(268, 376, 3),
    sform: floats(280, 400, 12),
  };
  return {
    /** Number of axes, then their sizes. */
    dim: Array.from({ length: 8 }, (_, i) => (isFirst ? int16(40 + 2 * i) : int64(16 + 8 * i))),
    intentCode: code(68, 504),
    datatype: int16(isFirst ? 70 : 12),
    bitpix: int16(isFirst ? 72 : 14),
    voxOffset: isFirst ? float(108, 0) : int64(168),
    slope: float(112, 176),
    intercept: float(116, 184),
    calMax: float(124, 192),
    calMin: float(128, 200),
    placement,
  };
}

function checkDims(dim: readonly number[]): { dims: Vec3; frames: number } {
  const axes = dim[0] as number;
  if (axes < 1 || axes > 7) {
    throw new EigenvoxError("E_BAD_DIMS", `The header gives ${axes} dimensions; 1 to 7 are possible.`);
  }
  const sizes = Array.from({ length: 7 }, (_, i) => (i < axes ? (dim[i + 1] as number) : 1));
  checkSizes(sizes);
  const frames = sizes.slice(3).reduce((product, size) => product * size, 1);
  if (!Number.isSafeInteger(frames)) {
    throw new EigenvoxError("E_BAD_DIMS", `The header gives ${frames} frames, more than a file can hold.`);
  }
  const [nx, ny, nz] = sizes as [number, number, number];
  return { dims: [nx, ny, nz], frames };
}

function checkOffset(voxOffset: number, least: number, notices: Notice[]): number {
  if (voxOffset === 0 && least > 0) {
    notices.push(
      notice(
        "W_HEADER",
        `The header does not say where the voxels begin; byte ${least}, the end of the header, is assumed.`,
      ),
    );
    return least;
  }
  if (!Number.isInteger(voxOffset) || voxOffset < least || voxOffset > MAX_FRAME_BYTES) {
    throw new EigenvoxError(
      "E_BAD_OFFSET",
      `The header says that the voxels begin at byte ${voxOffset}; a whole number from ${least} to 2^31 is needed.`,
    );
  }
  return voxOffset;
}

/** Slope 0 or NaN means that values are stored as they are, as in nibabel, which refuses the two cases said here. */
function checkScaling(slope: number, intercept: number, notices: Notice[]): [number, number] {
  if (slope === 0 || Number.isNaN(slope)) {
    // NaN for both is how nibabel writes that there is none.
    if (intercept !== 0 && !(Number.isNaN(slope) && Number.isNaN(intercept))) {
      const text = `The header's intensity intercept is ${intercept} beside a slope of ${slope}; the stored values are used as they are.`;
      notices.push(notice("W_SCALING", text));
    }
    return [1, 0];
  }
  if (!Number.isFinite(slope)) {
    notices.push(
      notice("W_SCALING", "The header's intensity slope is infinite; the stored values are used as they are."),
    );
    return [1, 0];
  }
  if (!Number.isFinite(intercept)) {
    const text = `The header's intensity intercept is ${intercept} beside a slope of ${slope}; none is added.`;
    notices.push(notice("W_SCALING", text));
    return [slope, 0];
  }
  return [slope, intercept];
}

/** The values to be displayed as black and as white; two zeros are how a header gives none. */
function checkWindow(low: number, high: number, notices: Notice[]): [number, number] | undefined {
  if (low === 0 && high === 0) return undefined;
  if (low < high && Number.isFinite(high - low)) return [low, high];
  const what = low > high ? "is reversed" : "cannot be used";
  const text = `The header's display window ${what} (cal_min ${low}, cal_max ${high}): it is chosen by the values instead.`;
  notices.push(notice("W_HEADER", text));
  return undefined;
}
