/** Files that were dropped or chosen, read one scan at a time. */

import { readScans } from "../formats/registry";
import type { Scan } from "../formats/scan-format";
import { fileOf } from "../hosts/browser-file";
import { settle } from "./outcome";
import type { FilesRead } from "./wire";

/** Gives every scan in the files to `take`, which may refuse it, and tells what became of it. */
export async function readEach<T>(
  files: readonly File[],
  take: (scan: Scan) => T,
  onRead: (read: FilesRead<T>) => void,
): Promise<void> {
  for await (const result of readScans(files.map((file) => fileOf(file)))) {
    const outcome = await settle(async () => {
      if ("error" in result) throw result.error;
      return take(result);
    });
    // The page is another thread: without waiting, the end of the reading could overtake the last report.
    await onRead({ name: result.name, files: result.files.length, outcome });
  }
}
