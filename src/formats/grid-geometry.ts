/** What an affine must be like to be used, and the one of scans whose files do not tell how they lie. */

import { columnOf, determinant, spacingOf } from "../core/affine";
import { EigenvoxError } from "../core/errors";
import { type Notice, notice } from "../core/notice";
import type { Affine, Vec3 } from "../core/volume";

/** Lengths in mm outside of which a voxel size, or a position, is taken for damage. */
export const MIN_SPACING = 1e-6;
export const MAX_LENGTH = 1e6;
/** Below this volume fraction of the box that its columns span, a matrix counts as singular. */
const MIN_RELATIVE_DETERMINANT = 1e-4;
/** Cosine between two voxel axes (0.06°) from which a grid counts as sheared. */
const SHEAR_COSINE = 1e-3;

export const NO_ORIENTATION = notice(
  "W_NO_ORIENTATION",
  "The file does not say how the scan lies in the body: left and right are unknown.",
);

/** Where the geometry of `unorientedGeometry` and `planeGeometry` is from, for people. */
export const UNORIENTED = "geometry from voxel sizes (orientation unknown)";

export const NO_SIZES = notice("W_GEOMETRY", "The file does not give the voxels' sizes; 1 mm is assumed.");

const NEGATIVE_SIZES = notice("W_GEOMETRY", "The file gives negative sizes of voxels; their magnitude is used.");

export const NO_THICKNESS = notice("W_GEOMETRY", "The file holds a plane and gives it no thickness; 1 mm is assumed.");

/** Finite, invertible, and of lengths that are possible. */
export function isUsable(affine: Affine): boolean {
  const spacing = spacingOf(affine);
  const box = spacing[0] * spacing[1] * spacing[2];
  return (
    affine.every((value) => Math.abs(value) <= MAX_LENGTH) &&
    spacing.every((size) => size >= MIN_SPACING) &&
    Math.abs(determinantOf(affine)) > MIN_RELATIVE_DETERMINANT * box
  );
}

export function determinantOf(affine: Affine): number {
  const row = (at: number) => affine.slice(at, at + 3) as unknown as Vec3;
  return determinant(row(0), row(4), row(8));
}

/** True when two voxel axes are not at right angles. */
export function isSheared(affine: Affine): boolean {
  const isOblique = (p: number, q: number) => {
    const [a, b] = [columnOf(affine, p), columnOf(affine, q)];
    const dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    return Math.abs(dot) > SHEAR_COSINE * Math.hypot(...a) * Math.hypot(...b);
  };
  return isOblique(0, 1) || isOblique(0, 2) || isOblique(1, 2);
}

export function shearNotices(affine: Affine): readonly Notice[] {
  if (!isSheared(affine)) return [];
  const text = "The voxel grid is sheared: its axes are not at right angles, and lengths along them are approximate.";
  return [notice("W_GEOMETRY", text)];
}

/** Axes parallel to x, y and z, and the volume's centre at the origin. */
export function centredAffine(spacing: Vec3, dims: Vec3): Affine {
  const [sx, sy, sz] = spacing;
  const [ox, oy, oz] = dims.map((n, axis) => (-(n - 1) / 2) * (spacing[axis] as number)) as [number, number, number];
  return [sx, 0, 0, ox, 0, sy, 0, oy, 0, 0, sz, oz, 0, 0, 0, 1];
}

export interface GridGeometry {
  readonly affine: Affine;
  readonly spacing: Vec3;
  readonly orientationKnown: boolean;
  readonly notices: readonly Notice[];
}

/**
 * The geometry of a grid whose axes' steps and first voxel's position are given in RAS millimetres. Throws
 * `E_BAD_GEOMETRY` where they are no grid.
 */
export function geometryOf(steps: readonly [Vec3, Vec3, Vec3], origin: Vec3): GridGeometry {
  const row = (i: 0 | 1 | 2) => [steps[0][i], steps[1][i], steps[2][i], origin[i]];
  const affine = [...row(0), ...row(1), ...row(2), 0, 0, 0, 1];
  if (!isUsable(affine)) throw badGeometry("The directions of the voxels' axes, or their position");
  return { affine, spacing: spacingOf(affine), orientationKnown: true, notices: shearNotices(affine) };
}

/** The geometry where at most the voxels' sizes are known, in mm, of either sign. Throws `E_BAD_GEOMETRY`. */
export function unorientedGeometry(sizes: Vec3 | undefined, dims: Vec3): GridGeometry {
  const spacing = (sizes ?? [1, 1, 1]).map(Math.abs) as unknown as Vec3;
  const affine = centredAffine(spacing, dims);
  if (!isUsable(affine)) throw badGeometry(`Voxel sizes of ${spacing.join(", ")} mm`);
  const isNegative = sizes?.some((size) => size < 0);
  const notices = sizes ? [...(isNegative ? [NEGATIVE_SIZES] : []), NO_ORIENTATION] : [NO_SIZES, NO_ORIENTATION];
  return { affine, spacing, orientationKnown: false, notices };
}

/** The geometry of a plane, of which at most its pixels' sizes are known, in mm. Throws `E_BAD_GEOMETRY`. */
export function planeGeometry(sizes: readonly number[] | undefined, dims: Vec3): GridGeometry {
  const geometry = unorientedGeometry(sizes && [sizes[0] as number, sizes[1] as number, 1], dims);
  return { ...geometry, notices: [NO_THICKNESS, ...geometry.notices] };
}

function badGeometry(what: string): EigenvoxError {
  return new EigenvoxError("E_BAD_GEOMETRY", `${what} are singular, not finite or out of range: the file is damaged.`);
}

/** A position or direction in LPS, as DICOM and ITK have them, in RAS. (0 - x, for there is no use in a -0.) */
export const lpsToRas = ([x, y, z]: Vec3): Vec3 => [0 - x, 0 - y, z];
