/** What the texts of degradations mean: `box`, `cubic`, `kspace` and `slice:z,3,1`. Source: method §7. */

import { EigenvoxError } from "../core/errors";
import { AXIS_NAMES, type Factor, formatFactor } from "../core/volume";

/** How a low-resolution volume is made from a high-resolution one: those that fit every factor. Source: method §7. */
export const DEGRADATIONS = ["box", "cubic", "kspace"] as const;
/** Or thick slices along one axis, `slice:axis,thickness,gap`. */
export type Degradation = (typeof DEGRADATIONS)[number] | `slice:${string}`;

/** How degradations are written, for usage texts and messages. */
export const DEGRADATION_FORMS = [...DEGRADATIONS, "slice:AXIS,THICKNESS,GAP"] as const;

/** Thick slices: lengths in voxels of the fine grid along the axis (0, 1, 2: x, y, z). */
export interface SliceProfile {
  readonly axis: 0 | 1 | 2;
  /** Full width at half maximum of the Gaussian slice profile, above 0. */
  readonly thickness: number;
  /** From the end of a slice to the start of the next; below 0 where slices overlap. */
  readonly gap: number;
}

const SLICE = /^slice:([xyz]),(\d{1,3}(?:\.\d{1,3})?),(-?\d{1,3}(?:\.\d{1,3})?)$/;

/**
 * A degradation from its text, in canonical form (`slice:z,3.0,1` becomes `slice:z,3,1`).
 *
 * Throws `E_ARGUMENT` for an unknown name, for lengths that are not numbers of at most three decimals, for a thickness
 * of 0, and for slices that overlap by more than half of their thickness.
 */
export function parseDegradation(text: string): Degradation {
  const simple = DEGRADATIONS.find((name) => name === text);
  if (simple) return simple;
  const profile = readProfile(text);
  if (!profile || profile.thickness === 0 || profile.gap < -profile.thickness / 2) {
    throw new EigenvoxError(
      "E_ARGUMENT",
      `Degradation "${text}": expected ${DEGRADATIONS.join(", ")}, or slices such as slice:z,3,1, whose axis is x, y or z, ` +
        "whose thickness (above 0) and gap (0, or down to minus half the thickness where slices overlap) are voxels of " +
        "the fine grid, with at most three decimals.",
    );
  }
  return `slice:${AXIS_NAMES[profile.axis]},${profile.thickness},${profile.gap}`;
}

/** The slices of a degradation that `parseDegradation` gave; undefined for the others. */
export function sliceProfile(degradation: Degradation): SliceProfile | undefined {
  return readProfile(degradation);
}

function readProfile(text: string): SliceProfile | undefined {
  const found = SLICE.exec(text);
  if (!found) return undefined;
  const axis = "xyz".indexOf(found[1] as string) as 0 | 1 | 2;
  return { axis, thickness: Number(found[2]), gap: Number(found[3]) + 0 };
}

/**
 * Back-projection steps where nothing else is asked for, by what was measured: two for slices that overlap (0.15 dB), one
 * for k-space (0.04 dB), none for the others, which change by 0.02 dB either way. Source: beyond the paper.
 */
export function defaultSteps(degradation: Degradation): number {
  if (degradation === "kspace") return 1;
  const profile = sliceProfile(degradation);
  return profile && profile.gap < 0 ? 2 : 0;
}

/**
 * Throws `E_ARGUMENT` unless the degradation can have the factor: slices repeat every thickness + gap, which must be
 * the factor along their axis, and leave the other axes alone.
 */
export function checkDegradation(degradation: Degradation, factor: Factor): void {
  const profile = sliceProfile(parseDegradation(degradation));
  if (!profile) return;
  const { axis, thickness, gap } = profile;
  // Three decimals: a sum that is off by less is off by rounding.
  const fits = factor.every((s, a) => Math.abs(s - (a === axis ? thickness + gap : 1)) < 1e-6);
  if (fits) return;
  const wanted = AXIS_NAMES.map((_, a) => (a === axis ? Number((thickness + gap).toFixed(3)) : 1)).join();
  throw new EigenvoxError(
    "E_ARGUMENT",
    `Degradation "${degradation}" makes slices every ${thickness} + ${gap} voxels along ${AXIS_NAMES[axis]}: ` +
      `it needs the factor ${wanted}, not ${formatFactor(factor)}.`,
  );
}

/** Whether `checkDegradation` lets the two go together. */
export function canDegrade(degradation: Degradation, factor: Factor): boolean {
  try {
    checkDegradation(degradation, factor);
    return true;
  } catch (error) {
    if (error instanceof EigenvoxError) return false;
    throw error;
  }
}
