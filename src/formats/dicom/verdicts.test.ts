import { expect, test } from "vitest";
import type { EigenvoxError } from "../../core/errors";
import { formatsWith, surveyFiles } from "../registry";
import { PATIENT } from "./test-dicom";
import { VERDICTS } from "./test-verdicts";

/** Surveys decode nothing, but list compressed pixels only where something can. */
const FORMATS = formatsWith(() => Promise.reject(new Error("nothing is to be decoded")));

test.each(Object.entries(VERDICTS))("%s", async (_, verdict) => {
  const { series, refused } = await surveyFiles(verdict.files(), {}, FORMATS);
  const found = series.map(({ rank, dims, count, notices }) => [
    rank,
    rank === "none" ? "" : dims.join("×"),
    count,
    ...notices.map(({ code }) => code),
  ]);
  expect(found).toEqual(verdict.series);
  expect(refused.map(({ error }) => (error as EigenvoxError).code)).toEqual(verdict.skipped ?? []);
  const told = JSON.stringify({ series: series.map(({ files, origin, ...told }) => told), refused });
  for (const secret of Object.values(PATIENT)) expect(told).not.toContain(secret);
});
