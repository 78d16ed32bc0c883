/** How tiles are arranged, and what changes with it. */

import { t } from "../text/text";
import { changePrefs, type Layout, usePrefs } from "./prefs-store";
import { findSeries, type Series, useSeries } from "./series-store";
import { remember } from "./undo";
import { changeView, pixelPerVoxel, useView, viewOf } from "./view-store";

/** Changes the arrangement, which can be undone. */
export function setLayout(layout: Layout): void {
  const { layout: before } = usePrefs.getState();
  if (layout === before) return;
  changePrefs({ layout });
  comparePair(layout);
  remember({ text: t("Layout"), undo: () => changePrefs({ layout: before }) });
}

/**
 * Unless the person chose what is compared: a difference is that between a result and plain interpolation, which have one
 * grid; everything else compares a result with its scan.
 */
function comparePair(layout: Layout): void {
  const { b, isPairChosen, series } = useSeries.getState();
  const result = findSeries(b);
  if (isPairChosen || result?.kind !== "result") return;
  const interpolated = series.find(({ kind, resultId }) => kind === "interpolated" && resultId === result.resultId);
  useSeries.setState({ a: (layout === "difference" && interpolated?.id) || result.scanId });
}

/** A new result is shown in one plane, each of its voxels at least a pixel of the screen large, about the crosshair. */
export function showResultLayout(result: Series): void {
  const { layout } = usePrefs.getState();
  if (layout === "grid" || layout === "render") changePrefs({ layout: "plane" });
  comparePair(usePrefs.getState().layout);
  const state = useView.getState();
  const { crosshairMm, pixelsPerMm } = viewOf(state, result.id);
  const least = pixelPerVoxel(result.grid);
  // What fits now is measured once the layout is drawn.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if ((pixelsPerMm ?? useView.getState().fitPixelsPerMm) < least) {
        changeView(result.id, { pixelsPerMm: least, centreMm: crosshairMm });
      }
    }),
  );
}
