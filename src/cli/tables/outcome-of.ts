/** What becomes of a file that is opened as the page opens it. */

import { EigenvoxError } from "../../core/errors";
import { readSeries, surveyFiles } from "../../formats/registry";
import type { ScanFile } from "../../formats/scan-format";
import { checkTabScan } from "../../jobs/limits";

/** "opened", or the code that it is refused with. */
export async function outcomeOf(file: ScanFile): Promise<string> {
  try {
    const { series, refused } = await surveyFiles([file]);
    if (refused[0]) throw refused[0].error;
    for (const one of series) {
      checkTabScan(one.dims);
      await readSeries(one);
    }
    return "opened";
  } catch (error) {
    if (error instanceof EigenvoxError) return error.code;
    throw error;
  }
}
