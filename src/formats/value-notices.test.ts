import { describe, expect, test } from "vitest";
import { noticed } from "./test-read";
import { scalingNotices, usableWindow, valueNotices } from "./value-notices";
import { VOXEL_TYPES } from "./voxel-types";

describe("valueNotices", () => {
  test("of a scan there is nothing to be told", () => {
    expect(valueNotices(Float32Array.of(-5, 0, 1e6))).toEqual([]);
    expect(valueNotices(Float32Array.of(0, 1e-9))).toEqual([]);
  });

  test("missing voxels are counted", () => {
    const some = [noticed("W_NOT_FINITE", /^2 of 4 voxels/)];
    expect(valueNotices(Float32Array.of(1, Number.NaN, 2, Number.NaN))).toEqual(some);
    expect(valueNotices(Float32Array.of(Number.NaN, Number.NaN))).toEqual([noticed("W_ALL_NAN", /^None of the 2/)]);
  });

  test("one value, but for missing voxels, is told", () => {
    expect(valueNotices(new Float32Array(9))).toEqual([noticed("W_CONSTANT", /^Every voxel is 0:/)]);
    expect(valueNotices(Float32Array.of(7, 7))).toEqual([noticed("W_CONSTANT", /^Every voxel is 7:/)]);
    const some = [noticed("W_NOT_FINITE", /^1 of 3/), noticed("W_CONSTANT", /not missing is 7:/)];
    expect(valueNotices(Float32Array.of(7, Number.NaN, 7))).toEqual(some);
    expect(valueNotices(Float32Array.of(7))).toEqual([]);
  });

  test("values that no scan has are told", () => {
    for (const data of [
      [1, 1e30],
      [-1e30, 1],
      [1e-30, 2e-30],
      [0, 1e-44],
    ]) {
      expect(valueNotices(Float32Array.from(data))).toEqual([noticed("W_RANGE", /may be damaged/)]);
    }
  });
});

describe("scalingNotices", () => {
  const { int16, float32, rgb } = VOXEL_TYPES;
  test.each([
    ["none", int16, [1, 0], [0, 30000], false],
    ["a scanner's", int16, [0.37, -1024], [-1024, 11000], false],
    ["a large intercept", int16, [1, 1e9], [1e9, 1e9 + 30000], true],
    ["a small slope", int16, [1e-7, 1000], [1000, 1000.003], true],
    ["of no whole numbers", float32, [1, 5], [5, 6], false],
    ["of no whole numbers, a large intercept", float32, [1, 1e9], [1e9, 1e9 + 640], true],
    ["of colours, which is not used", rgb, [1, 1e9], [0, 255], false],
  ] as const)("%s", (_, type, scaling, values, isLost) => {
    const expected = isLost ? [noticed("W_PRECISION", /become the same/)] : [];
    expect(scalingNotices(Float32Array.from(values), { type, scaling })).toEqual(expected);
  });
});

describe("usableWindow", () => {
  const data = Float32Array.of(0, 5, Number.NaN, 20);
  test.each([
    ["around the values", [-100, 100]],
    ["among them, though none is within", [6, 19]],
    ["that reaches into them", [19, 1000]],
  ] as const)("a window %s is used", (_, window) => {
    expect(usableWindow(data, window)).toEqual({ calWindow: window, notices: [] });
  });

  test.each([
    ["below", [-10, -1]],
    ["up to the least", [-10, 0]],
    ["from the greatest on", [20, 30]],
    ["above", [1000, 2000]],
  ] as const)("a window %s the values is told of, and not used", (_, window) => {
    expect(usableWindow(data, window)).toEqual({ notices: [noticed("W_HEADER", /but the values are 0 to 20:/)] });
  });

  test("one value is shown black or white by the window of a saved result, and nothing is told where all are missing", () => {
    expect(usableWindow(Float32Array.of(7, 7), [0, 7])).toEqual({ calWindow: [0, 7], notices: [] });
    expect(usableWindow(Float32Array.of(Number.NaN), [5, 7])).toEqual({ calWindow: [5, 7], notices: [] });
    expect(usableWindow(data, undefined)).toEqual({ notices: [] });
  });
});
