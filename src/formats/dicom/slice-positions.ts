/** How slices lie along their normal: evenly, with gaps, unevenly, tilted. */

import { type Notice, notice } from "../../core/notice";
import type { Vec3 } from "../../core/volume";
import { dot, normalOf, plus } from "./directions";
import type { DicomImage, Orientation } from "./image";

export interface Arrangement {
  /** The slice in the grid that each image is; ascending from 0. */
  readonly indices: readonly number[];
  /** From one slice of the grid to the next, LPS. */
  readonly step: Vec3;
  /** The same along the normal, mm. */
  readonly distanceMm: number;
  /** Slices that are missing or do not lie evenly. */
  readonly obstacle?: Notice | undefined;
  readonly tilt?: Notice | undefined;
}

/** Positions along the normal that differ by less are one, mm. */
export const SAME_POSITION = 0.01;
/** How far slices may lie from where an even grid has them: of their distance, and mm; the larger counts. */
const EVEN = 0.01;
const EVEN_MM = 0.05;
/** A drift that is this share of a pixel over all slices and this angle is a tilt. */
const TILT_PIXELS = 0.1;
const TILT_TANGENT = Math.tan(Math.PI / 1800);

/**
 * Arranges images whose positions along the normal ascend, each at one of its own. `assumedMm` is the distance where
 * there is one image.
 */
export function arrange(images: readonly DicomImage[], assumedMm: number): Arrangement {
  const orientation = images[0]?.facts.orientation as Orientation;
  const normal = normalOf(orientation);
  const positions = images.map(({ facts }) => facts.position as Vec3);
  if (positions.length === 1) return { indices: [0], step: plus([0, 0, 0], normal, assumedMm), distanceMm: assumedMm };
  const gaps = positions.slice(1).map((position, i) => dot(plus(position, positions[i] as Vec3, -1), normal));
  const even = fitted(
    positions.map((_, i) => i),
    positions,
    normal,
  );
  const gapped = isEven(even) ? undefined : withGaps(gaps, positions, normal);
  const { step, distanceMm, indices, offMm } = gapped ?? even;
  const tilt = tiltOf(step, distanceMm, indices.at(-1) as number, normal, images[0] as DicomImage);
  const obstacle = gapped ? missingNotice(indices) : isEven(even) ? undefined : unevenNotice(offMm);
  return { indices, step, distanceMm, obstacle, tilt };
}

interface Fit {
  readonly indices: readonly number[];
  readonly step: Vec3;
  readonly distanceMm: number;
  /** The most that a slice lies off. */
  readonly offMm: number;
}

/** A grid from the first to the last position. */
function fitted(indices: readonly number[], positions: readonly Vec3[], normal: Vec3): Fit {
  const [first, last] = [positions[0] as Vec3, positions.at(-1) as Vec3];
  const steps = indices.at(-1) as number;
  const step = plus([0, 0, 0], plus(last, first, -1), 1 / steps);
  const offs = positions.map((position, i) =>
    Math.hypot(...plus(position, plus(first, step, indices[i] as number), -1)),
  );
  return { indices, step, distanceMm: dot(step, normal), offMm: offs.reduce((a, b) => Math.max(a, b), 0) };
}

const toleranceOf = (distanceMm: number) => Math.max(EVEN_MM, EVEN * distanceMm);

const isEven = ({ offMm, distanceMm }: Fit) => offMm <= toleranceOf(distanceMm);

/** The grid of the commonest distance, where all others are multiples of it and fewer slices are missing than there are. */
function withGaps(gaps: readonly number[], positions: readonly Vec3[], normal: Vec3): Fit | undefined {
  const common = commonest(gaps);
  const indices = [0];
  for (const gap of gaps) indices.push((indices.at(-1) as number) + Math.max(1, Math.round(gap / common)));
  const missing = (indices.at(-1) as number) + 1 - indices.length;
  if (missing < 1 || missing > positions.length) return undefined;
  const fit = fitted(indices, positions, normal);
  return isEven(fit) ? fit : undefined;
}

/** The mean of the largest number of distances that are the same; of several such the smallest. */
export function commonest(gaps: readonly number[]): number {
  const sorted = [...gaps].sort((a, b) => a - b);
  let [best, most] = [sorted[0] ?? 0, 0];
  let [begin, sum] = [0, 0];
  for (const [end, gap] of sorted.entries()) {
    sum += gap;
    while (gap - (sorted[begin] as number) > toleranceOf(gap)) sum -= sorted[begin++] as number;
    const count = end + 1 - begin;
    if (count > most) [best, most] = [sum / count, count];
  }
  return best;
}

/** Source: a gantry's tilt moves slices within their plane, and they are not at right angles to their stack. */
function tiltOf(
  step: Vec3,
  distanceMm: number,
  steps: number,
  normal: Vec3,
  { facts }: DicomImage,
): Notice | undefined {
  const drift = Math.hypot(...plus(step, normal, -distanceMm));
  const pixel = Math.min(...(facts.pixelSpacing ?? [1]));
  if (drift * steps <= TILT_PIXELS * pixel || drift <= TILT_TANGENT * distanceMm) return undefined;
  const degrees = (Math.atan2(drift, distanceMm) * 180) / Math.PI;
  return notice(
    "W_TILT",
    `The stack is tilted by ${Number(degrees.toPrecision(3))}°: each slice lies ${Number(drift.toPrecision(3))} mm further ` +
      "along its plane than the one before. Millimetres are right; the voxels are skew.",
  );
}

function missingNotice(indices: readonly number[]): Notice {
  const present = new Set(indices);
  const missing = Array.from({ length: indices.at(-1) as number }, (_, i) => i).filter((i) => !present.has(i));
  const shown = missing.slice(0, 8).map((i) => i + 1);
  const which = `${shown.join(", ")}${missing.length > shown.length ? " …" : ""} of ${(indices.at(-1) as number) + 1}`;
  const text =
    missing.length === 1
      ? `Slice ${which} is missing; it is left empty.`
      : `${missing.length} slices are missing (${which}); they are left empty.`;
  return notice("W_MISSING_SLICE", text);
}

function unevenNotice(offMm: number): Notice {
  return notice(
    "W_UNEVEN",
    `Slices do not lie evenly: shown at their mean distance, they are up to ${Number(offMm.toPrecision(2))} mm away from ` +
      "where they were acquired.",
  );
}
