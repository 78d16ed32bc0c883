import { describe, expect, it } from "vitest";
import { MAX_PIXELS_PER_MM, windowBy, zoomAbout } from "./view";

describe("zoomAbout", () => {
  it("keeps the anchor where it is on the screen", () => {
    const anchor = [12.5, -40, 7] as const;
    const zoomed = zoomAbout([3, -2, 5], 2, anchor, 1.7);
    expect(zoomed.pixelsPerMm).toBeCloseTo(3.4, 12);
    for (const axis of [0, 1, 2] as const) {
      const before = (anchor[axis] - ([3, -2, 5] as const)[axis]) * 2;
      expect((anchor[axis] - zoomed.centreMm[axis]) * (zoomed.pixelsPerMm as number)).toBeCloseTo(before, 12);
    }
  });

  it("stops at its limits without drifting", () => {
    const most = zoomAbout([3, -2, 5], MAX_PIXELS_PER_MM, [50, 50, 50], 10);
    expect(most).toEqual({ pixelsPerMm: MAX_PIXELS_PER_MM, centreMm: [3, -2, 5] });
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
