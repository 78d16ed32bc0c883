/** Images of one orientation as a grid of voxels: which slice is where, and what is not as it should be. */

import { type Notice, notice } from "../../core/notice";
import type { Affine, Vec3 } from "../../core/volume";
import { plus } from "./directions";
import { byNumber, sizeOf } from "./divide";
import type { DicomImage } from "./image";
import { factsLike } from "./image-facts";
import { type Arrangement, arrange, SAME_POSITION } from "./slice-positions";
import { commonCount, firstsOf, type Place, type Placing, placesOf, placing } from "./volumes";

export interface Stack {
  /** Images by volume, and in it by slice; undefined where there is none for a slice. */
  readonly volumes: readonly (readonly (DicomImage | undefined)[])[];
  readonly affine: Affine;
  readonly distanceMm: number;
  readonly orientationKnown: boolean;
  readonly notices: readonly Notice[];
  /** Why nothing may be made finer across the slices. */
  readonly obstacle: Notice | undefined;
}

/** SpacingBetweenSlices and positions that differ by more contradict each other. */
const SPACING_TOLERANCE = 0.01;
const SPACING_TOLERANCE_MM = 0.05;
/** Where the files tell of no size, mm. */
const ASSUMED_MM = 1;

/** Images that can be one volume, or one at several times; there is at least one. */
export function stackOf(images: readonly DicomImage[]): Stack {
  const places = placesOf(images);
  return places ? placedStack(places) : unplacedStack(images);
}

function placedStack(places: readonly Place[]): Stack {
  const notices: Notice[] = [];
  const times = commonCount(places);
  const { slots, incomplete } = placing(places, times);
  const surplus = places.reduce((sum, { images: same }) => sum + Math.max(0, same.length - times), 0);
  if (incomplete > 0) {
    const text = `${counted(incomplete, "image is", "images are")} left out: of a volume that is not complete.`;
    notices.push(notice("W_MISSING_SLICE", text));
  } else if (surplus > 0) {
    const text = `${counted(surplus, "image lies", "images lie")} where another does; the first by number is used.`;
    notices.push(notice("W_DUPLICATE", text));
  }
  const firsts = firstsOf(places);
  const first = firsts[0] as DicomImage;
  const told = first.facts.spacingBetweenSlices;
  const arrangement = arrange(firsts, told ?? first.facts.thickness ?? ASSUMED_MM);
  const { indices, step, distanceMm } = arrangement;
  const depth = (indices.at(-1) as number) + 1;
  const volumes = Array.from({ length: times }, (_, time) => {
    const volume = new Array<DicomImage | undefined>(depth).fill(undefined);
    for (const [i, slot] of slots.entries()) volume[indices[i] as number] = slot[time];
    return volume;
  });
  const obstacle = obstacleOf(arrangement, slots);
  if (obstacle) notices.push(obstacle);
  if (arrangement.tilt && arrangement.tilt !== obstacle) notices.push(arrangement.tilt);
  const spacing = spacingNotice(told, distanceMm, places.length);
  if (spacing) notices.push(spacing);
  if (times > 1) {
    notices.push(notice("W_FRAMES", `The series has ${times} volumes: one at a time is shown and processed.`));
  }
  if (!first.facts.pixelSpacing) notices.push(NO_PIXEL_SPACING);
  const affine = affineOf(first, first.facts.position as Vec3, step);
  return { volumes, affine, distanceMm, orientationKnown: true, notices, obstacle };
}

function obstacleOf(arrangement: Arrangement, slots: Placing["slots"]): Notice | undefined {
  if (slots.length === 1) return ONE_SLICE;
  if (arrangement.obstacle) return arrangement.obstacle;
  const lacking = slots.reduce((sum, slot) => sum + slot.filter((image) => !image).length, 0);
  if (lacking > 0) {
    const text = `${counted(lacking, "image of one volume is", "images of some volumes are")} missing; left empty.`;
    return notice("W_MISSING_SLICE", text);
  }
  return arrangement.tilt;
}

function spacingNotice(told: number | undefined, distanceMm: number, slices: number): Notice | undefined {
  if (told === undefined || slices < 2) return undefined;
  if (Math.abs(told - distanceMm) <= Math.max(SPACING_TOLERANCE_MM, SPACING_TOLERANCE * distanceMm)) return undefined;
  return notice(
    "W_SPACING",
    `The files give ${millimetres(told)} between slices, but their positions are ${millimetres(distanceMm)} apart; the ` +
      "positions are used.",
  );
}

const ONE_SLICE = notice("W_ONE_SLICE", "The series has one slice: nothing can be made finer across it.");

const NO_PIXEL_SPACING = notice("W_SPACING", `The files do not give the size of pixels; ${ASSUMED_MM} mm is assumed.`);

/** Images in the order of their numbers, as if they were axial: where they lie is not known. */
function unplacedStack(images: readonly DicomImage[]): Stack {
  const located = images.every(({ facts }) => facts.sliceLocation !== undefined);
  const location = ({ facts }: DicomImage) => (located ? (facts.sliceLocation as number) : 0);
  const sorted = [...images].sort((a, b) => location(a) - location(b) || byNumber(a, b));
  const first = sorted[0] as DicomImage;
  const { spacingBetweenSlices, thickness } = first.facts;
  const apart = Math.abs(location(sorted.at(-1) as DicomImage) - location(first)) / Math.max(1, sorted.length - 1);
  const distanceMm = apart > SAME_POSITION ? apart : (spacingBetweenSlices ?? thickness ?? ASSUMED_MM);
  const order = apart > SAME_POSITION ? "slice locations" : "numbers";
  const unknown = notice(
    "W_NO_POSITION",
    `The files do not tell where their images lie: slices are in the order of their ${order}, ${millimetres(distanceMm)} ` +
      "apart, and left and right are unknown.",
  );
  const obstacle = sorted.length === 1 ? ONE_SLICE : undefined;
  const notices = [unknown, ...(obstacle ? [obstacle] : [])];
  if (!first.facts.pixelSpacing) notices.push(NO_PIXEL_SPACING);
  const axial = { ...first, facts: factsLike(first.facts, { orientation: AXIAL }) };
  const { columns, rows } = sizeOf(first);
  const [rowsMm, columnsMm] = first.facts.pixelSpacing ?? [ASSUMED_MM, ASSUMED_MM];
  const centred: Vec3 = [
    (-columnsMm * (columns - 1)) / 2,
    (-rowsMm * (rows - 1)) / 2,
    (-distanceMm * (sorted.length - 1)) / 2,
  ];
  return {
    volumes: [sorted],
    affine: affineOf(axial, centred, [0, 0, distanceMm]),
    distanceMm,
    orientationKnown: false,
    notices,
    obstacle,
  };
}

const AXIAL = { row: [1, 0, 0], column: [0, 1, 0] } as const;

/**
 * Of voxels whose slices follow each other by `step`: LPS to RAS. Source: DICOM PS3.3 C.7.6.2.1.1, where a position is
 * that of the first pixel's centre.
 */
function affineOf({ facts }: DicomImage, origin: Vec3, step: Vec3): Affine {
  const { row, column } = facts.orientation ?? AXIAL;
  const [rowsMm, columnsMm] = facts.pixelSpacing ?? [ASSUMED_MM, ASSUMED_MM];
  const zero: Vec3 = [0, 0, 0];
  const columns = [plus(zero, row, columnsMm), plus(zero, column, rowsMm), step, origin];
  const line = (axis: 0 | 1 | 2, sign: number) => columns.map((vector) => sign * vector[axis]);
  return [...line(0, -1), ...line(1, -1), ...line(2, 1), 0, 0, 0, 1];
}

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const millimetres = (mm: number): string => `${Number(mm.toPrecision(4))} mm`;
