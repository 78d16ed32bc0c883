import { describe, expect, test } from "vitest";
import type { Affine, Vec3 } from "../../core/volume";
import { testFamily, testSeries } from "../../state/test-series";
import { frameOf, tileCamera } from "../../viewer/camera";
import { onDevicePixels } from "./arrange";
import { displayTexts, obliqueText, originText, placeText, sidesText, tileName, windowText } from "./tile-texts";

test("millimetres say their side, and do not where nobody knows it", () => {
  expect(placeText([12, 14.06, -2.71], true)).toBe("R 12.0 · A 14.1 · I 2.7");
  expect(placeText([12, 14.06, -2.71], false)).toBe("12.0, 14.1, -2.7 mm");
});

test("sides are said, or that they are unknown", () => {
  expect(sidesText({ isOriented: true, radiological: true })).toBe("R on left");
  expect(sidesText({ isOriented: true, radiological: false })).toBe("L on left");
  expect(sidesText({ isOriented: false, radiological: false })).toBe("sides unknown");
});

test("what is computed says so, and a map that it is none of anatomy", () => {
  const [scan, interpolated, result, map] = testFamily("x").map(originText);
  expect(scan).toBeUndefined();
  expect(interpolated?.isWarning ?? false).toBe(false);
  expect(result).toEqual({ text: "computed, not acquired", isWarning: true });
  const derived = testSeries("d", { warnings: [{ code: "W_DERIVED", text: "an average" }] });
  expect(originText(derived)).toEqual({ text: "derived from other images, not acquired", isWarning: true });
  expect(map).toEqual({ text: "map, not anatomy", isWarning: true });
});

test("windows by width and level", () => {
  expect(windowText([5, 255])).toBe("W 250 L 130 (5–255)");
  expect(windowText([5, 255], false)).toBe("W 250 L 130");
});

test("oblique scans say by how much", () => {
  const tilted = (degrees: number): Affine => {
    const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    return [1, 0, 0, 0, 0, c, -s, 0, 0, s, c, 0];
  };
  const of = (affine: Affine) => testSeries("x", { grid: { dims: [9, 9, 9], spacing: [1, 1, 1], affine } });
  expect(obliqueText(of(tilted(19)))).toBe("19° oblique");
  expect(obliqueText(of(tilted(0.5)))).toBeUndefined();
});

describe("the display's filter", () => {
  const series = testSeries("x", {
    grid: { dims: [20, 20, 20], spacing: [1, 1, 3], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3, 0] },
  });
  const view = { crosshairMm: [0, 0, 0] as Vec3, centreMm: [0, 0, 0] as Vec3 };
  const texts = (plane: "axial" | "coronal", pixelsPerMm: number, ratio: number, smooth = false) => {
    const frame = frameOf(series.grid.affine, "scan");
    const size = { width: 100, height: 100, ratio, radiological: false, noseLeft: false };
    return displayTexts(series, tileCamera({ plane, frame, view, pixelsPerMm, ...size }), smooth);
  };

  test("speaks of pixels of the device", () => {
    expect(texts("axial", 2, 1)).toEqual({ filter: "nearest", zoom: "2 px per voxel" });
    expect(texts("axial", 2, 1.5, true)).toEqual({ filter: "linear", zoom: "3 px per voxel" });
  });

  test("says both sizes where they differ, and when voxels are averaged", () => {
    expect(texts("coronal", 2, 1).zoom).toBe("2 × 6 px per voxel");
    expect(texts("coronal", 0.5, 1).filter).toBe("area-averaged");
  });
});

test("a tile is named by its plane and its series, in every language alike", () => {
  const scan = testSeries("x", { title: "원본", key: "Original" });
  const result = testSeries("y", { title: "초해상도 2×", key: "Super-resolved 2×" });
  expect(tileName({ kind: "slice", plane: "axial" }, [scan])).toBe("axial Original");
  expect(tileName({ kind: "curtain", plane: "coronal" }, [scan, result])).toBe("coronal Original | Super-resolved 2×");
  expect(tileName({ kind: "render", plane: "axial" }, [result])).toBe("3-D Super-resolved 2×");
});

test("boxes lie on whole pixels of the device, inside where they were", () => {
  for (const ratio of [1, 1.25, 1.5, 2]) {
    const box = { left: 427, top: 33, width: 426, height: 241 };
    const on = onDevicePixels(box, ratio);
    for (const length of Object.values(on)) expect(length * ratio).toBeCloseTo(Math.round(length * ratio), 9);
    expect(on.left).toBeGreaterThanOrEqual(box.left);
    expect(on.left + on.width).toBeLessThanOrEqual(box.left + box.width + 1e-9);
  }
});
