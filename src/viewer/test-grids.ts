/** Grids and cameras for the tests of this folder. */

import { randomVolume } from "../core/synthetic";
import { PLANES, type Plane } from "../core/view";
import type { Affine, Vec3, Volume } from "../core/volume";
import { type CameraOptions, extentOf, type Frame, frameOf, type TileCamera, tileCamera } from "./camera";
import { lengthOf, minus } from "./vectors";

export const MIDDLE: Vec3 = [3, -7, 11];

/** An affine of voxel sizes and axis directions, whose grid has its middle near `middle`. */
export function affineOf(dims: Vec3, spacing: Vec3, axes: Frame, middle = MIDDLE): Affine {
  const out: number[] = [];
  for (const row of [0, 1, 2] as const) {
    const steps = axes.map((axis, c) => axis[row] * (spacing[c] as number));
    const half = steps.reduce((sum, step, c) => sum + (step * ((dims[c] as number) - 1)) / 2, 0);
    out.push(...steps, middle[row] - half);
  }
  return [...out, 0, 0, 0, 1];
}

const [c, s] = [Math.cos(0.33), Math.sin(0.33)];
const [d, t] = [Math.cos(0.2), Math.sin(0.2)];

export const AXES_OF: Readonly<Record<"ras" | "las" | "psr" | "oblique", Frame>> = {
  ras: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  las: [
    [-1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  // Sagittal slices from left to right, rows from the top: what many scanners write.
  psr: [
    [0, -1, 0],
    [0, 0, -1],
    [1, 0, 0],
  ],
  oblique: [
    [-c, s * d, s * t],
    [s, c * d, c * t],
    [0, -t, d],
  ],
};

export function gridVolume(
  name: keyof typeof AXES_OF,
  dims: Vec3 = [9, 7, 5],
  spacing: Vec3 = [0.8, 1.1, 2.5],
): Volume {
  return { ...randomVolume(dims, 5), dims, spacing, affine: affineOf(dims, spacing, AXES_OF[name]) };
}

export function cameraOn(volume: Volume, options: Partial<CameraOptions> = {}): TileCamera {
  const frame = options.frame ?? frameOf(volume.affine, "scan");
  const { centreMm } = extentOf([volume], frame);
  return tileCamera({
    plane: "axial",
    frame,
    view: { crosshairMm: centreMm, centreMm },
    pixelsPerMm: 3,
    width: 40,
    height: 30,
    ratio: 1,
    radiological: false,
    noseLeft: false,
    ...options,
  });
}

/** Every plane in both of its conventions. */
export const CONVENTIONS: readonly { plane: Plane; radiological: boolean; noseLeft: boolean }[] = PLANES.flatMap(
  (plane) => [false, true].map((mirrored) => ({ plane, radiological: mirrored, noseLeft: mirrored })),
);

/** Middle of mass, in pixels, of what has a value. */
export function centroid(values: Float32Array, width: number): [x: number, y: number] {
  let [sum, atX, atY] = [0, 0, 0];
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    sum += value;
    atX += value * (i % width);
    atY += value * Math.floor(i / width);
  });
  return [atX / sum, atY / sum];
}

export const distance = (a: Vec3, b: Vec3): number => lengthOf(minus(a, b));
