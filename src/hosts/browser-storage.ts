/**
 * Files in this browser's private storage (OPFS), which only this page can read and which a reload finds again. Nothing
 * is written here unless the person asked for it.
 */

import { EigenvoxError } from "../core/errors";

export const BROWSER_STORAGE = { store, files, remove };

/** Writes a file from its parts; an older one of the name is replaced. Throws `E_QUOTA` and leaves no half file. */
async function store(folder: string, name: string, parts: Iterable<Uint8Array<ArrayBuffer>>): Promise<void> {
  try {
    const directory = await folderOf(folder, true);
    const handle = await directory?.getFileHandle(name, { create: true });
    if (!handle) throw new Error("no storage");
    const access = await handle.createSyncAccessHandle();
    try {
      access.truncate(0);
      let at = 0;
      for (const part of parts) {
        const written = access.write(part, { at });
        if (written < part.length) throw new DOMException("The storage is full.", "QuotaExceededError");
        at += written;
      }
      access.flush();
    } finally {
      access.close();
    }
  } catch (cause) {
    await remove(folder, name);
    throw storageError(cause);
  }
}

async function files(folder: string): Promise<File[]> {
  const directory = await folderOf(folder, false);
  const found: File[] = [];
  for await (const handle of directory?.values() ?? []) {
    if (handle.kind === "file") found.push(await (handle as FileSystemFileHandle).getFile());
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Removes a file, or with `name` undefined the whole folder; what is not there is no error. */
async function remove(folder: string, name?: string): Promise<void> {
  try {
    if (name === undefined) await (await root())?.removeEntry(folder, { recursive: true });
    else await (await folderOf(folder, false))?.removeEntry(name);
  } catch (error) {
    if ((error as Error).name !== "NotFoundError") throw error;
  }
}

/** Undefined where the browser has no such storage, as in some private windows. */
async function root(): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    return await navigator.storage.getDirectory();
  } catch {
    return undefined;
  }
}

async function folderOf(name: string, create: boolean): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    return await (await root())?.getDirectoryHandle(name, { create });
  } catch (error) {
    if ((error as Error).name === "NotFoundError") return undefined;
    throw error;
  }
}

function storageError(cause: unknown): EigenvoxError {
  const isFull = (cause as Error).name === "QuotaExceededError";
  const message = isFull
    ? "This browser's storage for the page is full, so this was not kept; what is in memory is untouched. Save it as a file, or free space."
    : `This browser cannot keep files for the page (${(cause as Error).message}). Save it as a file.`;
  return new EigenvoxError("E_QUOTA", message, { cause });
}
