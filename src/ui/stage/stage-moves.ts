/** Moves of the crosshair that a hand on a tile makes, always inside the volume of the tile's series. */

import type { Plane } from "../../core/view";
import type { Vec3 } from "../../core/volume";
import { changeView, useView, viewOf } from "../../state/view-store";
import { getVolume } from "../../state/volumes";
import { type Frame, stepped } from "../../viewer/camera";
import { placeIn } from "./place";

/** The crosshair goes to a point, or to the nearest of the series' volume. */
export function pointTo(seriesId: string, mm: Vec3): void {
  const volume = getVolume(seriesId);
  changeView(seriesId, { crosshairMm: volume ? placeIn(volume, mm).clampedMm : mm });
}

/** Moves by slices of the series across a plane. */
export function stepSlices(seriesId: string, frame: Frame, plane: Plane, slices: number): void {
  const volume = getVolume(seriesId);
  if (!volume) return;
  const { crosshairMm } = viewOf(useView.getState(), seriesId);
  changeView(seriesId, { crosshairMm: stepped(volume, frame, plane, crosshairMm, slices) });
}
