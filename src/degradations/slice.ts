/** Degradation `slice:z,3,1`: thick slices with a Gaussian profile along one axis. Source: method §7. */

import { AXIS_NAMES, type Factor, formatFactor, loneAxis } from "../core/volume";
import { BOX } from "./box";
import { type Coarsening, type CoarseningFamily, type Taps, tapsWithin } from "./kind";

/** Thick slices: lengths in voxels of the fine grid along the axis (0, 1, 2: x, y, z). */
export interface SliceProfile {
  readonly axis: 0 | 1 | 2;
  /** Full width at half maximum of the Gaussian slice profile, above 0. */
  readonly thickness: number;
  /** From the end of a slice to the start of the next; below 0 where slices overlap. */
  readonly gap: number;
}

const SLICE_TEXT = /^slice:([xyz]),(\d{1,3}(?:\.\d{1,3})?),(-?\d{1,3}(?:\.\d{1,3})?)$/;

export const SLICE = {
  id: "slice",
  title: "Thick slices",
  description: "slices with a Gaussian profile along one axis, with gaps or overlapping",
  example: "slice:z,3,0",
  form: "slice:AXIS,THICKNESS,GAP",
  help:
    "slices such as slice:z,3,1, whose axis is x, y or z, whose thickness (above 0) and gap (0, or down to minus half " +
    "the thickness where slices overlap) are voxels of the fine grid, with at most three decimals",
  read: (given): Coarsening | undefined => {
    const profile = readSlices(given);
    if (!profile || profile.thickness === 0 || profile.gap < -profile.thickness / 2) return undefined;
    const text = `slice:${AXIS_NAMES[profile.axis]},${profile.thickness},${profile.gap}`;
    return {
      text,
      title: SLICE.title,
      description: "slices along {axis}, {thickness} voxels thick with {gap} between them",
      parameters: { axis: AXIS_NAMES[profile.axis], thickness: profile.thickness, gap: profile.gap },
      // Two steps add 0.15 dB where slices overlap; elsewhere steps change 0.02 dB either way.
      defaultSteps: profile.gap < 0 ? 2 : 0,
      refuses: (factor) => refuse(text, profile, factor),
      taps: (s, axis) => (axis === profile.axis ? sliceTaps(s, profile.thickness) : BOX.taps(s)),
    };
  },
} as const satisfies CoarseningFamily;

/** What a text of slices says, whether or not such slices can be; undefined for other texts. */
export function readSlices(text: string): SliceProfile | undefined {
  const found = SLICE_TEXT.exec(text);
  if (!found) return undefined;
  const axis = "xyz".indexOf(found[1] as string) as 0 | 1 | 2;
  return { axis, thickness: Number(found[2]), gap: Number(found[3]) + 0 };
}

/** Lengths in mm; the axis is across the slices. */
interface ScannedSlices {
  readonly axis: 0 | 1 | 2;
  /** Between the centres of neighbours. */
  readonly distanceMm: number;
  readonly thicknessMm?: number | undefined;
}

/**
 * How a scan's slices came to be, seen from the grid that is finer across them alone; slices that overlap by more than
 * half are taken to overlap by half. Undefined for factors that refine anything else, and where the thickness is unknown.
 */
export function sliceProfileOf(
  { axis, distanceMm, thicknessMm }: ScannedSlices,
  factor: Factor,
): `slice:${string}` | undefined {
  const times = factor[axis];
  if (loneAxis(factor) !== axis || !(distanceMm > 0) || thicknessMm === undefined) return undefined;
  const thickness = Number(Math.min((thicknessMm / distanceMm) * times, 2 * times).toFixed(3));
  if (!(thickness > 0)) return undefined;
  return `slice:${AXIS_NAMES[axis]},${thickness},${Number((times - thickness).toFixed(3))}`;
}

/** Slices repeat every thickness + gap, which must be the factor along their axis, and leave the other axes alone. */
function refuse(text: string, { axis, thickness, gap }: SliceProfile, factor: Factor): string | undefined {
  // Three decimals: a sum that is off by less is off by rounding.
  const fits = factor.every((s, a) => Math.abs(s - (a === axis ? thickness + gap : 1)) < 1e-6);
  if (fits) return undefined;
  const wanted = AXIS_NAMES.map((_, a) => (a === axis ? Number((thickness + gap).toFixed(3)) : 1)).join();
  return (
    `Degradation "${text}" makes slices every ${thickness} + ${gap} voxels along ${AXIS_NAMES[axis]}: ` +
    `it needs the factor ${wanted}, not ${formatFactor(factor)}.`
  );
}

function sliceTaps(s: number, thickness: number): Taps {
  // From the nearest voxels on at least; 1e-5 of the peak is left out.
  const reach = Math.max(2 * thickness, 0.5);
  const nearest = ((s - 1) / 2) % 1;
  // Relative to the nearest voxel's weight, which for a very thin slice underflows.
  return tapsWithin(s, reach, (d) => 2 ** (-4 * ((d * d - nearest * nearest) / (thickness * thickness))));
}
