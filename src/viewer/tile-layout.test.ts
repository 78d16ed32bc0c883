import { describe, expect, it } from "vitest";
import type { Vec3 } from "../core/volume";
import { type Area, planTiles } from "./tile-layout";

const HEAD: Vec3 = [186, 225, 182];

function overlaps(a: Area, b: Area): boolean {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;
}

describe("planTiles", () => {
  it.each([
    ["a narrow pane", HEAD, 426, 520],
    ["a wide pane", HEAD, 1280, 560],
    ["a thick-slice slab", [230, 230, 60] as Vec3, 426, 520],
    ["a tiny pane", HEAD, 160, 120],
  ])("puts all planes of %s inside it, apart, at one scale", (_, extent, width, height) => {
    const { tiles, free } = planTiles(extent, width, height);
    const all = [tiles.axial, tiles.coronal, tiles.sagittal, ...(free ? [free] : [])];
    for (const area of all) {
      expect(area.left).toBeGreaterThanOrEqual(0);
      expect(area.top).toBeGreaterThanOrEqual(0);
      expect(area.left + area.width).toBeLessThanOrEqual(width + 1e-9);
      expect(area.top + area.height).toBeLessThanOrEqual(height + 1e-9);
      for (const other of all) expect(other !== area && overlaps(area, other)).toBe(false);
    }
    const scale = tiles.axial.width / extent[0];
    expect(tiles.axial.height / extent[1]).toBeCloseTo(scale, 9);
    expect(tiles.coronal.width / extent[0]).toBeCloseTo(scale, 9);
    expect(tiles.coronal.height / extent[2]).toBeCloseTo(scale, 9);
    expect(tiles.sagittal.width / extent[1]).toBeCloseTo(scale, 9);
    expect(tiles.sagittal.height / extent[2]).toBeCloseTo(scale, 9);
  });

  it("takes the arrangement that shows more", () => {
    expect(planTiles(HEAD, 426, 520).free).toBeDefined();
    expect(planTiles(HEAD, 1280, 560).free).toBeUndefined();
  });

  it("does not depend on how much of the height is written on", () => {
    for (const [width, whole] of [
      [426, 520],
      [426, 900],
      [900, 520],
      [1280, 560],
    ] as const) {
      const isGrid = planTiles(HEAD, width, whole).free !== undefined;
      for (let height = whole; height > 60; height -= 35) {
        expect(planTiles(HEAD, width, height, whole).free !== undefined).toBe(isGrid);
      }
    }
  });
});
