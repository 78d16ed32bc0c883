/** The pixels of DICOM images as intensities. */

import { ahead, FILES_AT_ONCE } from "../../core/ahead";
import { EigenvoxError, invariant } from "../../core/errors";
import type { JobOptions } from "../../core/progress";
import type { PixelDecoder } from "./decoder";
import type { StoredImage } from "./image";
import { deflatedBytes } from "./inflated";
import type { PixelFormat } from "./pixel-format";
import { decodeFrames, isCompressedCutShort } from "./pixels-compressed";
import { missingNativeBytes, readNative } from "./pixels-native";
import { bytesPerImage, checkReadable } from "./pixels-support";
import { intensitiesOf, type StoredFrame } from "./pixels-values";
import { canBecome, FREE_SERIES_BYTES } from "./plausible";
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
 * Throws what `checkReadable` throws, `E_TRUNCATED` naming bytes, and `E_PIXELS` for what cannot be decoded, or is far
 * more than the files can hold.
 */
export async function* readImages(
  images: readonly StoredImage[],
  decoder: PixelDecoder | undefined,
  { signal, onProgress }: JobOptions = {},
): AsyncGenerator<Float32Array<ArrayBuffer>, void> {
  let read = 0;
  const frames = framesOf(images);
  for (const [{ pixels }] of frames) checkReadable(pixels, decoder);
  checkBrought(frames);
  for (const batch of batchesOf(frames)) {
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
    const { pixels } = frame[0];
    const own = bytesPerImage(pixels) + storedBytes(frame[0]);
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

/** Of a frame, on average. */
const storedBytes = ({ file, pixels }: StoredImage) => (file.size - pixels.offset) / pixels.frames;

/** Throws `E_PIXELS`. Files that are neither compressed nor deflated hold what they claim, or are known to be cut short. */
function checkBrought(frames: readonly FrameImages[]): void {
  let [claimed, brought] = [0, 0];
  for (const [image] of frames) {
    const { file, pixels } = image;
    const deflated = deflatedBytes(file);
    const isPacked = deflated !== undefined || isCompressed(pixels.transferSyntax);
    claimed += bytesPerImage(pixels);
    if (!isPacked) brought += bytesPerImage(pixels);
    else brought += deflated === undefined ? storedBytes(image) : deflated / pixels.frames;
  }
  if (canBecome(claimed, brought, FREE_SERIES_BYTES)) return;
  throw new EigenvoxError(
    "E_PIXELS",
    `The pixels are damaged: ${Math.round(brought)} bytes cannot hold images of ${claimed}. Export the series again.`,
  );
}

function isAlike(a: PixelFormat, b: PixelFormat): boolean {
  return (["transferSyntax", "rows", "columns", "samples", "bitsAllocated", "photometric"] as const).every(
    (key) => a[key] === b[key],
  );
}
