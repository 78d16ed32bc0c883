/** Files that were dropped or chosen, of which every image is read, one at a time. */

import { EigenvoxError } from "../core/errors";
import { readSeries, surveyFiles } from "../formats/registry";
import type { Scan, ScanFormat, ScanSeries } from "../formats/scan-format";
import { type GivenFile, givenFile } from "../hosts/browser-file";
import { settle } from "./outcome";
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
  const { series, refused } = await surveyFiles(files.map(givenFile), {}, formats);
  const ranked = (rank: ScanSeries["rank"]) => series.filter((one) => one.rank === rank);
  const [images, minor, none] = [ranked("image"), ranked("minor"), ranked("none")];
  const chosen = images.length > 0 ? images : minor;
  // The page is another thread: without waiting, the end of the reading could overtake the last report.
  for (const one of chosen) {
    const outcome = await settle(async () => take(await readSeries(one, {}, formats)));
    await onRead({ name: one.name, files: one.files.length, outcome });
  }
  const others = chosen.length > 0 ? [] : none.map(noImage);
  for (const { name, files, error } of [...others, ...refused]) {
    const outcome = await settle<T>(() => Promise.reject(error));
    await onRead({ name, files: files.length, outcome });
  }
}

const noImage = ({ name, files, notices: [first] }: ScanSeries) => ({
  name,
  files,
  error: new EigenvoxError("E_NOT_IMAGE", first?.text ?? "This is no image."),
});
