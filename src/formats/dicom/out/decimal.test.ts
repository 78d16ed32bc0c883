import fc from "fast-check";
import { expect, test } from "vitest";
import { decimalString } from "./decimal";

const DECIMAL = /^-?\d+(\.\d+)?(e[+-]\d+)?$/;

test("a number becomes a decimal of at most 16 characters with nearly all its digits", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, min: -1e300, max: 1e300 }), (value) => {
      const text = decimalString(value);
      expect(text).toMatch(DECIMAL);
      expect(text.length).toBeLessThanOrEqual(16);
      // The least room for digits is beside a sign, a point and an exponent of three.
      expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(Math.max(5e-324, Math.abs(value) * 1e-8));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  [0, "0"],
  [-0, "0"],
  [1.5, "1.5"],
  [1 / 3, "0.33333333333333"],
  [-1 / 3, "-0.3333333333333"],
  [-123.45678901234567, "-123.45678901235"],
  [-1.2345678901234e-7, "-1.2345678901e-7"],
])("%f is written as %s", (value, text) => {
  expect(decimalString(value)).toBe(text);
});
