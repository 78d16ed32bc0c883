import { describe, expect, test } from "vitest";
import { PLANES } from "../../core/view";
import type { Vec3 } from "../../core/volume";
import { LAYOUTS } from "../../state/prefs-store";
import { fitPixelsPerMm } from "../../viewer/camera";
import { type Arrangement, arrange, type Tile } from "./arrange";

const HEAD: Vec3 = [170, 210, 190];
const SIZES = [
  [1208, 648],
  [1208, 728],
  [1848, 1008],
  [820, 1108],
  [390, 772],
] as const;

const arrangement = (change: Partial<Arrangement>): Arrangement => ({
  layout: "grid",
  plane: "axial",
  shown: ["original", "interpolated", "result"],
  a: "original",
  b: "result",
  active: "result",
  width: 1208,
  height: 728,
  sizeMm: HEAD,
  ...change,
});

/** How many tiles lie over each pixel of the stage. */
function coverage(tiles: readonly Tile[], width: number, height: number): Uint8Array {
  const counts = new Uint8Array(width * height);
  for (const { left, top, ...size } of tiles) {
    for (let y = top; y < top + size.height; y++) {
      for (let x = left; x < left + size.width; x++) counts[y * width + x] = (counts[y * width + x] as number) + 1;
    }
  }
  return counts;
}

describe.each(SIZES)("on a stage of %i × %i", (width, height) => {
  test.each(LAYOUTS)("%s covers all of it but for gaps of a pixel", (layout) => {
    for (const shown of [["original"], ["original", "result"], ["original", "interpolated", "result", "error"]]) {
      const tiles = arrange(arrangement({ layout, shown, width, height }));
      const counts = coverage(tiles, width, height);
      expect(counts.every((count) => count <= 1)).toBe(true);
      const isBare = (x: number, y: number) => counts[y * width + x] === 0;
      for (let y = 0; y + 1 < height; y++) {
        for (let x = 0; x + 1 < width; x++) {
          if (isBare(x, y) && isBare(x + 1, y) && isBare(x, y + 1) && isBare(x + 1, y + 1)) {
            throw new Error(`bare at ${x}, ${y}`);
          }
        }
      }
      const covered = counts.reduce((sum, count) => sum + count, 0) / counts.length;
      expect(covered).toBeGreaterThan(0.985);
    }
  });
});

test("Grid shows every plane of every series, once", () => {
  const keys = arrange(arrangement({})).map(({ key }) => key);
  const expected = PLANES.flatMap((plane) => ["original", "interpolated", "result"].map((id) => `${plane} ${id}`));
  expect(keys.toSorted()).toEqual(expected.toSorted());
});

test("the way with the larger images is taken", () => {
  const tiles = (change: Partial<Arrangement>) => arrange(arrangement(change));
  const isRow = (some: readonly Tile[]) => some.every(({ top }) => top === 0);
  const isColumn = (some: readonly Tile[]) => some.every(({ left }) => left === 0);
  expect(isRow(tiles({ layout: "two-up" }))).toBe(true);
  expect(isColumn(tiles({ layout: "two-up", width: 390, height: 772 }))).toBe(true);
  expect(isRow(tiles({ shown: ["original"], width: 1848, height: 500 }))).toBe(true);
  expect(isColumn(tiles({ shown: ["original"], width: 390, height: 1400 }))).toBe(true);
  const square = tiles({ shown: ["original"], width: 700, height: 700 });
  expect(isRow(square) || isColumn(square)).toBe(false);
});

test("one scale fits all planes, and columns and rows are as wide and high as their planes ask for", () => {
  const tiles = arrange(arrangement({ shown: ["original"], width: 1000, height: 400 }));
  const scale = fitPixelsPerMm(HEAD, tiles);
  for (const { plane, width } of tiles) {
    const across = plane === "sagittal" ? HEAD[1] : HEAD[0];
    expect(across * scale).toBeLessThanOrEqual(width);
  }
  const [axial, coronal, sagittal] = tiles as [Tile, Tile, Tile];
  expect(Math.abs(axial.width - coronal.width)).toBeLessThanOrEqual(1);
  expect(sagittal.width / axial.width).toBeCloseTo(HEAD[1] / HEAD[0], 1);
});

test("a maximised tile fills the stage, and one that is not there does nothing", () => {
  const alone = arrange(arrangement({ maximised: "coronal result" }));
  expect(alone).toHaveLength(1);
  expect(alone[0]).toMatchObject({ left: 0, top: 0, width: 1208, height: 728, plane: "coronal" });
  expect(arrange(arrangement({ maximised: "coronal closed" }))).toHaveLength(9);
});

test("comparing takes two, and shows the one there is", () => {
  const kindOf = (change: Partial<Arrangement>) => arrange(arrangement({ layout: "curtain", ...change }))[0]?.kind;
  expect(kindOf({})).toBe("curtain");
  expect(kindOf({ b: undefined })).toBe("slice");
  expect(kindOf({ b: "original" })).toBe("slice");
  expect(arrange(arrangement({ shown: [], a: undefined, b: undefined }))).toEqual([]);
});
