/** What tiles show: planes, one camera in millimetres, the intensities drawn black and white. */

import type { Vec3 } from "./volume";

export const PLANES = ["axial", "coronal", "sagittal"] as const;
export type Plane = (typeof PLANES)[number];

/** Directions that a plane's tile shows to the right and up, and the one across it: 0 right, 1 anterior, 2 superior. */
export const PLANE_AXES: Readonly<Record<Plane, readonly [number, number, number]>> = {
  axial: [0, 1, 2],
  coronal: [0, 2, 1],
  sagittal: [1, 2, 0],
};

/** Lower and upper intensity: drawn black and white. */
export type Window = readonly [number, number];

/** What every tile shows alike unless a series is unlinked. All lengths are millimetres. */
export interface View {
  /** Where the three planes cut, RAS+ mm. */
  readonly crosshairMm: Vec3;
  /** What is in the middle of every tile, RAS+ mm; its part across the plane does not count. */
  readonly centreMm: Vec3;
  /** CSS pixels per mm, in all tiles; undefined where the image is to fit. */
  readonly pixelsPerMm: number | undefined;
  readonly window: Window;
}

/** What can be linked or not: each kind is one button. */
export const LINKS = ["window", "zoom", "pan", "crosshair"] as const;
export type Link = (typeof LINKS)[number];

export const LINKED_FIELDS: Readonly<Record<Link, keyof View>> = {
  window: "window",
  zoom: "pixelsPerMm",
  pan: "centreMm",
  crosshair: "crosshairMm",
};

export const MIN_PIXELS_PER_MM = 0.2;
export const MAX_PIXELS_PER_MM = 200;

/** Zoom and centre after magnifying by `times` from `pixelsPerMm`, `anchorMm` staying where it is on the screen. */
export function zoomAbout(
  centreMm: Vec3,
  pixelsPerMm: number,
  anchorMm: Vec3,
  times: number,
): Pick<View, "centreMm" | "pixelsPerMm"> {
  const zoomed = Math.min(MAX_PIXELS_PER_MM, Math.max(MIN_PIXELS_PER_MM, pixelsPerMm * times));
  const keep = pixelsPerMm / zoomed;
  const about = (axis: 0 | 1 | 2) => anchorMm[axis] + (centreMm[axis] - anchorMm[axis]) * keep;
  return { pixelsPerMm: zoomed, centreMm: [about(0), about(1), about(2)] };
}

/** Window after a drag: right widens it, up brightens (lowers the level); 1 is the whole height of the image. */
export function windowBy([low, high]: Window, right: number, up: number): Window {
  const width = high - low;
  const level = (low + high) / 2 - up * width;
  const wider = width * 2 ** (2 * right);
  return [level - wider / 2, level + wider / 2];
}

/** What a series' windows are bounded by: its least and greatest finite intensity, and the window that suits it. */
export interface Reach {
  readonly range: Window;
  readonly window: Window;
}

/** The narrowest window, as a share of the intensities or of the window that suits them: outliers do not widen it. */
const LEAST_SHARE = 1e-3;
/** The widest window in ranges of the intensities. */
const MOST_RANGES = 10;

/** From one float32 to the next: a narrower window has no voxel between black and white. */
const float32Step = (value: number) => 2 ** Math.max(Math.floor(Math.log2(Math.abs(value))) - 23, -149);

const clamped = (value: number, [least, most]: Window) => Math.min(most, Math.max(least, value));

/** Least and greatest width about a level, and least and greatest level: within one range of the intensities. */
export function windowLimits(
  { range, window }: Reach,
  level: number,
): { readonly width: Window; readonly level: Window } {
  const suits = window[1] - window[0];
  const span = range[1] - range[0] || suits || 1;
  const levels: Window = [range[0] - span, range[1] + span];
  const least = Math.max(LEAST_SHARE * (suits > 0 ? Math.min(span, suits) : span), float32Step(clamped(level, levels)));
  return { width: [least, Math.max(least, MOST_RANGES * span)], level: levels };
}

/** The window itself where it is within the limits, else the nearest level and width that are: a way back stays short. */
export function withinReach(window: Window, reach: Reach): Window {
  const [low, high] = window;
  const level = (low + high) / 2;
  const limits = windowLimits(reach, level);
  const [centre, width] = [clamped(level, limits.level), clamped(high - low, limits.width)];
  return centre === level && width === high - low ? window : [centre - width / 2, centre + width / 2];
}
