/** Writing of volumes as NIfTI-1 files, compressed or plain. */

import { EigenvoxError } from "../../core/errors";
import type { Volume } from "../../core/volume";
import { isSheared } from "../grid-geometry";
import type { VolumeWish } from "../scan-format";
import { affineToQform } from "./geometry";

/** The description is cut to 79 bytes, characters outside ASCII become "?"; the text is kept in a comment extension. */
interface WriteOptions extends VolumeWish {
  /** Code of the space that the affine leads to (`Geometry.spaceCode`); 0 when the orientation is unknown. */
  readonly spaceCode: number;
  /** At most 15 bytes of ASCII. */
  readonly intentName?: string;
}

const HEADER_BYTES = 352;
const MAX_INT16 = 32767;
const FLOAT32_CODE = 16;
const COMMENT_CODE = 6;
const MILLIMETRES = 2;
/** Piece in which voxels are given to the compressor, so that it never holds a second copy of the volume. */
const PIECE_BYTES = 1 << 20;

/**
 * A volume as a .nii.gz file, or a .nii file where it is to be plain, its parts in order, each made when it is asked for: NIfTI-1, float32, little-endian, unscaled,
 * lengths in mm.
 *
 * The sform holds the affine; a qform is added when the grid is not sheared, both with `spaceCode`. With `spaceCode` 0
 * both codes are 0 and a reader goes by the voxel sizes alone: a reader then centres the volume at the origin, which
 * is where it put the scan that an upsampled volume came from. Nothing is copied from the header of a scan.
 *
 * Throws `E_TOO_LARGE` when an axis has more than 32767 voxels.
 */
export function niftiParts(volume: Volume, options: WriteOptions): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  if (volume.dims.some((n) => n > MAX_INT16)) {
    throw new EigenvoxError(
      "E_TOO_LARGE",
      `${volume.dims.join("×")} voxels do not fit a NIfTI-1 file, which has at most ${MAX_INT16} along an axis.`,
    );
  }
  const content = contentOf(volume, options);
  return options.isPlain ? plain(content) : gzipped(content);
}

function* contentOf(volume: Volume, options: WriteOptions) {
  const extension = commentExtension(options.text);
  yield buildHeader(volume, options, HEADER_BYTES + extension.length);
  yield extension;
  yield* piecesOf(volume.data);
}

function buildHeader(volume: Volume, options: WriteOptions, dataOffset: number): Uint8Array<ArrayBuffer> {
  const { dims, spacing, affine } = volume;
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  const int16s = (at: number, values: readonly number[]) => {
    for (const [i, value] of values.entries()) view.setInt16(at + 2 * i, value, true);
  };
  const floats = (at: number, values: readonly number[]) => {
    for (const [i, value] of values.entries()) view.setFloat32(at + 4 * i, value, true);
  };
  const ascii = (at: number, text: string, limit: number) =>
    bytes.set(new TextEncoder().encode(text.replace(/[^\x20-\x7e]/gu, "?").slice(0, limit)), at);

  const { quaternion, qfac, offset } = affineToQform(affine);
  const { spaceCode } = options;
  view.setInt32(0, 348, true);
  bytes[38] = "r".charCodeAt(0);
  int16s(40, [3, ...dims, 1, 1, 1, 1]);
  int16s(70, [FLOAT32_CODE, 32]);
  floats(76, [qfac, ...spacing, 1, 1, 1, 1]);
  floats(108, [dataOffset, 1, 0]);
  bytes[123] = MILLIMETRES;
  ascii(148, options.description, 79);
  int16s(252, [isSheared(affine) ? 0 : spaceCode, spaceCode]);
  floats(256, [...quaternion, ...offset, ...affine.slice(0, 12)]);
  ascii(328, options.intentName ?? "", 15);
  ascii(344, "n+1", 3);
  bytes[348] = options.text ? 1 : 0;
  return bytes;
}

function commentExtension(text: string | undefined): Uint8Array<ArrayBuffer> {
  if (!text) return new Uint8Array(0);
  const content = new TextEncoder().encode(text);
  const bytes = new Uint8Array(Math.ceil((content.length + 8) / 16) * 16);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, bytes.length, true);
  view.setInt32(4, COMMENT_CODE, true);
  bytes.set(content, 8);
  return bytes;
}

async function* plain(parts: Iterable<Uint8Array<ArrayBuffer>>) {
  yield* parts;
}

async function* gzipped(parts: Iterator<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const { value, done } = parts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
  const reader = source.pipeThrough(new CompressionStream("gzip")).getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}

function* piecesOf({ buffer, byteOffset, byteLength }: Float32Array<ArrayBuffer>) {
  for (let at = 0; at < byteLength; at += PIECE_BYTES) {
    yield new Uint8Array(buffer, byteOffset + at, Math.min(PIECE_BYTES, byteLength - at));
  }
}
