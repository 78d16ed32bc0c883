/** Scans' files as Node reads them from disk. */

import { type FileHandle, open, readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { EigenvoxError } from "../core/errors";
import type { ScanFile } from "../formats/scan-format";

/** Nothing is held open between reads. Throws `E_NOT_FOUND`, and so does reading. */
export async function fileAt(path: string): Promise<ScanFile> {
  return fileOf(path, (await attempt(() => stat(path))).size);
}

/**
 * All files below a folder, in the order of their names, or the one file itself. Hidden files, and what is neither file
 * nor folder, are passed over; a folder that links lead to again is walked once. A file that is there but cannot be looked
 * at, as a link to nothing, throws when it is read. Throws `E_NOT_FOUND` for a path that cannot be read at all.
 */
export async function filesBelow(path: string): Promise<ScanFile[]> {
  const { size, isFolder } = await look(path);
  if (!isFolder) return [fileOf(path, size)];
  const files: ScanFile[] = [];
  for await (const file of walk(path, basename(resolve(path)), new Set())) files.push(file);
  return files;
}

async function* walk(folder: string, below: string, walked: Set<string>): AsyncGenerator<ScanFile, void> {
  const [real, names] = await attempt(() => Promise.all([realpath(folder), readdir(folder)]));
  if (walked.has(real)) return;
  walked.add(real);
  for (const name of names.filter((one) => !one.startsWith(".")).sort()) {
    const path = join(folder, name);
    const pathBelow = `${below}/${name}`;
    try {
      const { size, isFile, isFolder } = await look(path);
      if (isFolder) yield* walk(path, pathBelow, walked);
      else if (isFile) yield fileOf(path, size, pathBelow);
    } catch (error) {
      const fail = () => Promise.reject(error);
      yield { ...fileOf(path, 0, pathBelow), slice: fail, bytes: fail };
    }
  }
}

async function look(path: string) {
  const stats = await attempt(() => stat(path));
  return { size: stats.size, isFile: stats.isFile(), isFolder: stats.isDirectory() };
}

function fileOf(path: string, size: number, pathBelow?: string): ScanFile {
  return {
    name: basename(path),
    path: pathBelow,
    size,
    slice: (begin, end) => attempt(() => readPart(path, begin, Math.min(end, size))),
    bytes: () => attempt(() => readWhole(path)),
  };
}

async function readPart(path: string, begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(Math.max(0, end - begin));
  const file: FileHandle = await open(path);
  try {
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length, begin + length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}

async function readWhole(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const { buffer, byteOffset, byteLength } = await readFile(path);
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}

/** Makes an `E_NOT_FOUND` of what the system says. */
async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new EigenvoxError("E_NOT_FOUND", `cannot be read (${code}).`, { cause });
  }
}
