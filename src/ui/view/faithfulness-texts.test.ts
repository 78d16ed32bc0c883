import { expect, test } from "vitest";
import { consistencyText, percent } from "./faithfulness-texts";

const facts = { degradation: "box", steps: 0, rmse: 0.92, rmseBefore: 0.92, range: 285 } as const;

test("a result is called consistent only when the noise of the scan covers the difference", () => {
  expect(consistencyText({ ...facts, noise: 3.14 })).toBe(
    "Consistent with the scan to 0.32 % of its range (RMS 0.92), made coarse again (box): within its noise, about 3.1",
  );
  expect(consistencyText({ ...facts, noise: 0.5 })).toMatch(/^Differs from the scan by 0.32 % .* more than its noise/);
  expect(consistencyText({ ...facts, noise: undefined })).toMatch(/^Differs .* its noise is not known$/);
});

test("small shares keep two digits", () => {
  expect([0.00171, 0.5, 0, 1e-7].map(percent)).toEqual(["0.17 %", "50 %", "0 %", "less than 0.001 %"]);
});
