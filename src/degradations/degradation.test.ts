import { describe, expect, it, test } from "vitest";
import { checkDegradation, coarseningOf, defaultSteps, parseDegradation, sliceProfile } from "./degradation";
import { KINDS } from "./registry";
import { sliceProfileOf } from "./slice";
import { CORNER } from "./test-corner";

const refused = expect.objectContaining({ code: "E_ARGUMENT" });

describe("parseDegradation", () => {
  it.each(["box", "cubic", "kspace", "slice:z,3,0", "slice:x,1.5,0.5", "slice:y,6,-2.125"])("reads %s", (text) => {
    expect(parseDegradation(text)).toBe(text);
  });

  it("writes slices in one way", () => {
    expect(parseDegradation("slice:z,03.50,-0")).toBe("slice:z,3.5,0");
  });

  it.each([
    "",
    "Box",
    "slice",
    "slice:w,3,0",
    "slice:z,3",
    "slice:z,3,0,1",
    "slice:z,0,2",
    "slice:z,-3,6",
    "slice:z,4,-2.001",
    "slice:z,1.2345,0",
    "slice:z,1e0,1",
    "slice:z, 3,0",
    "slice:z,NaN,0",
    "slice:z,3,0\n",
  ])("refuses %j", (text) => {
    expect(() => parseDegradation(text)).toThrow(refused);
  });
});

test("one of one's own is read beside the others", () => {
  const kinds = [...KINDS, CORNER];
  expect(coarseningOf("corner", kinds)).toBe(CORNER);
  expect(coarseningOf("slice:z,03,0", kinds).text).toBe("slice:z,3,0");
  expect(() => coarseningOf("corner")).toThrow(
    'Degradation "corner": expected box, cubic, kspace, or slices such as slice:z,3,1, whose axis is x, y or z, whose ' +
      "thickness (above 0) and gap (0, or down to minus half the thickness where slices overlap) are voxels of the fine " +
      "grid, with at most three decimals.",
  );
});

test("sliceProfile", () => {
  expect(sliceProfile("slice:y,2.5,-0.5")).toEqual({ axis: 1, thickness: 2.5, gap: -0.5 });
  expect(sliceProfile("box")).toBeUndefined();
});

describe("checkDegradation", () => {
  it("lets slices have the factor they repeat at", () => {
    checkDegradation("slice:z,2.7,0.3", [1, 1, 3]);
    checkDegradation("slice:x,4,-2", [2, 1, 1]);
    checkDegradation("kspace", [1, 2, 3]);
  });

  it.each([
    ["slice:z,3,1", [1, 1, 3]],
    ["slice:z,3,1", [4, 1, 1]],
    ["slice:z,2,0", [2, 2, 2]],
    ["slice:nonsense", [2, 2, 2]],
  ] as const)("refuses %s for %j", (degradation, factor) => {
    expect(() => checkDegradation(degradation, factor)).toThrow(refused);
  });
});

test.each([
  ["box", 1],
  ["kspace", 1],
  ["slice:z,3,0", 0],
  ["slice:z,4,-1", 2],
] as const)("%s is made consistent by %i steps unless told", (degradation, steps) => {
  expect(defaultSteps(degradation)).toBe(steps);
  expect(defaultSteps(degradation, 0.01)).toBe(steps);
  expect(defaultSteps(degradation, 0.02)).toBe(0);
  expect(defaultSteps(degradation, 0.02, 0.2)).toBe(0);
  expect(defaultSteps(degradation, 0.02, 0.3)).toBe(steps);
});

describe("sliceProfileOf", () => {
  it.each([
    ["slices with gaps", { axis: 2, distanceMm: 4, thicknessMm: 3 }, [1, 1, 4], "slice:z,3,1"],
    ["slices that touch", { axis: 2, distanceMm: 5, thicknessMm: 5 }, [1, 1, 2], "slice:z,2,0"],
    ["slices that overlap", { axis: 0, distanceMm: 2, thicknessMm: 3 }, [2, 1, 1], "slice:x,3,-1"],
    ["lengths that do not end", { axis: 1, distanceMm: 3.3, thicknessMm: 1.1 }, [1, 3, 1], "slice:y,1,2"],
    ["three decimals of voxels", { axis: 2, distanceMm: 3, thicknessMm: 2.9 }, [1, 1, 4], "slice:z,3.867,0.133"],
    ["more overlap than can be", { axis: 2, distanceMm: 1, thicknessMm: 9 }, [1, 1, 3], "slice:z,6,-3"],
  ] as const)("tells of %s in voxels of the finer grid", (_, slices, factor, text) => {
    const profile = sliceProfileOf(slices, factor);
    expect(profile).toBe(text);
    expect(parseDegradation(text)).toBe(text);
    checkDegradation(text, factor);
  });

  it.each([
    ["a thickness that is not known", { axis: 2, distanceMm: 4 }, [1, 1, 4]],
    ["no thickness", { axis: 2, distanceMm: 4, thicknessMm: 0 }, [1, 1, 4]],
    ["a thickness below what can be written", { axis: 2, distanceMm: 4, thicknessMm: 0.0001 }, [1, 1, 4]],
    ["a thickness that is no number", { axis: 2, distanceMm: 4, thicknessMm: Number.NaN }, [1, 1, 4]],
    ["no distance", { axis: 2, distanceMm: 0, thicknessMm: 3 }, [1, 1, 4]],
    ["another axis", { axis: 2, distanceMm: 4, thicknessMm: 3 }, [1, 2, 1]],
    ["all axes", { axis: 2, distanceMm: 4, thicknessMm: 3 }, [2, 2, 2]],
  ] as const)("tells nothing for %s", (_, slices, factor) => {
    expect(sliceProfileOf(slices, factor)).toBeUndefined();
  });
});
