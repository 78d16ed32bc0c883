import { describe, expect, it, test } from "vitest";
import type { Vec3 } from "../core/volume";
import { extentOf, frameOf, worldAt } from "./camera";
import { COMPUTED_MARK, cornerMarks, wrapped } from "./export";
import { crossMarks, letterMarks, locatorMarks, measureMarks, type Point, scaleBar } from "./marks";
import { angleDegrees, describeMeasurement, lengthMm, type Measurement } from "./measure";
import { profileAlong } from "./profile";
import { cameraOn, gridVolume } from "./test-grids";

/** As if every letter were 7 pixels wide. */
const widthOf = (text: string) => 7 * text.length;

const volume = gridVolume("ras", [100, 80, 60], [1, 1, 1]);
const sized = (pixelsPerMm: number, ratio = 2) => cameraOn(volume, { pixelsPerMm, ratio, width: 300, height: 200 });

describe("scaleBar", () => {
  test.each([
    [1, 50, "5 cm"],
    [2, 20, "2 cm"],
    [3.74, 20, "2 cm"],
    [3.76, 10, "1 cm"],
    [10, 5, "5 mm"],
    [75, 1, "1 mm"],
    [200, 0.2, "0.2 mm"],
  ])("at %d pixels per mm is %d mm", (pixelsPerMm, mm, text) => {
    const bar = scaleBar(sized(pixelsPerMm));
    expect(bar.mm).toBeCloseTo(mm, 12);
    const [line, label] = bar.marks;
    if (line?.kind !== "line" || label?.kind !== "text") throw new Error("not a bar with its text");
    const xs = line.points.map(([x]) => x);
    expect(Math.max(...xs) - Math.min(...xs)).toBeCloseTo(mm * pixelsPerMm, 9);
    expect(Math.max(...xs) - Math.min(...xs)).toBeLessThanOrEqual(75 + 1e-9);
    expect(label.text).toBe(text);
  });
});

describe("crossMarks", () => {
  it("leave the crosshair itself free, and stay in the tile", () => {
    const camera = sized(2);
    const lines = crossMarks(camera, worldAt(camera, 100, 50));
    expect(lines).toHaveLength(4);
    for (const line of lines) {
      if (line.kind !== "line") throw new Error("not a line");
      for (const [x, y] of line.points) {
        expect(Math.max(Math.abs(x - 100), Math.abs(y - 50))).toBeGreaterThan(7);
        expect(x >= 0 && x <= 300 && y >= 0 && y <= 200).toBe(true);
      }
    }
    expect(crossMarks(camera, worldAt(camera, 100, -40))).toHaveLength(1);
    expect(crossMarks(camera, worldAt(camera, -100, -40))).toHaveLength(0);
  });
});

test("letters stand at their edges", () => {
  const marks = letterMarks(sized(1), ["R", "L", "A", "P"]);
  expect(marks.map((mark) => (mark.kind === "text" ? [mark.text, mark.x, mark.y] : []))).toEqual([
    ["R", 8, 100],
    ["L", 292, 100],
    ["A", 150, 8],
    ["P", 150, 192],
  ]);
});

test("the locator shows the seen part of the plane, and nothing where all is seen", () => {
  const frame = frameOf(volume.affine, "scan");
  const extent = extentOf([volume], frame);
  expect(locatorMarks(sized(2), extent, frame, [10, 20])).toEqual([]);
  const [whole, seen] = locatorMarks(sized(10), extent, frame, [10, 20], 50);
  if (whole?.kind !== "line" || seen?.kind !== "line") throw new Error("not two boxes");
  const size = (points: readonly (readonly [number, number])[]) => {
    const [from, , to] = points as [Point, Point, Point];
    return [to[0] - from[0], to[1] - from[1]];
  };
  expect(whole.points[0]).toEqual([10, 20]);
  // 100 × 80 mm, of which 30 × 20 mm are seen.
  expect(size(whole.points).map(Math.round)).toEqual([50, 40]);
  expect(size(seen.points).map(Math.round)).toEqual([15, 10]);
});

describe("measurements", () => {
  const distanceOf = (...points: Vec3[]): Measurement => ({ id: "1", kind: "distance", plane: "axial", points });

  it("are lengths and angles in the world", () => {
    expect(lengthMm(distanceOf([0, 0, 0], [3, 4, 12]))).toBe(13);
    expect(describeMeasurement(distanceOf([0, 0, 0], [3, 4, 12]))).toBe("13.0 mm");
    expect(describeMeasurement(distanceOf([0, 0, 0]))).toBe("");
    const angle = { ...distanceOf([5, 0, 0], [0, 0, 0], [0, 2, 0]), kind: "angle" } as const;
    expect(angleDegrees(angle)).toBeCloseTo(90, 12);
    expect(describeMeasurement(angle)).toBe("90.0°");
    expect(
      angleDegrees({
        points: [
          [1, 1, 1],
          [1, 1, 1],
          [2, 2, 2],
        ],
      }),
    ).toBeUndefined();
    expect(describeMeasurement({ ...angle, points: [[1, 1, 1]] })).toBe("");
  });

  it("are drawn where they were made, in their own plane only", () => {
    const camera = sized(2);
    const at = [worldAt(camera, 30, 40), worldAt(camera, 90, 40)] as const;
    const [line] = measureMarks(camera, distanceOf(...at));
    if (line?.kind !== "line") throw new Error("not a line");
    expect(line.points.flat().map(Math.round)).toEqual([30, 40, 90, 40]);
    expect(lengthMm(distanceOf(...at))).toBeCloseTo(30, 9);
    expect(measureMarks(camera, { ...distanceOf(...at), plane: "coronal" })).toEqual([]);
    const above = at.map((mm): Vec3 => [mm[0], mm[1], mm[2] + 5]);
    expect(measureMarks(camera, distanceOf(...above))).toEqual([]);
  });
});

describe("profileAlong", () => {
  const ramp = { ...volume, data: volume.data.map((_, i) => i % 100) };

  it("follows a ramp from point to point, ends included", () => {
    // Voxel centres run from -46.5 to 52.5 mm.
    const { mm, values } = profileAlong(ramp, [-40, -7, 11], [40, -7, 11], 0.25, true);
    expect(mm).toHaveLength(321);
    expect(mm.at(-1)).toBeCloseTo(80, 9);
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(-40 + (mm[i] as number) + 46.5, 6);
    });
  });

  it("takes the nearest voxel, and nothing outside", () => {
    const { values } = profileAlong(ramp, [-46.3, -7, 11], [-60, -7, 11], 1, false);
    expect(values[0]).toBe(0);
    expect(values.at(-1)).toBeNaN();
    const slanted = { ...gridVolume("oblique"), data: gridVolume("oblique").data.map(() => 7) };
    expect(profileAlong(slanted, [3, -7, 11], [3.5, -7.5, 11.5], 0.1, true).values.every((value) => value === 7)).toBe(
      true,
    );
  });
});

describe("what is written into exported tiles", () => {
  const texts = {
    topLeft: ["Super-resolved 2×"],
    topRight: ["!"],
    bottomLeft: ["1/2", "R 1.0"],
    bottomRight: ["W 1 L 2"],
  };

  it("always says of a computed image that it is computed", () => {
    const nothing = { topLeft: [], topRight: [], bottomLeft: [], bottomRight: [] };
    const marks = cornerMarks({ texts: nothing, isComputed: true }, { width: 200, height: 100 }, widthOf);
    expect(marks.map(({ text }) => text).join(" ")).toBe(COMPUTED_MARK);
    expect(Math.max(...marks.map(({ text }) => widthOf(text)))).toBeLessThanOrEqual(200 - 16);
    // Below the letter in the middle of the upper edge.
    expect(Math.min(...marks.map(({ y }) => y))).toBeGreaterThan(20);
    const wide = cornerMarks({ texts: nothing, isComputed: true }, { width: 900, height: 100 }, widthOf);
    expect(wide).toEqual([expect.objectContaining({ text: COMPUTED_MARK, style: "computed", y: 8 })]);
    expect(cornerMarks({ texts: nothing, isComputed: false }, { width: 200, height: 100 }, widthOf)).toEqual([]);
  });

  it("stacks lines from the corners inwards", () => {
    const marks = cornerMarks({ texts, isComputed: false }, { width: 200, height: 100 }, widthOf);
    const at = (text: string) => marks.find((mark) => mark.text === text);
    expect(at("R 1.0")?.y).toBe(92);
    expect(at("1/2")?.y).toBe(76);
    expect(at("W 1 L 2")).toMatchObject({ x: 192, y: 92, anchor: "end" });
  });

  it("breaks long lines between words", () => {
    const widthOf = (text: string) => text.length;
    expect(wrapped("one two three four", 9, widthOf)).toEqual(["one two", "three", "four"]);
    expect(wrapped("unbreakable", 3, widthOf)).toEqual(["unbreakable"]);
  });
});
