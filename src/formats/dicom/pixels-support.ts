/** Which stored pixels can be read at all. */

import { EigenvoxError } from "../../core/errors";
import type { PixelDecoder } from "./decoder";
import type { PixelFormat } from "./pixel-format";
import { codingOf, isCompressed, syntaxName } from "./transfer-syntax";

/** 4096 × 4096: many times the largest image of MRI. Larger ones are refused unread. */
const MAX_PIXELS = 2 ** 24;
/** Of a compressed image, decoded (2048 × 2048 of 16 bits): what a few bytes can make a decoder take, several times over. */
const MAX_DECODED_BYTES = 2 ** 23;

const COLOURS = ["RGB", "YBR_FULL"];
/** Those that only come out of a decoder: it makes them RGB. */
const COMPRESSED_COLOURS = [...COLOURS, "YBR_FULL_422", "YBR_RCT", "YBR_ICT"];

export function bytesPerImage({ rows, columns, samples, bitsAllocated }: PixelFormat): number {
  return (rows * columns * samples * bitsAllocated) / 8;
}

/**
 * Throws `E_UNSUPPORTED_TYPE` for what is not read, `E_PIXELS` for compressed pixels without a decoder or not stored as
 * their syntax says, `E_TOO_LARGE`, and `E_BAD_DIMS` and `E_BAD_HEADER` for what no file can mean.
 */
export function checkReadable(pixels: PixelFormat, decoder: PixelDecoder | undefined): void {
  const { transferSyntax, rows, columns, frames } = pixels;
  const name = syntaxName(transferSyntax);
  if (!codingOf(transferSyntax)) {
    throw unsupported(`The pixels are stored as ${name}, which cannot be read. gdcmconv --raw may unpack them.`);
  }
  if (isCompressed(transferSyntax) !== (pixels.length === undefined)) {
    throw new EigenvoxError("E_PIXELS", `The pixels are not stored as the file says (${name}). Export it again.`);
  }
  if (![rows, columns, frames].every((size) => Number.isInteger(size) && size > 0)) {
    throw new EigenvoxError("E_BAD_DIMS", `The file gives ${frames} images of ${columns} × ${rows} pixels.`);
  }
  checkBits(pixels);
  checkColour(pixels);
  const bytes = bytesPerImage(pixels);
  if (rows * columns > MAX_PIXELS || (isCompressed(transferSyntax) && bytes > MAX_DECODED_BYTES)) {
    const limit = isCompressed(transferSyntax) ? `${MAX_DECODED_BYTES} bytes, decoded` : `${MAX_PIXELS} pixels`;
    throw new EigenvoxError(
      "E_TOO_LARGE",
      `An image of ${columns} × ${rows} pixels (${bytes} bytes) is larger than the limit of ${limit}. Crop it.`,
    );
  }
  if (isCompressed(transferSyntax) && !decoder) {
    throw new EigenvoxError(
      "E_PIXELS",
      `The pixels are compressed (${name}), and there is no decoder here. gdcmconv --raw unpacks them.`,
    );
  }
}

function checkBits({ bitsAllocated, bitsStored, highBit }: PixelFormat): void {
  if (![8, 16, 32].includes(bitsAllocated)) {
    throw unsupported(`The pixels have ${bitsAllocated} bits; 8, 16 and 32 can be read.`);
  }
  const isSound = [bitsStored, highBit].every(Number.isInteger) && bitsStored > 0;
  if (!isSound || highBit < bitsStored - 1 || highBit >= bitsAllocated) {
    throw new EigenvoxError(
      "E_BAD_HEADER",
      `The file gives ${bitsStored} bits up to bit ${highBit} of pixels that have ${bitsAllocated}.`,
    );
  }
}

function checkColour({ samples, photometric, bitsAllocated, transferSyntax }: PixelFormat): void {
  if (samples === 1) {
    if (photometric === "PALETTE COLOR") throw unsupported("The pixels are numbers of a colour table; no intensities.");
    return;
  }
  const known = isCompressed(transferSyntax) ? COMPRESSED_COLOURS : COLOURS;
  if (samples !== 3 || bitsAllocated !== 8 || !known.includes(photometric)) {
    const what = `${samples} samples of ${bitsAllocated} bits (${photometric})`;
    throw unsupported(`The pixels have ${what}; of colour only RGB and YBR of 8 bits can be read.`);
  }
}

function unsupported(message: string): EigenvoxError {
  return new EigenvoxError("E_UNSUPPORTED_TYPE", message);
}
