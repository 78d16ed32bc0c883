/** Files that were dropped or chosen, read one scan at a time. */

import { EigenvoxError } from "../core/errors";
import { readScans } from "../formats/registry";
import type { Scan } from "../formats/scan-format";
import { fileOf } from "../hosts/browser-file";
import { settle, toWire } from "./outcome";
import type { FilesRead } from "./wire";

/**
 * Gives every scan in the files to `take`, which may refuse it, and tells what became of it. After `most` scans were
 * taken the rest is not read; one report tells of all of it.
 */
export async function readEach<T>(
  files: readonly File[],
  take: (scan: Scan) => T | Promise<T>,
  onRead: (read: FilesRead<T>) => void,
  most = Number.POSITIVE_INFINITY,
): Promise<void> {
  let unread = files.length;
  let taken = 0;
  for await (const result of readScans(files.map((file) => fileOf(file)))) {
    unread -= result.files.length;
    const outcome = await settle(async () => {
      if ("error" in result) throw result.error;
      return take(result);
    });
    if (outcome.ok) taken++;
    // The page is another thread: without waiting, the end of the reading could overtake the last report.
    await onRead({ name: result.name, files: result.files.length, outcome });
    if (taken < most || unread === 0) continue;
    const message = `${unread} files were not read: at most ${most} scans are opened at a time. Open them in another go.`;
    const error = toWire(new EigenvoxError("E_ARGUMENT", message));
    await onRead({ name: `${unread} more files`, files: unread, outcome: { ok: false, error } });
    return;
  }
}
