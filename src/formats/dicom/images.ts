/** The images in a DICOM file. */

import { EigenvoxError } from "../../core/errors";
import type { ScanFile } from "../scan-format";
import { decodeText } from "./charset";
import { type DataSet, EXPLICIT, type FrameOf, readDataSet } from "./data-set";
import type { PixelDecoder } from "./decoder";
import type { DicomImage, DicomObject, ImageFacts } from "./image";
import { frameFacts, imageFacts } from "./image-facts";
import { isMosaic, mosaicOf, unfolded } from "./mosaic";
import type { PixelFormat } from "./pixel-format";
import { isCutShort } from "./pixels";
import { bytesPerImage, checkReadable } from "./pixels-support";
import { FEW_IMAGES, MOST_IMAGES, type Share, tooMany } from "./room";
import { nonImageKind } from "./sop-classes";
import { numberOf, overlay, type TagName, type Tags, textOf, textsOf } from "./tags";
import { isCompressed, isLossy } from "./transfer-syntax";

/** What a file holds: images, or an object of another kind. */
export interface Content {
  readonly object: DicomObject;
  readonly images: readonly DicomImage[];
  /** "a structured report": undefined where there are images. */
  readonly otherKind?: string | undefined;
  /** Undefined, or why there are no images though there should be. */
  readonly error?: unknown;
}

const MOST_NAME = 64;

/**
 * Looks through a file without its pixels. What is wrong with the images of a file whose tags can be read is told by
 * `error`. Throws what `readDataSet` throws.
 */
export async function readContent(source: ScanFile, decoder: PixelDecoder | undefined, share: Share): Promise<Content> {
  let common: ImageFacts | undefined;
  let [described, most] = [0, FEW_IMAGES];
  let frame: Tags;
  let all: Tags | undefined;
  const frameOf: FrameOf<ImageFacts> = (own, shared, file) => {
    if (described === most) throw tooMany();
    share.describe(++described);
    common ??= imageFacts(overlay(shared, file));
    frame = own;
    all ??= overlay({ get: (name) => frame.get(name) }, shared, file);
    return frameFacts(own, all, common);
  };
  const fits = async (file: Tags) => {
    most = await share.most();
    return (numberOf(file, "numberOfFrames") ?? 0) <= most;
  };
  const set = await readDataSet(source, frameOf, fits);
  const object = objectOf(source, set);
  const kind = nonImageKind(object.sopClassUid || textOf(set.tags, "mediaStorageClass"));
  if (kind !== undefined) return { object, images: [], otherKind: kind };
  try {
    if (set.isGivenUp) throw tooMany();
    const tellsOfImage = set.pixels || set.isCut || set.tags.get("rows");
    if (!tellsOfImage) return { object, images: [], otherKind: withoutImage(object) };
    return { object, images: await imagesOf(set, object, decoder, share) };
  } catch (error) {
    return { object, images: [], error };
  }
}

/** Throws `E_BAD_HEADER` for what is no DICOM object at all. */
function withoutImage({ sopClassUid }: DicomObject): string {
  if (sopClassUid === "") {
    throw new EigenvoxError("E_BAD_HEADER", "The DICOM file tells neither what it is nor of an image. Copy it again.");
  }
  return "an object without an image";
}

function objectOf(source: ScanFile, { tags, transferSyntax }: DataSet<unknown>): DicomObject {
  const terms = textsOf(tags, "characterSet");
  const label = (name: TagName) =>
    decodeText(tags.get(name)?.bytes ?? new Uint8Array(0), terms)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them belongs into a name.
      .replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ")
      .trim()
      .slice(0, MOST_NAME);
  return {
    source,
    sopClassUid: textOf(tags, "sopClass"),
    sopInstanceUid: textOf(tags, "sopInstance"),
    studyUid: textOf(tags, "studyUid"),
    seriesUid: textOf(tags, "seriesUid"),
    seriesNumber: numberOf(tags, "seriesNumber"),
    frameOfReferenceUid: textOf(tags, "frameOfReference"),
    modality: textOf(tags, "modality"),
    description: label("seriesDescription"),
    protocol: label("protocolName"),
    isLossy: isLossy(transferSyntax) || textOf(tags, "lossyCompression") === "01",
  };
}

/** Throws `E_TRUNCATED`, what `checkReadable` throws, and `E_TOO_LARGE`. */
async function imagesOf(
  set: DataSet<ImageFacts>,
  object: DicomObject,
  decoder: PixelDecoder | undefined,
  share: Share,
): Promise<DicomImage[]> {
  const { file, tags, frames: perFrame } = set;
  const pixels = pixelFormatOf(set);
  checkReadable(pixels, decoder);
  if (pixels.frames > MOST_IMAGES) {
    throw new EigenvoxError(
      "E_TOO_LARGE",
      `The file gives itself ${pixels.frames} frames; ${MOST_IMAGES} can be read.`,
    );
  }
  const common = imageFacts(tags);
  const whole = (of: DicomObject, frame: number, isCut: boolean): DicomImage => {
    const facts = perFrame[frame] ?? common;
    return { file, frame, pixels, tile: undefined, rescale: facts.rescale, object: of, facts, isCut };
  };
  const held = await heldFrames(whole(object, 0, false));
  // One stands for all that are missing.
  const count = Math.min(held + 1, pixels.frames);
  const wholes = (of: DicomObject) => Array.from({ length: count }, (_, frame) => whole(of, frame, frame === held));
  const mosaic = isMosaic(common) ? mosaicOf(tags, pixels.rows, pixels.columns) : undefined;
  const all = count * (mosaic?.count ?? 1);
  if (all > FEW_IMAGES && all > (await share.most())) throw tooMany();
  if (!isMosaic(common)) return wholes(object);
  const doubt =
    mosaic === undefined
      ? "The file does not tell how many slices it shows side by side; they are left so."
      : mosaic.normal || mosaic.count === 1
        ? undefined
        : "The file does not tell in which direction the slices follow each other; it was guessed.";
  const doubtful = wholes({ ...object, mosaicDoubt: doubt });
  return mosaic ? doubtful.flatMap((image) => unfolded(image, mosaic)) : doubtful;
}

function pixelFormatOf({ tags, pixels, transferSyntax, file, isCut, frames }: DataSet<unknown>): PixelFormat {
  if (!pixels && isCut) {
    throw new EigenvoxError("E_TRUNCATED", `The file ends after ${file.size} bytes, before its pixels. Copy it again.`);
  }
  if (!pixels) {
    throw new EigenvoxError("E_BAD_HEADER", "The DICOM file tells of an image, but has no pixels. Export it again.");
  }
  if (pixels.isFloat) {
    throw new EigenvoxError(
      "E_UNSUPPORTED_TYPE",
      "The pixels are floating-point numbers; only whole numbers can be read.",
    );
  }
  const whole = (name: TagName, missing: number) => numberOf(tags, name) ?? missing;
  const bitsAllocated = whole("bitsAllocated", 16);
  const bitsStored = whole("bitsStored", bitsAllocated);
  const claimed = whole("numberOfFrames", 1);
  return {
    // Of a deflated file nothing is deflated any more.
    transferSyntax: /\.1\.99$/.test(transferSyntax) ? EXPLICIT : transferSyntax,
    rows: whole("rows", 0),
    columns: whole("columns", 0),
    frames: claimed > 0 ? Math.ceil(claimed) : Math.max(1, frames.length),
    bitsAllocated,
    bitsStored,
    highBit: whole("highBit", bitsStored - 1),
    signed: whole("pixelRepresentation", 0) === 1,
    samples: whole("samples", 1),
    planar: whole("planar", 0) === 1,
    photometric: textOf(tags, "photometric").toUpperCase(),
    offset: pixels.offset,
    length: pixels.length,
  };
}

/** How many of the frames are there in full, from the first on. */
async function heldFrames(image: DicomImage): Promise<number> {
  const { file, pixels } = image;
  if (!isCompressed(pixels.transferSyntax)) {
    const available = Math.min(file.size - pixels.offset, pixels.length ?? 0);
    return Math.min(pixels.frames, Math.max(0, Math.floor(available / bytesPerImage(pixels))));
  }
  if (await endsWithDelimiter(file)) return pixels.frames;
  let held = 0;
  while (held < pixels.frames && !(await isCutShort({ ...image, frame: held }))) held++;
  return held;
}

/** True where the last thing in the file is the end of encapsulated pixels: then nothing is missing. */
async function endsWithDelimiter(file: ScanFile): Promise<boolean> {
  const end = await file.slice(Math.max(0, file.size - 8), file.size);
  return [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0].every((byte, i) => end[i] === byte);
}
