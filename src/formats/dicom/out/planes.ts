/** Where the slices of a volume lie, in the terms of DICOM. Source: DICOM PS3.3 C.7.6.2 (Image Plane Module). */

import { columnOf, voxelToWorld } from "../../../core/affine";
import { EigenvoxError } from "../../../core/errors";
import type { Affine, Vec3 } from "../../../core/volume";
import { dot, normalOf } from "../directions";

/** Slices along the grid's third axis, their rows along its first and their columns along its second. */
export interface SlicePlanes {
  /** Unit vectors along rows and columns, LPS. */
  readonly orientation: readonly [row: Vec3, column: Vec3];
  /** Between rows and between columns, mm. */
  readonly pixelSpacing: readonly [number, number];
  /** Between neighbouring slices along the normal, mm. */
  readonly distanceMm: number;
  /** Centre of a slice's first pixel, in mm, LPS. */
  position(slice: number): Vec3;
  /** Along the normal, mm; the slices may follow each other against it. */
  location(position: Vec3): number;
}

/** Cosine of the angle between rows and columns above which they are not perpendicular to readers and validators. */
const MAX_COSINE = 1e-4;

/** Throws `E_BAD_GEOMETRY` when rows and columns are not perpendicular: no DICOM image can be so. */
export function planesOf(affine: Affine): SlicePlanes {
  const [x, y, z] = [0, 1, 2].map((axis) => toLps(columnOf(affine, axis))) as unknown as [Vec3, Vec3, Vec3];
  const [row, column] = [unit(x), unit(y)];
  const cosine = dot(row, column);
  if (Math.abs(cosine) > MAX_COSINE) {
    const degrees = ((Math.acos(cosine) * 180) / Math.PI).toFixed(2);
    throw new EigenvoxError(
      "E_BAD_GEOMETRY",
      `The scan's rows and columns meet at ${degrees}°, and DICOM has images with right angles only. Save it as NIfTI.`,
    );
  }
  const normal = unit(normalOf({ row, column }));
  return {
    orientation: [row, column],
    pixelSpacing: [Math.hypot(...y), Math.hypot(...x)],
    distanceMm: Math.abs(dot(z, normal)),
    position: (slice) => toLps(voxelToWorld(affine, [0, 0, slice])),
    location: (position) => dot(position, normal),
  };
}

const toLps = ([x, y, z]: Vec3): Vec3 => [-x, -y, z];

function unit(vector: Vec3): Vec3 {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length) as unknown as Vec3;
}
