import { expect, test } from "vitest";
import { fieldValue, typedWindow, WINDOW_FIELDS } from "./window-texts";

test("a window is typed by its ends, or by width and level", () => {
  expect(WINDOW_FIELDS.map((field) => fieldValue([10, 50], field))).toEqual([10, 50, 40, 30]);
  expect(typedWindow([10, 50], "black", "-5")).toEqual([-5, 50]);
  expect(typedWindow([10, 50], "white", "60")).toEqual([10, 60]);
  expect(typedWindow([10, 50], "width", "20")).toEqual([20, 40]);
  expect(typedWindow([10, 50], "level", "−30")).toEqual([-50, -10]);
});

test("black above white and what is no number are refused in words", () => {
  expect(typedWindow([10, 50], "black", "50")).toBe("Black must be below white: nothing was changed.");
  expect(typedWindow([10, 50], "white", "3")).toBe("Black must be below white: nothing was changed.");
  expect(typedWindow([10, 50], "width", "0")).toBe("The width must be above 0: nothing was changed.");
  for (const text of ["", "abc", "1e999"]) expect(typedWindow([10, 50], "level", text)).toMatch(/^Not a number/);
});
