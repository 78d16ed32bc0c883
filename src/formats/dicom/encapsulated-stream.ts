/**
 * What a compressed image says of itself, which has to be what its file says before a decoder is given it: a decoder
 * takes as much memory as the stream asks for. Sources: ITU-T T.800 A.5 (JPEG 2000), DICOM PS3.5 G (RLE).
 */

import { EigenvoxError } from "../../core/errors";
import { hasJpegEnd, JPEG_FRAMES, readJpegHead } from "./encapsulated-jpeg";
import type { PixelFormat } from "./pixel-format";
import { canBecome, FREE_IMAGE_BYTES } from "./plausible";
import { codingOf, syntaxName } from "./transfer-syntax";

/** How the pixels come out of a decoder. */
export interface StreamFormat {
  readonly bitsAllocated: number;
  /** True where each sample has a plane of its own in the stream. */
  readonly planar: boolean;
}

interface StreamHead {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  /** Of a sample, in bits. */
  readonly precision: number;
  readonly planar: boolean;
}

const RLE_HEADER_BYTES = 64;

/**
 * Checks the stream of one image. Throws `E_PIXELS` where it is damaged, is not what the format says, or cannot hold as
 * many pixels, and `E_UNSUPPORTED_TYPE` for what decoders get wrong.
 */
export function checkStream(stream: Uint8Array, pixels: PixelFormat): StreamFormat {
  const isRle = codingOf(pixels.transferSyntax) === "rle";
  const format = isRle ? checkRle(stream, pixels) : checkHead(stream, pixels);
  if (!canBecome(decodedBytes(pixels, format), stream.length, FREE_IMAGE_BYTES)) {
    const what = `${stream.length} bytes cannot hold an image of ${pixels.columns} × ${pixels.rows} pixels`;
    throw damaged(pixels, what);
  }
  return format;
}

/** Of one image, as it comes out of a decoder. */
export const decodedBytes = ({ rows, columns, samples }: PixelFormat, { bitsAllocated }: StreamFormat): number =>
  (rows * columns * samples * bitsAllocated) / 8;

function checkHead(stream: Uint8Array, pixels: PixelFormat): StreamFormat {
  const head = readHead(stream, pixels);
  const { rows, columns, samples, precision } = head;
  if (rows !== pixels.rows || columns !== pixels.columns || samples !== pixels.samples) {
    const size = (of: StreamHead | PixelFormat) => `${of.columns} × ${of.rows} pixels of ${of.samples} samples`;
    throw damaged(pixels, `an image of ${size(head)} lies where ${size(pixels)} should be`);
  }
  if (precision < 1 || precision > Math.min(pixels.bitsAllocated, 16)) {
    throw damaged(pixels, `an image of ${precision} bits lies where ${pixels.bitsAllocated} should be`);
  }
  return { bitsAllocated: precision > 8 ? 16 : 8, planar: head.planar };
}

function readHead(stream: Uint8Array, pixels: PixelFormat): StreamHead {
  const coding = codingOf(pixels.transferSyntax);
  if (coding !== "jpeg" && coding !== "jpeg-lossless" && coding !== "jpeg-ls") return readJpeg2000Head(stream, pixels);
  const head = readJpegHead(stream);
  if (head?.frame !== JPEG_FRAMES[coding]) throw damaged(pixels, "the header of an image is not what it should be");
  // Of lossless JPEG every sample is a code of at least one bit.
  const leastBytes = coding === "jpeg-lossless" ? (head.rows * head.columns * head.samples) / 8 : 0;
  if (!hasJpegEnd(stream) || stream.length < leastBytes) throw damaged(pixels, "an image is cut short");
  // The decoder takes three samples of baseline JPEG for luma and chroma, whatever they are.
  if (coding === "jpeg" && head.samples === 3 && head.isRgb) {
    throw new EigenvoxError("E_UNSUPPORTED_TYPE", "JPEG images that store red, green and blue cannot be read.");
  }
  return head;
}

function readJpeg2000Head(stream: Uint8Array, pixels: PixelFormat): StreamHead {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  const wrong = damaged(pixels, "the header of an image is not what it should be");
  if (stream.length < 45 || view.getUint32(0) !== 0xff4fff51) throw wrong;
  const samples = view.getUint16(40);
  const depth = view.getUint8(42);
  if (samples > 3 || stream.length < 42 + 3 * samples) throw wrong;
  for (let i = 0; i < samples; i++) {
    // Of one depth, and none coarser than the others.
    if (view.getUint8(42 + 3 * i) !== depth || view.getUint16(43 + 3 * i) !== 0x0101) throw wrong;
  }
  return {
    rows: view.getUint32(12) - view.getUint32(20),
    columns: view.getUint32(8) - view.getUint32(16),
    samples,
    // The highest bit says that the samples are signed.
    precision: (depth & 127) + 1,
    planar: false,
  };
}

/** A segment for each byte of each sample, each beginning behind the one before. */
function checkRle(stream: Uint8Array, pixels: PixelFormat): StreamFormat {
  const { bitsAllocated, samples } = pixels;
  const segments = (samples * bitsAllocated) / 8;
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  if (stream.length < RLE_HEADER_BYTES) throw damaged(pixels, "an image is cut short");
  if (view.getUint32(0, true) !== segments) {
    throw damaged(pixels, `an image has ${view.getUint32(0, true)} segments instead of ${segments}`);
  }
  const begins = Array.from({ length: segments }, (_, i) => view.getUint32(4 + 4 * i, true));
  const isSound = begins.every((begin, i) => begin < stream.length && begin > (begins[i - 1] ?? RLE_HEADER_BYTES - 1));
  if (begins[0] !== RLE_HEADER_BYTES || !isSound) throw damaged(pixels, "an image's segments do not lie in it");
  // The decoder takes what is missing for zeros.
  const isWhole = begins.every(
    (begin, i) => rleLength(stream.subarray(begin, begins[i + 1])) >= pixels.rows * pixels.columns,
  );
  if (!isWhole) throw damaged(pixels, "an image is cut short");
  return { bitsAllocated, planar: false };
}

/** Bytes that a segment holds: after n < 128 follow n + 1 as they are, after n > 128 one that is to be repeated 257 - n times. */
function rleLength(segment: Uint8Array): number {
  let length = 0;
  for (let at = 0; at < segment.length - 1; ) {
    const n = segment[at] as number;
    const literal = Math.min(n + 1, segment.length - 1 - at);
    length += n < 128 ? literal : n === 128 ? 0 : 257 - n;
    at += n < 128 ? n + 2 : n === 128 ? 1 : 2;
  }
  return length;
}

function damaged({ transferSyntax }: PixelFormat, what: string): EigenvoxError {
  const message = `The compressed pixels (${syntaxName(transferSyntax)}) are damaged: ${what}. Export the series again.`;
  return new EigenvoxError("E_PIXELS", message);
}
