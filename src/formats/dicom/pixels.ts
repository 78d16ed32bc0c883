/** The pixels of DICOM images as intensities. */

import { ahead, FILES_AT_ONCE } from "../../core/ahead";
import { invariant } from "../../core/errors";
import type { JobOptions } from "../../core/progress";
import type { PixelDecoder } from "./decoder";
import type { StoredImage } from "./image";
import type { PixelFormat } from "./pixel-format";
import { decodeFrames, isCompressedCutShort } from "./pixels-compressed";
import { missingNativeBytes, readNative } from "./pixels-native";
import { bytesPerImage, checkReadable } from "./pixels-support";
import { intensitiesOf, type StoredFrame } from "./pixels-values";
import { isCompressed } from "./transfer-syntax";

/** Held at once, stored and decoded together; a decoder holds that several times over. */
const MAX_BATCH_BYTES = 2 ** 23;
const MAX_BATCH_IMAGES = 64;

/** Images of one frame, one after the other: tiles of a mosaic, or one that is the whole. */
type FrameImages = readonly [StoredImage, ...StoredImage[]];

/**
 * Reads images in their order, each row by row as stored: rows × columns of its tile or frame, rescaled. Only their own
 * bytes are read, a frame at a time, or a few when a decoder is needed.
 *
 * Throws what `checkReadable` throws, `E_TRUNCATED` naming bytes, and `E_PIXELS` for what cannot be decoded.
 */
export async function* readImages(
  images: readonly StoredImage[],
  decoder: PixelDecoder | undefined,
  { signal, onProgress }: JobOptions = {},
): AsyncGenerator<Float32Array<ArrayBuffer>, void> {
  let read = 0;
  for (const batch of batchesOf(framesOf(images))) {
    signal?.throwIfAborted();
    let i = 0;
    for await (const stored of readFrames(batch, decoder, { signal })) {
      for (const image of batch[i++] ?? []) {
        const intensities = intensitiesOf(stored, image);
        read++;
        onProgress?.({ stage: "Reading images", fraction: read / images.length });
        yield intensities;
        signal?.throwIfAborted();
      }
    }
  }
}

/** True where the file ends before the image does. Throws `E_PIXELS` for compressed pixels whose structure is damaged. */
export async function isCutShort(image: StoredImage): Promise<boolean> {
  return isCompressed(image.pixels.transferSyntax) ? isCompressedCutShort(image) : missingNativeBytes(image) > 0;
}

async function* readFrames(
  batch: readonly FrameImages[],
  decoder: PixelDecoder | undefined,
  options: JobOptions,
): AsyncGenerator<StoredFrame, void> {
  const images = batch.map(([first]) => first);
  for (const { pixels } of images) checkReadable(pixels, decoder);
  if (!isCompressed(images[0]?.pixels.transferSyntax ?? "")) {
    yield* ahead(images, FILES_AT_ONCE, readNative);
    return;
  }
  invariant(decoder, "compressed pixels are not readable without a decoder");
  yield* decodeFrames(images, decoder, options);
}

function framesOf(images: readonly StoredImage[]): readonly FrameImages[] {
  const frames: [StoredImage, ...StoredImage[]][] = [];
  for (const image of images) {
    const last = frames.at(-1);
    if (last && last[0].file === image.file && last[0].frame === image.frame) last.push(image);
    else frames.push([image]);
  }
  return frames;
}

/** Neighbours that are stored alike, and that a decoder can be given together. */
function* batchesOf(frames: readonly FrameImages[]): Generator<readonly FrameImages[], void> {
  let batch: FrameImages[] = [];
  let bytes = 0;
  for (const frame of frames) {
    const { file, pixels } = frame[0];
    const stored = (file.size - pixels.offset) / pixels.frames;
    const own = bytesPerImage(pixels) + stored;
    const isFull = batch.length === MAX_BATCH_IMAGES || bytes + own > MAX_BATCH_BYTES;
    const fits = batch[0] && isAlike(batch[0][0].pixels, pixels);
    if (batch.length > 0 && (isFull || !fits)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(frame);
    bytes += own;
  }
  if (batch.length > 0) yield batch;
}

function isAlike(a: PixelFormat, b: PixelFormat): boolean {
  return (["transferSyntax", "rows", "columns", "samples", "bitsAllocated", "photometric"] as const).every(
    (key) => a[key] === b[key],
  );
}
