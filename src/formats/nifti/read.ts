/** Reading of NIfTI files. */

import { EigenvoxError } from "../../core/errors";
import { voxelCount } from "../../core/volume";
import { gunzipInto, isGzip, maxGunzippedBytes } from "../gzip";
import type { Scan } from "../scan-format";
import { resolveGeometry } from "./geometry";
import { HEAD_BYTES, type NiftiHeader, parseHeader } from "./header";
import { decodeVoxels } from "./voxel-types";

interface NiftiScan extends Omit<Scan, "name" | "files" | "origin"> {
  readonly geometry: "sform" | "qform" | "pixdim";
  /** The code of the sform or qform in use; 0 when neither is. */
  readonly spaceCode: number;
}

const SPACE_NAMES = ["unknown", "scanner", "aligned", "Talairach", "MNI 152", "template"];

/**
 * Reads a frame, the first unless told, of a single-file NIfTI-1 or NIfTI-2 image of either byte order, gzipped or not
 * (told from its content). Memory is taken only for what the file can really hold, and decompression stops after the frame.
 *
 * Throws `E_EMPTY`, `E_INTENSITY` (no finite voxel), `E_GZIP`, `E_ARGUMENT` for a frame that there is not, and what
 * `parseHeader` throws.
 */
export async function readNifti(bytes: Uint8Array<ArrayBuffer>, frame = 0): Promise<NiftiScan> {
  if (bytes.length === 0) throw new EigenvoxError("E_EMPTY", "The file is empty (0 bytes). Copy or download it again.");
  const isCompressed = isGzip(bytes);
  const header = parseHeader(isCompressed ? gunzipHead(bytes) : bytes.subarray(0, HEAD_BYTES));
  const { dims, type, rank, frames, scaling } = header;
  if (!Number.isInteger(frame) || frame < 0 || frame >= frames) {
    throw new EigenvoxError("E_ARGUMENT", `The scan has ${frames} frames, counted from 0; frame ${frame} is none.`);
  }
  const stored = isCompressed ? gunzipFrame(bytes, header, frame) : sliceFrame(bytes, header, frame);

  const data = new Float32Array(allocate(voxelCount(dims) * 4));
  const { nonFinite, rounded } = decodeVoxels(stored, type, header.littleEndian, scaling, data);
  if (nonFinite === data.length) {
    throw new EigenvoxError("E_INTENSITY", `None of the ${data.length} voxels is a finite number: there is no image.`);
  }

  const { source, spaceCode, affine, spacing, notices: geometryNotices } = resolveGeometry(header.placement, dims);
  const notices = [...header.notices, ...geometryNotices];
  if (frames > 1) notices.push(`${rank}-D file of ${frames} frames: one at a time is shown and processed.`);
  const missing = header.dataOffset + header.frameBytes * frames - bytes.length;
  if (!isCompressed && missing > 0) {
    notices.push(`The file is cut short: ${missing} bytes of later frames are missing.`);
  }
  if (nonFinite > 0) {
    notices.push(
      `${nonFinite} of ${data.length} voxels are not finite numbers (or too large for float32); they are set to 0.`,
    );
  }
  if (rounded > 0) {
    notices.push(
      `${rounded} of ${data.length} ${type.name} voxels are rounded to float32 (about 7 significant digits).`,
    );
  }

  const order = type.bytes === 1 ? "" : `, ${header.littleEndian ? "little" : "big"}-endian`;
  const details = [`NIfTI-${header.version}, ${type.name}${order}${isCompressed ? ", gzip" : ""}`];
  if (scaling[0] !== 1 || scaling[1] !== 0) {
    const [slope, intercept] = scaling.map((value) => Number(value.toPrecision(6)));
    details.push(`intensity = ${slope} × stored + ${intercept}`);
  }
  const space = source === "pixdim" ? "orientation unknown" : (SPACE_NAMES[spaceCode] ?? `code ${spaceCode}`);
  details.push(`geometry from ${source} (${space})`);

  return {
    volume: { data, dims, spacing, affine },
    details,
    notices,
    frames,
    geometry: source,
    spaceCode,
    orientationKnown: source !== "pixdim",
    ...(header.calWindow && { calWindow: header.calWindow }),
  };
}

function gunzipHead(bytes: Uint8Array): Uint8Array {
  const head = new Uint8Array(HEAD_BYTES);
  const filled = gunzipInto(bytes, head);
  if (filled === 0) throw new EigenvoxError("E_EMPTY", "The gzip file holds no data. Copy or download it again.");
  if (isGzip(head)) {
    throw new EigenvoxError(
      "E_GZIP",
      "The file was compressed twice: decompress it once (gunzip) and open the result.",
    );
  }
  return head.subarray(0, filled);
}

function gunzipFrame(bytes: Uint8Array, { dataOffset, frameBytes }: NiftiHeader, frame: number): Uint8Array {
  const begin = dataOffset + frame * frameBytes;
  const needed = begin + frameBytes;
  const possible = maxGunzippedBytes(bytes.length);
  if (needed > possible) throw tooShort(dataOffset, needed, possible, "can hold at most");
  const stored = new Uint8Array(allocate(frameBytes));
  const filled = gunzipInto(bytes, stored, begin);
  if (filled < needed) throw tooShort(dataOffset, needed, filled, "holds");
  return stored;
}

function sliceFrame(bytes: Uint8Array, { dataOffset, frameBytes }: NiftiHeader, frame: number): Uint8Array {
  const begin = dataOffset + frame * frameBytes;
  const needed = begin + frameBytes;
  if (needed > bytes.length) throw tooShort(dataOffset, needed, bytes.length, "holds");
  return bytes.subarray(begin, needed);
}

function tooShort(dataOffset: number, needed: number, available: number, holds: string): EigenvoxError {
  // An offset right behind the header is no mistake: then it is the voxels that are missing.
  if (dataOffset > HEAD_BYTES && dataOffset >= available) {
    const message = `The header says that the voxels begin at byte ${dataOffset}, but the file ${holds} ${available} bytes.`;
    return new EigenvoxError("E_BAD_OFFSET", message);
  }
  return new EigenvoxError(
    "E_TRUNCATED",
    `The file is cut short: header and frames up to this one take ${needed} bytes, but it ${holds} ${available}. ` +
      "Copy or download it again.",
  );
}

/** A buffer, or `E_TOO_LARGE` when the machine has no room for it. */
function allocate(byteLength: number): ArrayBuffer {
  try {
    return new ArrayBuffer(byteLength);
  } catch (cause) {
    const size = `${Math.ceil(byteLength / 2 ** 20)} MiB`;
    throw new EigenvoxError("E_TOO_LARGE", `There is no memory for a scan that takes ${size}. Close other tabs.`, {
      cause,
    });
  }
}
