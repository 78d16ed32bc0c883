/** Parts of DICOM series as series that can be opened: what they are, and what must be known of them. */

import { spacingOf } from "../../core/affine";
import { EigenvoxError } from "../../core/errors";
import { type Notice, notice } from "../../core/notice";
import { type Vec3, voxelCount } from "../../core/volume";
import type { ScanSeries } from "../scan-format";
import { MAX_FRAME_BYTES } from "../stored-grid";
import { contrastOf } from "./contrast";
import { isColour, type Part, planeName, sizeOf } from "./divide";
import type { DicomImage, DicomObject } from "./image";
import type { DicomOrigin } from "./origin";
import { isSecondaryCapture } from "./sop-classes";
import { type Stack, stackOf } from "./stack";

/** What this format remembers of a series. */
export interface StackOrigin extends DicomOrigin {
  readonly stack: Stack;
}

/** Three planes of no more images each are a localizer. */
const FEW_IMAGES = 8;

/** A description, what the scanner's protocol is called, or a number. */
export function nameOf({ description, protocol, seriesNumber }: DicomObject): string {
  return description || protocol || (seriesNumber === undefined ? "series" : `series ${seriesNumber}`);
}

/**
 * A part as a series. Throws `E_TRUNCATED` when none of its images is there in full, and `E_TOO_LARGE`.
 */
export function seriesOf(part: Part, parts: readonly Part[], id: string): ScanSeries {
  const there = part.images.filter(({ isCut }) => !isCut);
  const whole = onceEach(there);
  const cut = withoutCopies(
    part.images.filter(({ isCut }) => isCut),
    whole,
  );
  const first = whole[0];
  if (!first) throw allCut(cut);
  const stack = stackOf(whole);
  const { columns, rows } = sizeOf(first);
  const dims: Vec3 = [columns, rows, stack.volumes[0]?.length ?? 1];
  if (voxelCount(dims) * Float32Array.BYTES_PER_ELEMENT > MAX_FRAME_BYTES) throw tooLarge(dims);
  const used = stack.volumes.flatMap((volume) => volume.filter((image) => image !== undefined));
  const { obstacle, distanceMm } = stack;
  const { object, facts } = first;
  const origin: StackOrigin = {
    format: "dicom",
    studyUid: object.studyUid,
    frameOfReferenceUid: object.frameOfReferenceUid || undefined,
    modality: object.modality,
    images: (stack.volumes[0] ?? []).flatMap((image) => (image ? [sourceImage(image)] : [])),
    stack,
  };
  const kind = kindOf(first, parts);
  const mixed = parts.length > 1 ? [mixedNotice(parts.length, part.distinction)] : [];
  const notices = [
    ...mixed,
    ...kind.notices,
    ...cutNotices(cut),
    ...duplicateNotices(there.length - whole.length),
    ...stack.notices,
  ];
  return {
    id,
    name: [nameOf(object), part.distinction].filter(Boolean).join(", "),
    dims,
    spacing: spacingOf(stack.affine),
    frames: stack.volumes.length,
    count: used.length,
    notices,
    rank: kind.isMinor ? "minor" : "image",
    contrast: contrastOf(first),
    slices: { axis: 2, distanceMm, thicknessMm: facts.thickness, obstacle },
    files: [...new Set(used.map((image) => image.object.source))],
    origin,
  };
}

/** The same for copies of an image, and for no other: instance UIDs alone are not always as unique as they should be. */
const identityOf = ({ object, frame, tile, facts }: DicomImage): string =>
  JSON.stringify([object.sopInstanceUid, frame, tile, facts.position, facts.instance]);

/** Those that are no copies of the others. */
function withoutCopies(images: readonly DicomImage[], others: readonly DicomImage[]): DicomImage[] {
  const frames = new Map<string, Set<number>>();
  for (const { object, frame } of images) {
    const own = frames.get(object.sopInstanceUid) ?? new Set();
    frames.set(object.sopInstanceUid, own.add(frame));
  }
  const alike = others.filter(({ object, frame }) => frames.get(object.sopInstanceUid)?.has(frame));
  const known = new Set(alike.map(identityOf));
  return images.filter((image) => !known.has(identityOf(image)));
}

/** The first of each that is there more than once: in several files, since a file's own images all differ. */
function onceEach(images: readonly DicomImage[]): DicomImage[] {
  const objects = new Map<string, DicomObject>();
  const shared = new Set<string>();
  for (const { object } of images) {
    const { sopInstanceUid } = object;
    const known = objects.get(sopInstanceUid);
    if (!known) objects.set(sopInstanceUid, object);
    else if (known !== object && sopInstanceUid !== "") shared.add(sopInstanceUid);
  }
  if (shared.size === 0) return [...images];
  const seen = new Set<string>();
  return images.filter((image) => {
    if (!shared.has(image.object.sopInstanceUid)) return true;
    const identity = identityOf(image);
    if (seen.has(identity)) return false;
    seen.add(identity);
    return true;
  });
}

const sourceImage = ({ object, frame, facts }: DicomImage) => ({
  file: object.source,
  sopClassUid: object.sopClassUid,
  sopInstanceUid: object.sopInstanceUid,
  frame,
  position: facts.position,
});

interface Kind {
  readonly notices: readonly Notice[];
  readonly isMinor: boolean;
}

/** Image types that are pictures of volumes. Sources: PS3.3 C.7.6.1.1.2; what Siemens, GE and Philips write. */
const PROJECTION =
  /^((CSA )?M(AX|IN)?_?IP( THIN)?|MNIP|PROJECTION IMAGE|PROJECTION|MAX_IP|MIN_IP|VRT|VOLREN|SCREEN SAVE|SECONDARY CAPTURE|PASTED)$/;

function kindOf(first: DicomImage, parts: readonly Part[]): Kind {
  const { object, facts, pixels } = first;
  const { imageType, component } = facts;
  const notices: Notice[] = [];
  const minor: Notice[] = [];
  if (isLocalizer(first, parts))
    minor.push(notice("W_LOCALIZER", "A localizer: a few coarse slices to plan others by."));
  const isPicture = isSecondaryCapture(object.sopClassUid) || imageType.some((type) => PROJECTION.test(type));
  if (isPicture)
    minor.push(notice("W_DERIVED", "A picture made of other images (a projection or a screen), not a volume."));
  else if (imageType[0] === "DERIVED")
    notices.push(notice("W_DERIVED", "Computed from other images, not acquired so."));
  if (component !== "magnitude") {
    const what = component === "phase" ? "Phase" : `The ${component} part`;
    minor.push(notice("W_PHASE", `${what} of the signal, not its magnitude.`));
  }
  if (isColour(first))
    minor.push(notice("W_COLOR", "The images are coloured; their luminance is shown and processed."));
  if (pixels.photometric === "MONOCHROME1") {
    notices.push(notice("W_MONOCHROME1", "Low values are meant to be shown bright; values are kept as they are."));
  }
  if (object.isLossy) notices.push(notice("W_LOSSY", "The images were compressed with a loss of detail."));
  if (object.mosaicDoubt) notices.push(notice("W_MOSAIC", object.mosaicDoubt));
  if (!facts.isRescaleSound) {
    notices.push(notice("W_SCALING", "The file's rescaling is not valid; stored values are shown."));
  }
  return { notices: [...minor, ...notices], isMinor: minor.length > 0 };
}

/** What makers call them: Siemens, GE, Philips. */
const LOCALIZERS = /\b(locali[sz]er|scout|3-?(plane|pl) ?loc|survey(\b|_))/i;

function isLocalizer({ object, facts }: DicomImage, parts: readonly Part[]): boolean {
  if (facts.imageType.some((type) => type === "LOCALIZER" || type === "SCOUT")) return true;
  if (LOCALIZERS.test(`${object.description} ${object.protocol}`)) return true;
  if (parts.some(({ images }) => images.length > FEW_IMAGES)) return false;
  const planes = parts.map(({ images: [first] }) => first?.facts.orientation && planeName(first.facts.orientation));
  return new Set(planes.filter(Boolean)).size === 3;
}

const mixedNotice = (parts: number, distinction: string): Notice =>
  notice("W_MIXED", `One of ${parts} parts of its series, which cannot be one volume: ${distinction}.`);

/** Frames behind the first one that is cut are missing too. */
const lostIn = (cut: readonly DicomImage[]) => cut.reduce((sum, { pixels, frame }) => sum + pixels.frames - frame, 0);

function cutNotices(cut: readonly DicomImage[]): Notice[] {
  if (cut.length === 0) return [];
  const lost = lostIn(cut);
  const what = lost === 1 ? "1 image is cut short and left out." : `${lost} images are cut short and left out.`;
  return [notice("W_TRUNCATED", `${what} Copy the files again.`)];
}

function duplicateNotices(count: number): Notice[] {
  if (count === 0) return [];
  const what =
    count === 1 ? "1 image is there twice; it is used once." : `${count} images are there once more than needed.`;
  return [notice("W_DUPLICATE", what)];
}

function allCut(cut: readonly DicomImage[]): EigenvoxError {
  const sizes = new Set(cut.map(({ file }) => file.size));
  const size = sizes.size === 1 ? ` after ${[...sizes][0]} bytes` : "";
  return new EigenvoxError("E_TRUNCATED", `Every image of the series is cut short${size}. Copy the files again.`);
}

const tooLarge = (dims: Vec3) =>
  new EigenvoxError(
    "E_TOO_LARGE",
    `${dims.join("×")} voxels are too many: a volume may take at most 2 GiB as float32. Crop or downsample the scan.`,
  );
