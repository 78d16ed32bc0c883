import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { displayWindow, referenceIntensity, trainingIntensities } from "./intensity";

const ramp = (n: number, offset = 0) => Float32Array.from({ length: n }, (_, i) => n - 1 - i + offset);

describe("referenceIntensity", () => {
  it("is the element at floor(0.999 n) in ascending order", () => {
    expect(referenceIntensity(ramp(10))).toBe(9);
    expect(referenceIntensity(ramp(1000))).toBe(999);
    expect(referenceIntensity(ramp(2000))).toBe(1998);
    expect(referenceIntensity(ramp(5000))).toBe(4995);
  });

  it("equals the sorted definition for any finite and non-finite values", () => {
    const value = fc.oneof(
      fc.float(),
      fc.float({ min: -2, max: 2 }),
      fc.constantFrom(0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    );
    const check = (values: number[]) => {
      const data = Float32Array.from(values);
      const sorted = data.filter(Number.isFinite).sort();
      const p = sorted[Math.floor(0.999 * sorted.length)] ?? 0;
      if (p > 0) expect(referenceIntensity(data)).toBe(p);
      else expect(() => referenceIntensity(data)).toThrow();
    };
    fc.assert(fc.property(fc.array(value, { maxLength: 3000, size: "max" }), check), { seed: 1, numRuns: 200 });
  });

  it("reads a view that does not start at its buffer", () => {
    expect(referenceIntensity(ramp(1100).subarray(100))).toBe(999);
  });

  it.each([
    ["a zero volume", new Float32Array(20), "is 0"],
    ["a negative volume", new Float32Array(20).fill(-3), "is -3"],
    ["no finite value", new Float32Array(20).fill(Number.NaN), "no finite"],
    ["no value", new Float32Array(0), "no finite"],
  ])("refuses %s", (_, data, words) => {
    expect(() => referenceIntensity(data)).toThrow(
      expect.objectContaining({ code: "E_INTENSITY", message: expect.stringContaining(words) }),
    );
  });
});

describe("trainingIntensities", () => {
  it("is min(max(f, 0)/p, 1), NaN as 0", () => {
    const data = Float32Array.of(-5, 0, 2, 8, 12, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    expect([...trainingIntensities(data, 8)]).toEqual([0, 0, 0.25, 1, 1, 0, 1, 0]);
  });
});

describe("displayWindow", () => {
  it("is the 2nd and 98th percentile of the finite non-zero values", () => {
    const data = new Float32Array(300);
    data.set(ramp(101, 1), 50);
    data[0] = Number.NaN;
    data[1] = Number.POSITIVE_INFINITY;
    expect(displayWindow(data)).toEqual([3, 99]);
  });

  it("keeps lower < upper for constant, empty and nearly constant volumes", () => {
    expect(displayWindow(new Float32Array(9).fill(7))).toEqual([0, 7]);
    expect(displayWindow(new Float32Array(9).fill(-7))).toEqual([-7, 0]);
    expect(displayWindow(new Float32Array(9))).toEqual([0, 1]);
    expect(displayWindow(new Float32Array(9).fill(Number.NaN))).toEqual([0, 1]);
    expect(displayWindow(new Float32Array(1000).fill(4).fill(900, 0, 3))).toEqual([0, 4]);
  });

  it("orders negative values", () => {
    expect(displayWindow(ramp(101, -200))).toEqual([-198, -102]);
  });
});
