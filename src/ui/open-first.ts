/** Files that a person hands over. */

import { openFile } from "../state/actions";
import { notify } from "../state/notice-store";

/** Opens the first file and says so when there were more. */
export function openFirst(files: FileList | null | undefined): void {
  const first = files?.[0];
  if (!first) return;
  if (files.length > 1) {
    const message = `${files.length} files were given; one is opened at a time. The first, ${first.name}, is opened.`;
    notify("Open files", { code: "E_ARGUMENT", message });
  }
  void openFile(first);
}
