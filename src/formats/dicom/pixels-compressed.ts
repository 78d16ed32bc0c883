/** Compressed pixels: out of the file, and through a decoder many at a time. */

import { EigenvoxError } from "../../core/errors";
import type { JobOptions } from "../../core/progress";
import type { PixelDecoder } from "./decoder";
import { type ByteRange, locateFrames } from "./encapsulated";
import { checkStream, decodedBytes, type StreamFormat } from "./encapsulated-stream";
import type { StoredImage } from "./image";
import { minimalFile } from "./minimal-file";
import { slicesOf } from "./minimal-nifti";
import type { PixelFormat } from "./pixel-format";
import { bytesPerImage } from "./pixels-support";
import type { StoredFrame } from "./pixels-values";
import { canBecome, FREE_IMAGE_BYTES } from "./plausible";
import { codingOf } from "./transfer-syntax";

/** What compression can add, at the most: RLE doubles in the worst case, headers come to little. */
const MAX_GROWTH = 2;
const MAX_HEADERS_BYTES = 1 << 16;

/** By what is the same for all images of a file; found once, since its frames are read one after the other. */
const located = new WeakMap<PixelFormat, readonly (readonly ByteRange[])[]>();

async function rangesOf({ file, frame, pixels }: StoredImage): Promise<readonly ByteRange[]> {
  const frames = located.get(pixels) ?? (await locateFrames(file, pixels));
  located.set(pixels, frames);
  return frames[frame] ?? [];
}

/** True where the file ends before the image's frame does. Throws `E_PIXELS` for a damaged structure. */
export async function isCompressedCutShort(image: StoredImage): Promise<boolean> {
  const last = (await rangesOf(image)).at(-1);
  return !last || last.end > image.file.size;
}

/**
 * The frames of images of one size and syntax, in their order. Throws `E_TRUNCATED`, `E_PIXELS`, and
 * `E_UNSUPPORTED_TYPE` for what decoders get wrong.
 */
export async function* decodeFrames(
  images: readonly StoredImage[],
  decoder: PixelDecoder,
  options: JobOptions,
): AsyncGenerator<StoredFrame, void> {
  let files: Uint8Array<ArrayBuffer>[] = [];
  let format: StreamFormat | undefined;
  let [claimed, brought] = [0, 0];
  const pixels = images[0]?.pixels as PixelFormat;
  async function* decodeCollected(): AsyncGenerator<StoredFrame, void> {
    if (!format || files.length === 0) return;
    const { bitsAllocated } = format;
    const nifti = await decoder(files, { signal: options.signal });
    for (const bytes of slicesOf(nifti, pixels, bitsAllocated, files.length)) {
      yield { bytes, bitsAllocated, planar: false, hasLuma: hasLuma(pixels) };
    }
  }
  for (const image of images) {
    const stream = await readStream(image);
    const own = checkStream(stream, image.pixels);
    claimed += decodedBytes(image.pixels, own);
    brought += stream.length;
    // Streams choose their number of bits; a stack has one.
    const isAlike = own.bitsAllocated === format?.bitsAllocated && own.planar === format.planar;
    // Many that bring nearly nothing are decoded few at a time.
    if (files.length > 0 && !(isAlike && canBecome(claimed, brought, FREE_IMAGE_BYTES))) {
      yield* decodeCollected();
      files = [];
      [claimed, brought] = [decodedBytes(image.pixels, own), stream.length];
    }
    format = own;
    files.push(minimalFile(stream, image.pixels, own, files.length));
  }
  yield* decodeCollected();
}

async function readStream(image: StoredImage): Promise<Uint8Array<ArrayBuffer>> {
  const { file, pixels } = image;
  const ranges = await rangesOf(image);
  const first = ranges[0];
  const last = ranges.at(-1);
  if (!first || !last) {
    throw new EigenvoxError("E_TRUNCATED", `The file ends after ${file.size} bytes, before an image. Copy it again.`);
  }
  if (last.end > file.size) {
    throw new EigenvoxError(
      "E_TRUNCATED",
      `The file ends after ${file.size} bytes, inside an image that goes on to byte ${last.end}. Copy it again.`,
    );
  }
  const size = ranges.reduce((sum, { begin, end }) => sum + end - begin, 0);
  const limit = MAX_GROWTH * bytesPerImage(pixels) + MAX_HEADERS_BYTES;
  if (size > limit) {
    throw new EigenvoxError(
      "E_PIXELS",
      `A compressed image has ${size} bytes, more than the ${limit} that its ${pixels.columns} × ${pixels.rows} pixels can need.`,
    );
  }
  const bytes = await file.slice(first.begin, last.end);
  if (ranges.length === 1) return bytes;
  const stream = new Uint8Array(size);
  let at = 0;
  for (const { begin, end } of ranges) {
    stream.set(bytes.subarray(begin - first.begin, end - first.begin), at);
    at += end - begin;
  }
  return stream;
}

/** True where the decoder gives luma and chroma as they are; baseline JPEG and JPEG 2000 are made RGB. */
function hasLuma({ photometric, transferSyntax }: PixelFormat): boolean {
  return photometric.startsWith("YBR_FULL") && codingOf(transferSyntax) !== "jpeg";
}
