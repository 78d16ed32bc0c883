/** Uncompressed pixels, read as they lie in the file. Source: DICOM PS3.5 8.1.1, 7.3 (byte order). */

import { EigenvoxError } from "../../core/errors";
import type { ScanFile } from "../scan-format";
import type { StoredImage } from "./image";
import type { PixelFormat } from "./pixel-format";
import { bytesPerImage } from "./pixels-support";
import type { StoredFrame } from "./pixels-values";
import { codingOf } from "./transfer-syntax";

/** Of an element with explicit VR: from its VR to its value. */
const VR_BEFORE_VALUE = 8;

/** The bytes that the file lacks of the image's frame; 0 where it is all there. */
export function missingNativeBytes({ file, frame, pixels }: StoredImage): number {
  const end = pixels.offset + (frame + 1) * bytesPerImage(pixels);
  const available = Math.min(file.size, pixels.offset + (pixels.length ?? 0));
  return Math.max(0, Math.min(bytesPerImage(pixels), end - available));
}

/** Reads the image's frame and nothing else. Throws `E_TRUNCATED`. */
export async function readNative(image: StoredImage): Promise<StoredFrame> {
  const { file, frame, pixels } = image;
  const size = bytesPerImage(pixels);
  const missing = missingNativeBytes(image);
  if (missing > 0) throw cutShort(size, size - missing);
  const word = await swappedBytes(file, pixels);
  // A word of two bytes may hold the end of one frame of 8 bits and the beginning of the next.
  const begin = frame * size - ((frame * size) % word);
  const end = Math.ceil((frame * size + size) / word) * word;
  const words = await file.slice(pixels.offset + begin, pixels.offset + end);
  if (word > 1) swap(words, word);
  const bytes = words.slice(frame * size - begin, frame * size - begin + size);
  if (bytes.length < size) throw cutShort(size, bytes.length);
  const { bitsAllocated, planar, photometric } = pixels;
  return { bytes, bitsAllocated, planar, hasLuma: photometric === "YBR_FULL" };
}

/** Bytes of the words whose order is to be reversed; 1 for none. */
async function swappedBytes(file: ScanFile, { transferSyntax, bitsAllocated, offset }: PixelFormat): Promise<number> {
  if (codingOf(transferSyntax) !== "big-endian") return 1;
  if (bitsAllocated > 8) return bitsAllocated / 8;
  // Pixels of 8 bits are bytes or, two together, words: the element's type tells.
  const [first, second] = await file.slice(offset - VR_BEFORE_VALUE, offset - VR_BEFORE_VALUE + 2);
  return first === 0x4f && second === 0x57 ? 2 : 1;
}

function swap(bytes: Uint8Array, word: number): void {
  for (let at = 0; at < bytes.length; at += word) bytes.subarray(at, at + word).reverse();
}

function cutShort(expected: number, available: number): EigenvoxError {
  return new EigenvoxError(
    "E_TRUNCATED",
    `The file is cut short: of ${expected} bytes of an image ${available} are there. Copy it again.`,
  );
}
