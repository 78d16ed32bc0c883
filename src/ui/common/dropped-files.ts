/** The files of a drop, those in dropped folders too. */

/** All files, folders walked to the end, in the order of their paths. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  // The items are gone once the event is over: everything is taken from them before the first wait.
  const taken = [...transfer.items]
    .filter(({ kind }) => kind === "file")
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const found = taken.map(({ entry, file }) => (entry?.isDirectory ? filesBelow(entry) : file ? [file] : []));
  return (await Promise.all(found)).flat();
}

/** Hidden files, which systems leave in folders, are not what was meant. */
async function filesBelow(entry: FileSystemEntry): Promise<File[]> {
  if (entry.name.startsWith(".")) return [];
  if (entry.isFile) {
    return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const entries: FileSystemEntry[] = [];
  // A reader gives a folder in portions, and an empty one at its end.
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (portion.length === 0) break;
    entries.push(...portion);
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return (await Promise.all(entries.map(filesBelow))).flat();
}
