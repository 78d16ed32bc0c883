/** Files that a person gave, looked through: what a tab has no room for is refused before any of its voxels is read. */

import type { JobOptions } from "../core/progress";
import { surveyFiles } from "../formats/registry";
import type { Refusal, ScanFormat, ScanSeries, Survey } from "../formats/scan-format";
import { type GivenFile, givenFile } from "../hosts/browser-file";
import { checkTabScan } from "../jobs/limits";

export async function surveyGiven(
  files: readonly GivenFile[],
  options: JobOptions,
  formats: readonly ScanFormat[],
): Promise<Survey> {
  const found = await surveyFiles(files.map(givenFile), options, formats);
  const series: ScanSeries[] = [];
  const refused: Refusal[] = [];
  for (const one of found.series) {
    try {
      if (one.rank !== "none") checkTabScan(one.dims);
      series.push(one);
    } catch (error) {
      refused.push({ name: one.name, files: one.files, error });
    }
  }
  return { series, refused: [...refused, ...found.refused] };
}
