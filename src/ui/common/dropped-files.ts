/** The files of a drop, those in dropped folders too. */

import { ahead, FILES_AT_ONCE } from "../../core/ahead";
import type { GivenFile } from "../../session/wire";

/** All files, folders walked to the end, in the order of their paths. Hidden files are passed over in folders. */
export async function droppedFiles(transfer: DataTransfer): Promise<GivenFile[]> {
  // The items are gone once the event is over: everything is taken from them before the first wait.
  const taken = [...transfer.items]
    .filter(({ kind }) => kind === "file")
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const files: GivenFile[] = [];
  for (const { entry, file } of taken) {
    if (entry?.isDirectory) {
      for await (const given of ahead(await entriesBelow(entry), FILES_AT_ONCE, fileOf)) files.push(given);
    } else if (file) files.push({ file });
  }
  return files;
}

async function entriesBelow(entry: FileSystemEntry): Promise<FileSystemFileEntry[]> {
  if (entry.name.startsWith(".")) return [];
  if (entry.isFile) return [entry as FileSystemFileEntry];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const entries: FileSystemEntry[] = [];
  // A reader gives a folder in portions, and an empty one at its end.
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (portion.length === 0) break;
    entries.push(...portion);
  }
  const below: FileSystemFileEntry[] = [];
  for (const one of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) below.push(...(await entriesBelow(one)));
  return below;
}

/** The path is the entry's: a file that was dropped does not know its own. */
async function fileOf(entry: FileSystemFileEntry): Promise<GivenFile> {
  const file = await new Promise<File>((resolve, reject) => {
    entry.file(resolve, reject);
  });
  return { file, path: entry.fullPath.replace(/^\//, "") };
}
