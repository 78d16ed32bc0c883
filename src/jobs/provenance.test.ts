import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { notice } from "../core/notice";
import { testVolume } from "../core/synthetic";
import { writeScan } from "../formats/registry";
import { describeResult, describeSeries, type Provenance, trueGridFacts } from "./provenance";

const origin: Provenance = {
  method: "folded",
  factor: [2, 2, 2],
  bankTitle: "T1w",
  bankHash: "0123456789abcdef",
  software: "Eigenvox",
  adapterName: "GPU",
  seconds: 1,
};

test("a saved result says that it was computed, not acquired, and is not for diagnosis", async () => {
  const bytes = gunzipSync(
    await writeScan(
      testVolume([2, 1, 1], (x) => x),
      describeResult(origin),
    ),
  );
  expect(bytes.subarray(148, 228).toString()).toMatch(/^Eigenvox .* bank 0123456789ab, computed not acquired\0+$/);
  const extension = bytes.subarray(360, 352 + bytes.readInt32LE(352)).toString();
  expect(extension).toContain("This image was computed, not acquired. Research software, not for diagnosis.");
});

test("what was done to the result stands in its file", () => {
  const consistency = {
    degradation: "kspace",
    steps: 1,
    rmse: 1.234,
    rmseBefore: 2,
    range: 100,
    noise: undefined,
  } as const;
  const made = { ...origin, consistency, guardedShare: 0.001, fewRowsShare: 0.02, mirrored: true };
  const { description, text } = describeResult(made);
  expect(description).toContain("folded 2x +1 bank 0123456789ab");
  expect(text).toContain("Back-projection steps: 1");
  expect(text).toContain("Degraded again (kspace) it differs from the scan by: 1.23 RMS");
  expect(text).toContain("Drawn back to the range of their neighbours: 0.100 % of the voxels");
  expect(text).toContain("In classes learned from few rows: 2.000 % of the voxels");
  expect(text).toContain("Mean of the results of the scan and of its mirror images");
  expect(describeSeries(made).derivation).toContain("; mean of the results of the scan and of its mirror images;");
  expect(`${describeResult(origin).text} ${describeSeries(origin).derivation}`).not.toContain("mirror");
});

test("the file of a result of a scan that was brought to its true grid says from what to what", () => {
  const scan = testVolume([6, 4, 3], (x) => x);
  expect(trueGridFacts(scan, scan)).toEqual({});
  const { trueGrid } = trueGridFacts(
    { ...scan, spacing: [0.5, 1, 3] },
    { ...scan, dims: [4, 4, 3], spacing: [0.75, 1, 3] },
  );
  const made = { ...origin, ...(trueGrid ? { trueGrid } : {}) };
  const told = "from 6 x 4 x 3 voxels of 0.5 x 1 x 3 mm to 4 x 4 x 3 voxels of 0.75 x 1 x 3 mm";
  expect(describeResult(made).text).toContain(`Brought first to the grid on which it was sampled: ${told}`);
  expect(describeSeries(made).derivation).toContain(`brought first to the grid on which it was sampled, ${told}`);
  expect(`${describeResult(origin).text} ${describeSeries(origin).derivation}`).not.toContain("sampled");
});

test("a series says what it is for, and by which method, factor and bank it was computed", () => {
  const { title, derivation, software } = describeSeries(origin);
  expect(title).toBe("Eigenvox 2× super-resolved, research only");
  expect(derivation).toMatch(/^Computed, not acquired\. Research software, not for diagnosis\./);
  expect(derivation).toContain("method folded; factor 2 x 2 x 2");
  expect(derivation).toContain(origin.bankHash);
  expect(software).toMatch(/^Eigenvox \d/);
});

test("what no bank made is called interpolated, and its file says why", () => {
  const notices = [notice("W_SELF_NO_GAIN", "No better.")];
  const made = { ...origin, method: "tricubic", bankTitle: "", bankHash: "", notices };
  const { title, derivation } = describeSeries(made);
  expect(title).toBe("Eigenvox 2× interpolated, research only");
  expect(derivation).toContain("not for diagnosis. Interpolated: method tricubic");
  expect(`${title} ${derivation}`).not.toMatch(/super-resolved/i);
  expect(describeResult(made).text).toContain("W_SELF_NO_GAIN: No better.");
});
