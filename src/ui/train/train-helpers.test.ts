import { describe, expect, it } from "vitest";
import { CLASS_COUNT } from "../../methods/paper/classes";
import { rising, signed } from "../../viewer/colour-map";
import { cellOfClass, classOfCell, rowsOf } from "../methods/class-layout";
import { classBins, PAPER_LAYOUT } from "../methods/paper-classes";

describe("classes", () => {
  it("are numbered as the method numbers them", () => {
    for (let c = 0; c < CLASS_COUNT; c++) {
      const { azimuth, elevation, strength, coherence } = classBins(c);
      expect(((azimuth * 8 + elevation) * 3 + strength) * 3 + coherence).toBe(c);
    }
  });

  it("each have a cell of their own in the picture", () => {
    const cells = new Set<string>();
    for (let c = 0; c < CLASS_COUNT; c++) {
      const [column, row] = cellOfClass(PAPER_LAYOUT, c);
      cells.add(`${column},${row}`);
      expect(classOfCell(PAPER_LAYOUT, column + 0.7, row + 0.2)).toBe(c);
    }
    expect(cells.size).toBe(PAPER_LAYOUT.columns * rowsOf(PAPER_LAYOUT));
    expect(classOfCell(PAPER_LAYOUT, -3, 900)).toBe(classOfCell(PAPER_LAYOUT, 0, 23));
  });

  it("are described in words", () => {
    expect(PAPER_LAYOUT.name(575)).toBe(
      "Class 575: azimuth 157.5–180°, elevation 157.5–180°, high strength, high coherence",
    );
    const direction = (azimuth: number, elevation: number) =>
      PAPER_LAYOUT.facts((azimuth * 8 + elevation) * 9).find(([name]) => name === "Direction")?.[1];
    expect(direction(0, 3)).toBe("mostly along x");
    expect(direction(3, 4)).toBe("mostly along y");
    expect(direction(5, 0)).toBe("mostly along z");
  });
});

describe("colours", () => {
  const lightness = ([r, g, b]: readonly [number, number, number]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

  it("grow lighter with the value", () => {
    for (let i = 1; i <= 20; i++) {
      expect(lightness(rising(i / 20))).toBeGreaterThan(lightness(rising((i - 1) / 20)));
      expect(lightness(signed(i / 20))).toBeGreaterThan(lightness(signed((i - 1) / 20)));
      expect(lightness(signed(-i / 20))).toBeGreaterThan(lightness(signed(-(i - 1) / 20)));
    }
  });

  it("tell the signs apart and stay within their ends", () => {
    const [red, , blue] = signed(0.5);
    expect(red).toBeGreaterThan(blue);
    expect(signed(-0.5)[2]).toBeGreaterThan(signed(-0.5)[0]);
    expect(signed(7)).toEqual(signed(1));
    expect(rising(-1)).toEqual(rising(0));
  });
});
