import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clippingNotices,
  displayWindow,
  inUnits,
  referenceIntensity,
  spanUnits,
  trainingIntensities,
  unlessConstant,
  workingUnits,
} from "./intensity";

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

describe("workingUnits", () => {
  it("moves and grows with the scan, whatever is missing", () => {
    const data = ramp(5000).map((value) => (value % 7 === 0 ? Number.NaN : value));
    const [{ zero, scale }, moved] = [workingUnits(data), workingUnits(data.map((value) => 3 * value - 900))];
    expect(moved).toEqual({ zero: 3 * zero - 900, scale: 3 * scale });
    expect([...inUnits(Float32Array.of(zero, zero + scale, Number.NaN), { zero, scale })]).toEqual([0, 1, Number.NaN]);
  });

  it("refuses a scan of one value, and one too far apart for float32", () => {
    const refusal = expect.objectContaining({ code: "E_INTENSITY" });
    expect(() => workingUnits(new Float32Array(9).fill(777))).toThrow(refusal);
    expect(() => workingUnits(Float32Array.of(-3e38, 3e38))).toThrow(refusal);
  });

  it("spans what a scan holds that is empty but for a few voxels", () => {
    const sparse = new Float32Array(5000);
    sparse.set([40, 1000], 70);
    expect(workingUnits(sparse)).toEqual({ zero: 0, scale: 1000 });
    expect(workingUnits(sparse.map((value) => 2 * value - 900))).toEqual({ zero: -900, scale: 2000 });
  });

  it("has a unit for one value where that is to be given back", () => {
    expect(unlessConstant(workingUnits)(new Float32Array(9).fill(777))).toEqual({ zero: 777, scale: 1 });
    expect(unlessConstant(workingUnits)(ramp(2000))).toEqual(workingUnits(ramp(2000)));
  });
});

it("spanUnits needs no reference intensity", () => {
  expect(spanUnits(Float32Array.of(-1000, Number.NaN, -990))).toEqual({ zero: -1000, scale: 10 });
  expect(spanUnits(new Float32Array(9).fill(-7))).toEqual({ zero: -7, scale: 1 });
});

describe("clippingNotices", () => {
  const told = (data: Float32Array) => clippingNotices(data, referenceIntensity(data)).map(({ text }) => text);
  it("tells of a scan that is negative in part, and by how much", () => {
    expect(told(ramp(4000, -1000))).toEqual([expect.stringMatching(/^24\.\d % of the voxels are negative/)]);
  });

  it("says nothing of ordinary scans, those with a little noise below 0 among them", () => {
    expect(told(ramp(4000))).toEqual([]);
    expect(told(ramp(4000, -30))).toEqual([]);
    expect(told(ramp(4000).fill(-1000, 0, 3))).toEqual([]);
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
