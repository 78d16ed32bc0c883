/** What a decoder gives back: a NIfTI-1 file of the images it was given. Source: nifti1.h. */

import { EigenvoxError } from "../../core/errors";
import type { PixelFormat } from "./pixel-format";

const HEADER_BYTES = 348;
/** The datatype that comes back by bits per pixel: unsigned bits, but the decoder calls 32 of them signed. */
const TYPES: Readonly<Record<number, readonly number[]>> = { 8: [2], 16: [512, 4], 24: [128], 32: [8, 768] };

/**
 * The stored bytes of each image, row by row from the first, samples side by side, little-endian. Throws `E_PIXELS` where
 * the file does not hold exactly `count` images of the format.
 */
export function* slicesOf(
  nifti: Uint8Array<ArrayBuffer>,
  { rows, columns, samples }: PixelFormat,
  bitsAllocated: number,
  count: number,
): Generator<Uint8Array<ArrayBuffer>, void> {
  const bits = bitsAllocated * samples;
  const rowBytes = (columns * bits) / 8;
  const imageBytes = rows * rowBytes;
  const view = new DataView(nifti.buffer, nifti.byteOffset, nifti.byteLength);
  const isWhole = nifti.length >= HEADER_BYTES && view.getInt32(0, true) === HEADER_BYTES;
  const sizes = isWhole ? Array.from({ length: 7 }, (_, i) => view.getInt16(42 + 2 * i, true)) : [];
  const begin = isWhole ? view.getFloat32(108, true) : 0;
  const isExpected =
    [columns, rows, count].every((size, i) => sizes[i] === size) &&
    sizes.slice(3).every((size) => size <= 1) &&
    (TYPES[bits] ?? []).includes(view.getInt16(70, true)) &&
    Number.isInteger(begin) &&
    begin >= HEADER_BYTES &&
    nifti.length >= begin + count * imageBytes;
  if (!isExpected) {
    throw new EigenvoxError(
      "E_PIXELS",
      `The decoder did not give ${count} images of ${columns} × ${rows} pixels back.`,
    );
  }
  for (let i = 0; i < count; i++) {
    const image = new Uint8Array(imageBytes);
    // NIfTI's first row is the last of the image.
    for (let row = 0; row < rows; row++) {
      const at = begin + i * imageBytes + (rows - 1 - row) * rowBytes;
      image.set(nifti.subarray(at, at + rowBytes), row * rowBytes);
    }
    yield image;
  }
}
