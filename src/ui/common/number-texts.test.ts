import { expect, test } from "vitest";
import { refusedNumber } from "./number-texts";

test("a number is refused in words where none was read, where it is out of range or must be whole", () => {
  const bounds = { min: 1, max: 9, isWhole: false };
  expect(refusedNumber(undefined, bounds)).toBe("Not a number: nothing was changed.");
  expect(refusedNumber(9.5, bounds)).toBe("Not from 1 to 9: nothing was changed.");
  expect(refusedNumber(-3, bounds)).toBe("Not from 1 to 9: nothing was changed.");
  expect(refusedNumber(1.5, { ...bounds, isWhole: true })).toBe("Not a whole number: nothing was changed.");
  expect([1, 1.5, 9].map((typed) => refusedNumber(typed, bounds))).toEqual([undefined, undefined, undefined]);
});
