import { describe, expect, it } from "vitest";
import { Painter } from "./painter";
import { blend, ellipse, ellipsoid, meet, squareEllipsoid, Tube } from "./shapes";

describe("solids", () => {
  it("measure a sphere exactly", () => {
    for (const x of [1, 5, 10, 14]) {
      expect(ellipsoid(x, 0, 0, 10, 10, 10)).toBeCloseTo(10 - x, 9);
      expect(squareEllipsoid(0, x, 0, 10, 10, 10, 0)).toBeCloseTo(10 - x, 9);
      expect(ellipse(0, x, 10, 10)).toBeCloseTo(10 - x, 9);
    }
    expect(ellipsoid(0, 0, 0, 3, 4, 5)).toBe(3);
  });

  it("are 0 on the surface and fall at 1 per mm across it", () => {
    const depth = (t: number) => squareEllipsoid(0.6 * t, 0.5 * t, 0.4 * t, 62, 80, 56, 0.35);
    let low = 0;
    let high = 200;
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (depth(middle) > 0) low = middle;
      else high = middle;
    }
    const at = (x: number, y: number, z: number) => squareEllipsoid(x, y, z, 62, 80, 56, 0.35);
    const [x, y, z] = [0.6 * low, 0.5 * low, 0.4 * low];
    const h = 1e-4;
    const slope = Math.hypot(
      at(x + h, y, z) - at(x, y, z),
      at(x, y + h, z) - at(x, y, z),
      at(x, y, z + h) - at(x, y, z),
    );
    expect(slope / h).toBeCloseTo(1, 2);
  });

  it("taper along a tube and bound the depth far from it", () => {
    const tube = new Tube([
      [0, 0, 0, 2],
      [10, 0, 0, 4],
    ]);
    expect(tube.depth(5, 1, 0)).toBeCloseTo(2, 9);
    expect(tube.depth(10, 0, -4)).toBeCloseTo(0, 9);
    expect(tube.depth(-3, 0, 0)).toBeCloseTo(-1, 9);
    const far = tube.depth(60, 30, 0);
    expect(far).toBeLessThan(-6);
    expect(far).toBeGreaterThanOrEqual(-Math.hypot(50, 30) + 4);
  });

  it("join with a rounded seam that vanishes away from it", () => {
    expect(blend(3, -20, 5)).toBe(3);
    expect(blend(2, 2, 4)).toBeCloseTo(3, 9);
    expect(meet(2, 2, 4)).toBeCloseTo(1, 9);
    expect(meet(3, 20, 5)).toBe(3);
  });
});

describe("Painter", () => {
  it("gives a flat boundary the share of the footprint it covers", () => {
    const painter = new Painter();
    painter.begin(2, 100);
    painter.solid(0.5, 500);
    expect(painter.value).toBeCloseTo(100 + 400 * 0.75, 9);
    expect(painter.clearance).toBe(0.5);
  });

  it("gives a sheet finer than the footprint its thickness, wherever it crosses", () => {
    const painter = new Painter();
    painter.begin(2, 0);
    expect(painter.sheetCoverage(0, 0.25)).toBeCloseTo(0.25, 9);
    expect(painter.sheetCoverage(0.6, 0.25)).toBeCloseTo(0.25, 9);
    expect(painter.sheetCoverage(3, 0.25)).toBe(0);
    expect(painter.clearance).toBeCloseTo(0.25, 9);
  });
});
