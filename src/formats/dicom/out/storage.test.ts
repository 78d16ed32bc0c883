import { expect, test } from "vitest";
import { storageOf, storedValues } from "./storage";

const stored = (...values: number[]) => {
  const storage = storageOf(Float32Array.from(values));
  const bits = storedValues(Float32Array.from(values), storage);
  const { slope, intercept } = storage.rescale ?? { slope: 1, intercept: 0 };
  return Array.from(storage.isSigned ? new Int16Array(bits) : new Uint16Array(bits), (n) => slope * n + intercept);
};

test("missing voxels are stored as 0, or as what is nearest to 0 within the range", () => {
  expect(stored(Number.NaN, 7, 65535)).toEqual([0, 7, 65535]);
  expect(stored(Number.NaN, -7, 9)).toEqual([0, -7, 9]);
  const [least, ...values] = stored(Number.NaN, 10.5, 20.25) as [number, number, number];
  expect(least).toBe(10.5);
  expect(values[1]).toBeCloseTo(20.25, 3);
  expect(stored(Number.NaN, -20.25, -10.5)[0]).toBeCloseTo(-10.5, 3);
  expect(stored(Number.NaN)).toEqual([0]);
});
