/** Files that were dropped or chosen, of which every image is read, one at a time. */

import { readSeries } from "../formats/registry";
import { meantFirst, type Scan, type ScanFormat } from "../formats/scan-format";
import type { GivenFile } from "../hosts/browser-file";
import { settle } from "./outcome";
import { surveyGiven } from "./survey-given";
import type { FilesRead } from "./wire";

/**
 * Gives every image in the files to `take`, which may refuse it, and tells what became of it and of what holds none.
 * Where nothing is meant to be an image, what can be opened all the same is given.
 */
export async function readEach<T>(
  files: readonly GivenFile[],
  formats: readonly ScanFormat[],
  take: (scan: Scan) => T | Promise<T>,
  onRead: (read: FilesRead<T>) => void,
): Promise<void> {
  const { series, refused } = await surveyGiven(files, {}, formats);
  const [first] = meantFirst(series);
  // What is no image says so when it is read.
  const chosen = series.filter(({ rank }) => rank === first?.rank);
  // The page is another thread: without waiting, the end of the reading could overtake the last report.
  for (const one of chosen) {
    const outcome = await settle(async () => take(await readSeries(one, {}, formats)));
    await onRead({ name: one.name, files: one.files.length, outcome });
  }
  for (const { name, files, error } of refused) {
    const outcome = await settle<T>(() => Promise.reject(error));
    await onRead({ name, files: files.length, outcome });
  }
}
