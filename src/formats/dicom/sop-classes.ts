/** Which objects of DICOM are no images. Source: DICOM PS3.4 B.5, PS3.6 A. */

const STORAGE = "1.2.840.10008.5.1.4.1.1.";

/** Beginnings of class UIDs after `STORAGE`, and what the objects are; the first that fits counts. */
const NO_IMAGES: readonly (readonly [string, string])[] = [
  ["88.59", "a key object selection"],
  ["88.", "a structured report"],
  ["11.", "a presentation state"],
  ["66.4", "a segmentation"],
  ["66.5", "a surface segmentation"],
  ["66.", "a registration, tractography or other derived object"],
  ["66", "raw data"],
  ["67", "a value mapping"],
  ["68.", "a surface"],
  ["9.", "a waveform"],
  ["104.", "an encapsulated document"],
  ["4.2", "a spectrum"],
  ["481.1", ""],
  ["481.", "a radiotherapy object"],
];

/** "a structured report" for an object that is no image, by its class; undefined for images and for unknown classes. */
export function nonImageKind(sopClass: string): string | undefined {
  if (sopClass === "1.2.840.10008.1.3.10") return "a directory of the disc";
  if (sopClass.startsWith("1.2.840.10008.5.1.4.34.")) return "a radiotherapy object";
  if (!sopClass.startsWith(STORAGE)) return undefined;
  const rest = sopClass.slice(STORAGE.length);
  const found = NO_IMAGES.find(([begin]) => rest === begin || (begin.endsWith(".") && rest.startsWith(begin)));
  return found?.[1] || undefined;
}

/** Screens and scanned paper. */
export const isSecondaryCapture = (sopClass: string): boolean =>
  sopClass === `${STORAGE}7` || sopClass.startsWith(`${STORAGE}7.`);
