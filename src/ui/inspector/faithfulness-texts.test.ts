import { expect, test } from "vitest";
import type { Provenance } from "../../jobs/provenance";
import { faithfulnessFacts, percent, verdictOf } from "./faithfulness-texts";

const facts = { degradation: "box", steps: 0, rmse: 0.92, rmseBefore: 0.92, range: 285 } as const;

test("a result is called the scan only when the noise of the scan covers the difference", () => {
  expect(verdictOf({ ...facts, noise: 3.14 })).toEqual({
    text: "Made coarse again it is your scan, to within a third of its noise.",
    isCaution: false,
  });
  expect(verdictOf({ ...facts, noise: 0.93 }).text).toMatch(/to within its noise\.$/);
  expect(verdictOf({ ...facts, noise: 0.5 })).toEqual({
    text: "Made coarse again it differs from your scan by 1.8 times its noise. A step of back-projection brings it closer.",
    isCaution: true,
  });
  expect(verdictOf({ ...facts, noise: 0.5, steps: 1 }).text).not.toMatch(/brings it closer/);
});

test("without a known noise nothing is called the scan", () => {
  const { text, isCaution } = verdictOf({ ...facts, noise: undefined });
  expect(text).toBe("Made coarse again it differs from your scan by 0.32 % of its range. Its noise is not known.");
  expect(isCaution).toBe(true);
});

test("numbers come with what they are of", () => {
  const trueGrid = {
    from: { dims: [6, 4, 3], spacing: [0.5, 1, 3] },
    to: { dims: [4, 4, 3], spacing: [0.75, 1, 3] },
  } as const;
  const provenance = {
    method: "folded",
    trueGrid,
    consistency: { ...facts, noise: 3.14, steps: 1, rmseBefore: 1.4 },
    guardedShare: 0.00171,
    fewRowsShare: 0.02,
  } as Provenance;
  const texts = new Map(faithfulnessFacts(provenance));
  expect(texts.get("True grid")).toBe(
    "brought first from 6 × 4 × 3 voxels of 0.50 × 1.00 × 3.00 mm to 4 × 4 × 3 voxels of 0.75 × 1.00 × 3.00 mm",
  );
  expect(texts.get("Difference")).toBe("0.92 RMS in the scan's units, 0.32 % of its range, made coarse by box");
  expect(texts.get("Noise")).toBe("about 3.1 in the scan's units");
  expect(texts.get("Corrected")).toBe("1 step of back-projection; 1.4 RMS before");
  expect(texts.get("Guarded")).toBe("0.17 % of voxels drawn back to their neighbours’ range");
  expect(texts.get("Seldom seen")).toMatch(/^2 % of voxels in classes learned from fewer than \d+ examples/);
});

test("small shares keep two digits", () => {
  expect([0.00171, 0.5, 0, 1e-7].map(percent)).toEqual(["0.17 %", "50 %", "0 %", "less than 0.001 %"]);
});
