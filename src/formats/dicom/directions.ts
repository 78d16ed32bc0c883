/** Arithmetic of directions and positions in the patient, LPS. */

import type { Vec3 } from "../../core/volume";
import type { DicomImage, Orientation } from "./image";

export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** a + times × b. */
export const plus = (a: Vec3, b: Vec3, times = 1): Vec3 => [
  a[0] + times * b[0],
  a[1] + times * b[1],
  a[2] + times * b[2],
];

/** Row × column: at right angles to the image. */
export function normalOf({ row, column }: Orientation): Vec3 {
  return [
    row[1] * column[2] - row[2] * column[1],
    row[2] * column[0] - row[0] * column[2],
    row[0] * column[1] - row[1] * column[0],
  ];
}

/** True where it is known where the image lies. */
export const isPlaced = ({ facts }: DicomImage): boolean =>
  facts.position !== undefined && facts.orientation !== undefined;

/** The position of each image along its own normal, mm; all have to be placed. */
export function alongsOf(images: readonly DicomImage[]): Float64Array {
  const alongs = new Float64Array(images.length);
  let orientation: Orientation | undefined;
  let normal: Vec3 = [0, 0, 0];
  for (let i = 0; i < images.length; i++) {
    const { facts } = images[i] as DicomImage;
    // Images of a file have theirs in common.
    if (facts.orientation !== orientation) {
      orientation = facts.orientation as Orientation;
      normal = normalOf(orientation);
    }
    alongs[i] = dot(facts.position as Vec3, normal);
  }
  return alongs;
}
