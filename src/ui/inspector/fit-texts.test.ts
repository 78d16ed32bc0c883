import { expect, test } from "vitest";
import { fitText, signedDb } from "./fit-texts";

test("what was measured is said, and marked where it is below interpolation or clearly behind the best", () => {
  expect(fitText(1.31, 1.5, undefined)).toEqual({
    text: "+1.3 dB over interpolation on this scan made coarse",
    isCaution: false,
  });
  expect(fitText(1.1, 1.5, undefined)).toEqual({
    text: "+1.1 dB over interpolation on this scan made coarse; 0.4 dB behind the best here",
    isCaution: true,
  });
  expect(fitText(0.01, 0.2, undefined)?.text).toBe("no better than plain interpolation on this scan made coarse");
  const harmful = fitText(-0.42, 1, undefined);
  expect(harmful?.isCaution).toBe(true);
  expect(harmful?.text).toMatch(/^−0.4 dB: below plain interpolation/);
});

test("another contrast is marked whatever was measured, and nothing is said where nothing is known", () => {
  expect(fitText(undefined, undefined, undefined)).toBeUndefined();
  expect(fitText(undefined, 1, "learned from T1w scans")).toEqual({
    text: "May not fit: learned from T1w scans",
    isCaution: true,
  });
  expect(fitText(0.9, 1, "learned from T1w scans")).toEqual({
    text: "May not fit: learned from T1w scans. +0.9 dB over interpolation on this scan made coarse",
    isCaution: true,
  });
});

test("gains have signs, nothing has none", () => {
  expect([0.04, -0.04, 0.25, -1].map(signedDb)).toEqual(["0.0", "0.0", "+0.3", "−1.0"]);
});
