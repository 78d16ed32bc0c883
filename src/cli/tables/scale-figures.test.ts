import { expect, test } from "vitest";
import { lineThrough, onPaper } from "./scale-figures";

test("the line of points on one, and how far one is off", () => {
  expect(lineThrough([1, 2, 3], [5, 7, 9])).toEqual({ slope: 2, intercept: 3, largest: 0 });
  expect(lineThrough([0, 1, 2, 3], [0, 3, 0, 3]).largest).toBeCloseTo(0.6);
});

test("a thousand scans, sixteen at a time: 63, 4 and 1 merges", () => {
  const measured = { secondsAScan: 36, secondsAFile: 1, leafBytes: 10, nodeBytes: 20 };
  expect(onPaper(1000, 16, measured)).toEqual({
    merges: 68,
    deep: 3,
    hours: 10 + (1000 + 63 + 4) / 3600,
    hoursOf100: (10 * 36 + 16 + 16 + 4) / 3600,
    diskBytes: 10_000 + 68 * 20,
    movedBytes: 2 * (10_000 + 68 * 20),
  });
});
