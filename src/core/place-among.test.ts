import { expect, test } from "vitest";
import { placeAmong } from "./place-among";

test("a value lies between two, at one, or beyond the ends", () => {
  expect(placeAmong([1, 3, 7], 4)).toEqual({ at: 1, share: 0.25 });
  expect(placeAmong([1, 3, 7], 3)).toEqual({ at: 0, share: 1 });
  expect(placeAmong([1, 3, 7], 1)).toEqual({ at: 0, share: 0 });
  expect(placeAmong([1, 3, 7], -5)).toEqual({ at: 0, share: 0 });
  expect(placeAmong([1, 3, 7], 8)).toEqual({ at: 2, share: 0 });
});
