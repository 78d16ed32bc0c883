import { describe, expect, it } from "vitest";
import { panBy, type View, windowBy, zoomAbout } from "./view";

const view: View = {
  crosshairMm: [0, 0, 0],
  panMm: [3, -2, 5],
  zoom: 2,
  layout: "three",
  radiological: false,
  smooth: false,
  window: [100, 300],
  letters: true,
};

/** Where a point lies along an axis that shows mm from `low` to `high` at zoom 1, as the panes draw it: 0 to 1. */
function screenPosition(v: Pick<View, "zoom" | "panMm">, axis: number, mm: number, low: number, high: number): number {
  const left = (low - (v.panMm[axis] as number)) / v.zoom;
  const right = (high - (v.panMm[axis] as number)) / v.zoom;
  return (mm - left) / (right - left);
}

describe("zoomAbout", () => {
  it("keeps the anchor where it is on the screen", () => {
    const anchor = [12.5, -40, 7] as const;
    const zoomed = zoomAbout(view, anchor, 1.7);
    expect(zoomed.zoom).toBeCloseTo(3.4, 12);
    for (let axis = 0; axis < 3; axis++) {
      const before = screenPosition(view, axis, anchor[axis] as number, -90, 110);
      expect(screenPosition(zoomed, axis, anchor[axis] as number, -90, 110)).toBeCloseTo(before, 12);
    }
  });

  it("stops at its limits without drifting", () => {
    const most = zoomAbout({ ...view, zoom: 40 }, [50, 50, 50], 10);
    expect(most).toEqual({ zoom: 40, panMm: view.panMm });
  });
});

describe("panBy", () => {
  it("moves a point by the dragged distance as seen", () => {
    const panned = { zoom: view.zoom, panMm: panBy(view, [10, 0, 0]) };
    const spanSeen = 200 / view.zoom;
    const moved = screenPosition(panned, 0, 4, -100, 100) - screenPosition(view, 0, 4, -100, 100);
    expect(moved * spanSeen).toBeCloseTo(10, 12);
  });
});

describe("windowBy", () => {
  it("keeps the level when only the width changes", () => {
    const [low, high] = windowBy([100, 300], 0.5, 0);
    expect((low + high) / 2).toBeCloseTo(200, 12);
    expect(high - low).toBeCloseTo(400, 12);
  });

  it("lowers the level when dragged up, so that the image gets brighter", () => {
    expect(windowBy([100, 300], 0, 0.25)).toEqual([50, 250]);
  });
});
