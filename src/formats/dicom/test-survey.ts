/** What tests ask of surveys of DICOM. */

import { expect } from "vitest";
import { EigenvoxError } from "../../core/errors";
import type { ScanFile, ScanSeries } from "../scan-format";
import { dicomFormat } from "./format";

/** The code of what files were refused with, which must be one that a person can be told. */
export function expectRefusal(error: unknown): string {
  if (!(error instanceof EigenvoxError)) throw error;
  expect(error.message.length).toBeGreaterThan(20);
  return error.code;
}

/** All series of the files; none of them may be refused. */
export async function seriesIn(files: readonly ScanFile[]): Promise<readonly ScanSeries[]> {
  const { series, refused } = await dicomFormat().survey(files);
  expect(refused.map(({ error }) => expectRefusal(error))).toEqual([]);
  return series;
}

/** The only one. */
export async function onlySeries(files: readonly ScanFile[]): Promise<ScanSeries> {
  const series = await seriesIn(files);
  expect(series).toHaveLength(1);
  return series[0] as ScanSeries;
}

export const codes = ({ notices }: Pick<ScanSeries, "notices">): string[] => notices.map(({ code }) => code);
