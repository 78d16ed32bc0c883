/** ZIP archives of scans: the files in one, and files written into a new one. */

import { EigenvoxError } from "../core/errors";
import type { JobOptions } from "../core/progress";
import { inflatedFiles } from "./intake-inflate";
import type { ScanFile, WrittenFile } from "./scan-format";
import { archiveError, memberFile, type ZipMember } from "./zip-member";

/** Archives with more files are refused: each takes a kilobyte for as long as its archive is open. */
const MOST_MEMBERS = 1 << 14;
/** So is what would have to be read at once before any file is known: the directory. */
const MOST_READ = 1 << 25;

/** Fetched when the first archive comes; without its workers and decompressors. */
const zipJs = () => import("@zip.js/zip.js/lib/zip-core-custom.js");

/**
 * The files in an archive, in its order; folders, links and hidden files are passed over, and so is what macOS puts beside
 * them. Only the directory is read: what is wrong with a file is thrown, as `E_ARCHIVE`, when that is read.
 *
 * Throws `E_ARCHIVE` for an archive that cannot be read, `E_EMPTY` for one without files, and what reading `archive`
 * throws.
 */
export async function openZip(archive: ScanFile, { signal }: JobOptions = {}): Promise<ScanFile[]> {
  const members = await readDirectory(archive, signal);
  if (members.length === 0) throw new EigenvoxError("E_EMPTY", "There are no files in the ZIP archive.");
  if (members.every(({ isEncrypted }) => isEncrypted)) {
    throw archiveError("The files in the ZIP archive are encrypted. Unpack it with its password first.");
  }
  const inflated = inflatedFiles();
  return members.map((member) => memberFile(archive, member, inflated));
}

async function readDirectory(archive: ScanFile, signal: AbortSignal | undefined): Promise<ZipMember[]> {
  const { Reader, ZipReader } = await zipJs();
  const { reading, failure } = readingOf(archive);
  const reader = Object.assign(new Reader(archive), reading);
  const members: ZipMember[] = [];
  let compressedBytes = 0;
  try {
    // Names may be anything, since nothing is written by them.
    for await (const entry of new ZipReader(reader, { filenameValidation: "tolerant" }).getEntriesGenerator()) {
      signal?.throwIfAborted();
      compressedBytes += entry.compressedSize;
      const names = namesIn(entry.filename);
      if (entry.directory || entry.symlink || names.some(isPassedOver)) continue;
      if (members.length === MOST_MEMBERS) throw archiveError(`more than ${MOST_MEMBERS} files`);
      const { uncompressedSize: size, compressedSize, compressionMethod: method, crc32 = 0, offset } = entry;
      const name = names.at(-1) ?? "unnamed";
      const path = [archive.path ?? archive.name, ...names].join("/");
      members.push({ name, path, size, compressedSize, method, isEncrypted: entry.encrypted, crc32, offset });
    }
    if (compressedBytes > archive.size) throw archiveError("its files lie over one another");
  } catch (error) {
    signal?.throwIfAborted();
    if (failure()) throw failure();
    const why = error instanceof Error ? error.message : String(error);
    throw archiveError(`The ZIP archive cannot be read: ${why}. Copy or download it again, or unpack it first.`);
  }
  return members;
}

/** How zip.js reads an archive, and what that threw. */
function readingOf(archive: ScanFile) {
  let failure: unknown;
  const reading = {
    size: archive.size,
    async readUint8Array(begin: number, length: number) {
      const end = Math.min(archive.size, begin + length);
      if (end - begin > MOST_READ) throw archiveError(`its directory has ${end - begin} bytes`);
      try {
        return await archive.slice(begin, end);
      } catch (error) {
        failure = error;
        throw error;
      }
    },
  };
  return { reading, failure: () => failure };
}

/** The names on the path; archives made on Windows may have backslashes. */
function namesIn(path: string): string[] {
  return path
    .split(/[\\/]/)
    .map((name) => name.replace(/\p{Cc}/gu, "_"))
    .filter((name) => !/^\.{0,2}$/.test(name));
}

const isPassedOver = (name: string) => name.startsWith(".") || name === "__MACOSX";

/** An archive of files, which are asked for one after the other. */
export async function zipOf(files: AsyncIterable<WrittenFile>, { signal }: JobOptions = {}): Promise<Blob> {
  const { BlobWriter, Uint8ArrayReader, ZipWriter } = await zipJs();
  const writer = new ZipWriter(new BlobWriter("application/zip"), { useWebWorkers: false });
  for await (const { name, bytes } of files) {
    signal?.throwIfAborted();
    await writer.add(name, new Uint8ArrayReader(bytes));
  }
  return writer.close();
}
