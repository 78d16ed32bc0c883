import { describe, expect, it } from "vitest";
import { MAX_PIXELS_PER_MM, type Window, windowBy, withinReach, zoomAbout } from "./view";

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

describe("withinReach", () => {
  const reach = { range: [0, 4000], window: [100, 1100] } as const;
  const dragged = (window: Window, right: number, up = 0, times = 100) => {
    let now = window;
    for (let i = 0; i < times; i++) now = withinReach(windowBy(now, right, up), reach);
    return now;
  };

  it("leaves a window within the limits as it is", () => {
    for (const window of [reach.window, reach.range, [-5000, 5000], [500, 501]] as const) {
      expect(withinReach(window, reach)).toBe(window);
    }
  });

  it("keeps a window that is dragged narrower from vanishing, at its level, and one way back leads out of it", () => {
    const [low, high] = dragged([100, 1100], -0.5);
    expect(high - low).toBeCloseTo(1, 9);
    expect((low + high) / 2).toBeCloseTo(600, 9);
    const [black, white] = dragged([low, high], 0.5, 0, 10);
    expect(white - black).toBeCloseTo(1024, 6);
  });

  it("keeps a window from growing and from leaving the intensities", () => {
    const [low, high] = dragged([100, 1100], 0.5);
    expect(high - low).toBe(40_000);
    const [, above] = dragged([100, 1100], 0, -1);
    expect(above).toBe(8500);
    const [below] = dragged([100, 1100], 0, 1);
    expect(below).toBe(-4500);
  });

  it("is not widened by outliers, nor narrower than float32 can tell apart", () => {
    const tissue = { range: [0, 1e9], window: [0, 100] } as const;
    const [low, high] = withinReach([50, 50], tissue);
    expect(high - low).toBeCloseTo(0.1, 12);
    const far = { range: [16_000_000, 16_000_010], window: [16_000_000, 16_000_010] } as const;
    const [black, white] = withinReach([16_000_005, 16_000_005], far);
    expect(white - black).toBe(1);
    expect(Math.fround(black)).toBeLessThan(Math.fround(white));
  });

  it("takes what one value gives: an image without contrast, a map of nothing", () => {
    expect(withinReach([0, 7], { range: [7, 7], window: [0, 7] })).toEqual([0, 7]);
    expect(withinReach([0, 1], { range: [0, 0], window: [0, 1] })).toEqual([0, 1]);
    const [low, high] = withinReach([0, 0], { range: [0, 0], window: [0, 0] });
    expect(low).toBeLessThan(high);
  });
});
