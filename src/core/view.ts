/** What every pane shows alike, and the arithmetic of zoom, pan and window. All lengths are millimetres. */

import type { Vec3 } from "./volume";

export const PLANES = ["axial", "coronal", "sagittal"] as const;
export type Plane = (typeof PLANES)[number];
export type Layout = "three" | Plane;

export interface View {
  /** Where the three planes cut, RAS+ mm. */
  readonly crosshairMm: Vec3;
  /** Shift of the image on screen, mm along the axes of the grid (nearest right, anterior, superior). */
  readonly panMm: Vec3;
  /** 1 fits the volume to the pane. */
  readonly zoom: number;
  readonly layout: Layout;
  /** True draws the patient's right on the left of the screen. */
  readonly radiological: boolean;
  /** True interpolates linearly on the screen; false shows voxels as they are. Only display, never data. */
  readonly smooth: boolean;
  /** Intensities drawn black and white. */
  readonly window: readonly [number, number];
  /** False hides orientation letters, for files that do not say which side is left. */
  readonly letters: boolean;
}

const MIN_ZOOM = 0.5;
const MAX_ZOOM = 40;

/** In-plane axes (horizontal, vertical) and the axis across, as indices into RAS-ordered triples. */
export const PLANE_AXES: Readonly<Record<Plane, readonly [number, number, number]>> = {
  axial: [0, 1, 2],
  coronal: [0, 2, 1],
  sagittal: [1, 2, 0],
};

/** Zoom and pan after magnifying by `factor` with `anchorMm` (same axes as `panMm`) staying where it is on screen. */
export function zoomAbout(view: View, anchorMm: Vec3, factor: number): Pick<View, "zoom" | "panMm"> {
  const zoom = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, view.zoom * factor));
  const shift = (axis: number) => (view.panMm[axis] as number) + (anchorMm[axis] as number) * (view.zoom - zoom);
  return { zoom, panMm: [shift(0), shift(1), shift(2)] };
}

/** Pan after the image was dragged by `dragMm` (as seen, so already divided by the zoom) along the grid's axes. */
export function panBy(view: View, dragMm: Vec3): Vec3 {
  const shift = (axis: number) => (view.panMm[axis] as number) + (dragMm[axis] as number) * view.zoom;
  return [shift(0), shift(1), shift(2)];
}

/** Window after a drag: right widens it, up brightens (lowers the level); the whole image height is one width. */
export function windowBy(window: readonly [number, number], right: number, up: number): [number, number] {
  const width = window[1] - window[0];
  const level = (window[0] + window[1]) / 2 - up * width;
  const wider = width * 2 ** (2 * right);
  return [level - wider / 2, level + wider / 2];
}
