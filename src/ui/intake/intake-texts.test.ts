/** Series in files, in words. */

import { afterEach, expect, test } from "vitest";
import { notice } from "../../core/notice";
import { activateLanguage } from "../../text/text";
import { moreOf, moreText, seriesFacts, warningNames } from "./intake-texts";

const stack = {
  dims: [256, 256, 30],
  spacing: [0.71875, 0.71875, 5],
  frames: 1,
  count: 30,
} as const;

afterEach(() => void activateLanguage("en"));

test("a stack of images says how many they are", () => {
  expect(seriesFacts(stack)).toEqual(["256 × 256 × 30", "0.72 × 0.72 × 5.00 mm", "30 images"]);
  expect(seriesFacts({ ...stack, frames: 4, count: 120 }).slice(2)).toEqual(["120 images", "4 frames"]);
  expect(seriesFacts({ ...stack, dims: [256, 256, 1], count: 1 }).slice(2)).toEqual(["1 image"]);
});

test("a file that holds a volume is no image of a stack", () => {
  expect(seriesFacts({ ...stack, count: 1 })).toEqual(["256 × 256 × 30", "0.72 × 0.72 × 5.00 mm"]);
});

test("warnings are named once each, in the person's language", () => {
  const notices = [notice("W_UNEVEN", "by 0.3 mm"), notice("W_DERIVED", "MPR"), notice("W_UNEVEN", "again")];
  expect(warningNames(notices)).toBe("Uneven slices, Derived");
  activateLanguage("ko");
  expect(warningNames(notices)).toBe("고르지 않은 간격, 파생 영상");
});

test("where no series is left, what was skipped is spoken of", () => {
  expect([moreText(3), moreText(0)]).toEqual(["3 more", "Skipped"]);
  expect([moreOf("cd.zip", 3), moreOf("cd.zip", 0)]).toEqual(["Series of cd.zip (3 more)", "Skipped files of cd.zip"]);
});
