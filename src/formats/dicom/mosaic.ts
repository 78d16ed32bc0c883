/**
 * Siemens mosaics: the slices of a volume as tiles of one image, row by row. Source: nibabel, "Siemens format DICOM with
 * CSA header".
 */

import type { Vec3 } from "../../core/volume";
import { csaValues } from "./csa";
import { dot, normalOf, plus } from "./directions";
import type { DicomImage, ImageFacts } from "./image";
import { factsLike } from "./image-facts";
import { numberOf, type Tags } from "./tags";

export interface Mosaic {
  readonly count: number;
  /** Tiles in a row, and in a column. */
  readonly across: number;
  /** Towards the next slice, LPS; undefined where the file does not tell. */
  readonly normal: Vec3 | undefined;
}

const MOST_TILES = 4096;

export const isMosaic = ({ imageType }: ImageFacts): boolean => imageType.includes("MOSAIC");

/** How a mosaic of this size is divided; undefined where the file does not tell, or what cannot be. */
export function mosaicOf(tags: Tags, rows: number, columns: number): Mosaic | undefined {
  const header = tags.get("csaImageHeader")?.bytes ?? new Uint8Array(0);
  const count = numberOf(tags, "mosaicImages") ?? Number(csaValues(header, "NumberOfImagesInMosaic")[0]);
  if (!Number.isInteger(count) || count < 1 || count > MOST_TILES) return undefined;
  const across = Math.ceil(Math.sqrt(count));
  if (rows % across !== 0 || columns % across !== 0) return undefined;
  const vector = csaValues(header, "SliceNormalVector").map(Number);
  const isUnit = vector.length === 3 && Math.abs(Math.hypot(...vector) - 1) < 0.01;
  return { count, across, normal: isUnit ? (vector as unknown as Vec3) : undefined };
}

/** The slices of a mosaic, each with its own position, where the mosaic has one. */
export function unfolded(whole: DicomImage, { count, across, normal }: Mosaic): DicomImage[] {
  const { facts, pixels } = whole;
  const [columns, rows] = [pixels.columns / across, pixels.rows / across];
  const positions = tilePositions(facts, pixels.columns - columns, pixels.rows - rows, count, normal);
  const { file, frame, rescale, object, isCut } = whole;
  return Array.from({ length: count }, (_, i) => ({
    file,
    frame,
    pixels,
    tile: { x: (i % across) * columns, y: Math.floor(i / across) * rows, columns, rows },
    rescale,
    object,
    facts: factsLike(facts, { position: positions?.[i] }),
    isCut,
  }));
}

/**
 * The file gives the position that one image of the mosaic's size would have: of the first slice, off by half of what
 * the mosaic is larger.
 */
function tilePositions(
  { position, orientation, pixelSpacing, spacingBetweenSlices, thickness }: ImageFacts,
  moreColumns: number,
  moreRows: number,
  count: number,
  told: Vec3 | undefined,
): Vec3[] | undefined {
  const distance = spacingBetweenSlices ?? thickness;
  if (!position || !orientation || !pixelSpacing || !distance) return undefined;
  const { row, column } = orientation;
  const across = normalOf(orientation);
  const sign = told && dot(told, across) < 0 ? -1 : 1;
  const first = plus(
    plus(position, row, (moreColumns / 2) * pixelSpacing[1]),
    column,
    (moreRows / 2) * pixelSpacing[0],
  );
  return Array.from({ length: count }, (_, i) => plus(first, across, sign * i * distance));
}
