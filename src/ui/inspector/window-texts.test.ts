import { expect, test } from "vitest";
import type { Window } from "../../core/view";
import { fieldValue, typedWindow, WINDOW_FIELDS, type WindowField } from "./window-texts";

const reach = { range: [0, 100], window: [0, 80] } as const;
const typed = (field: WindowField, text: string, window: Window = [10, 50]) => typedWindow(window, field, text, reach);

test("a window is typed by its ends, or by width and level", () => {
  expect(WINDOW_FIELDS.map((field) => fieldValue([10, 50], field))).toEqual([10, 50, 40, 30]);
  expect(typed("black", "-5")).toEqual([-5, 50]);
  expect(typed("white", "60")).toEqual([10, 60]);
  expect(typed("width", "20")).toEqual([20, 40]);
  expect(typed("level", "−30")).toEqual([-50, -10]);
});

test("decimal commas and spaces are read as they are meant", () => {
  expect(typed("black", "1,5")).toEqual([1.5, 50]);
  expect(typed("white", " 1 00 ")).toEqual([10, 100]);
});

test("black above white and what is no number are refused in words", () => {
  expect(typed("black", "50")).toBe("Black must be below white: nothing was changed.");
  expect(typed("white", "3")).toBe("Black must be below white: nothing was changed.");
  expect(typed("width", "0")).toBe("The width must be above 0: nothing was changed.");
  for (const text of ["", "abc", "1e999"]) expect(typed("level", text)).toMatch(/^Not a number/);
});

test("what no way of setting a window reaches is refused with the limits", () => {
  const words =
    "Out of reach of the image's values, whose windows are 0.08 to 1000 wide at levels from -100 to 200: nothing was changed.";
  for (const [field, text] of [
    ["width", "1e-9"],
    ["width", "5000"],
    ["level", "1e6"],
    ["white", "1e14"],
  ] as const) {
    expect(typed(field, text), `${field} ${text}`).toBe(words);
  }
});

test("a limit is taken as it is told, in few digits", () => {
  const third = { range: [0, 1 / 3], window: [0, 1 / 3] } as const;
  const window = typedWindow([0.1, 0.2], "width", "0.00033333", third) as Window;
  expect(window[1] - window[0]).toBeCloseTo(1 / 3000, 12);
});
