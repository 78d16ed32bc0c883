/** What keys do in a tile: in the one that was touched last, else in the first. */

import { PLANE_AXES, type Plane, zoomAbout } from "../../core/view";
import type { Vec3 } from "../../core/volume";
import { findSeries, useSeries } from "../../state/series-store";
import { changeView, scaleOf, setCamera, useView, viewOf } from "../../state/view-store";
import { extentOf, sliceOf } from "../../viewer/camera";
import { dot } from "../../viewer/vectors";
import { liveTile } from "../stage/live-tiles";
import { stepSlices } from "../stage/stage-moves";

/** The planes that lie across right, anterior and superior. */
const ACROSS = ["sagittal", "coronal", "axial"] as const satisfies readonly Plane[];

/** Moves the crosshair by voxels, right and down as seen. */
export function moveCrosshair(right: number, down: number): void {
  const live = liveTile();
  const id = live?.tile.seriesIds[0];
  if (!live || id === undefined) return;
  const { camera, frame, tile } = live;
  const [across, up] = PLANE_AXES[tile.plane];
  const along = (seen: Vec3, axis: number) => Math.sign(dot(seen, frame[axis] as Vec3));
  if (right !== 0) stepSlices(id, frame, ACROSS[across] as Plane, right * along(camera.rightMm, across));
  if (down !== 0) stepSlices(id, frame, ACROSS[up] as Plane, down * along(camera.downMm, up));
}

/** Goes slices on, as far as the series reaches. */
export function moveSlices(slices: number): void {
  const live = liveTile();
  const id = live?.tile.seriesIds[0];
  if (live && id !== undefined) stepSlices(id, live.frame, live.tile.plane, slices);
}

/** To the first slice, or to the last. */
export function moveToEnd(isLast: boolean): void {
  const live = liveTile();
  const series = findSeries(live?.tile.seriesIds[0]);
  if (!live || !series) return;
  const { crosshairMm } = viewOf(useView.getState(), series.id);
  const { count } = sliceOf(series.grid, live.frame, live.tile.plane, crosshairMm);
  moveSlices(isLast ? count : -count);
}

/** Magnifies about the middle of the tile. */
export function zoomBy(times: number): void {
  const id = liveTile()?.tile.seriesIds[0];
  if (id === undefined) return;
  const state = useView.getState();
  const { centreMm } = viewOf(state, id);
  changeView(id, zoomAbout(centreMm, scaleOf(state, id), centreMm, times));
}

/** All of what is shown, in the middle of the tiles. */
export function fitView(): void {
  const live = liveTile();
  const { shown, a, b } = useSeries.getState();
  const grids = [...new Set([...shown, a, b])].flatMap((id) => findSeries(id)?.grid ?? []);
  if (live && grids.length > 0) setCamera({ pixelsPerMm: undefined, centreMm: extentOf(grids, live.frame).centreMm });
}
