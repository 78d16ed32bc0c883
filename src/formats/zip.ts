/** ZIP archives of scans: the files in one, and files written into a new one. */

import { EigenvoxError } from "../core/errors";
import type { JobOptions } from "../core/progress";
import { inflating } from "./intake-inflate";
import { nearbyReads } from "./nearby-reads";
import type { ScanFile, WrittenFile } from "./scan-format";
import { entriesIn, isDirectory } from "./zip-directory";
import { type Archive, archiveError, MemberFile } from "./zip-member";

/** Archives with more files are refused: each takes half a kilobyte for as long as its archive is open. */
const MOST_MEMBERS = 1 << 14;
/** So is what would have to be read at once before any file is known: the directory. */
const MOST_READ = 1 << 23;

/** What reads the files of archives; those opened with the same take its memory once, however many they are. */
export const archiveMeans = () => ({ inflated: inflating(), nearby: nearbyReads() });

type ArchiveMeans = ReturnType<typeof archiveMeans>;

/** Fetched when the first archive comes; without its workers and decompressors. */
const zipJs = () => import("@zip.js/zip.js/lib/zip-core-custom.js");

/**
 * The files in an archive, in its order; folders, links and hidden files are passed over, and so is what macOS puts beside
 * them. Only the directory is read: what is wrong with a file is thrown, as `E_ARCHIVE`, when that is read.
 *
 * Throws `E_ARCHIVE` for an archive that cannot be read, `E_EMPTY` for one without files, and what reading `archive`
 * throws.
 */
export async function openZip(
  archive: ScanFile,
  { signal }: JobOptions = {},
  means: ArchiveMeans = archiveMeans(),
): Promise<ScanFile[]> {
  const { inflated, nearby } = means;
  const members = await readDirectory(archive, { ...nearby(archive), inflated }, signal);
  if (members.length === 0) throw new EigenvoxError("E_EMPTY", "There are no files in the ZIP archive.");
  if (members.every(({ isEncrypted }) => isEncrypted)) {
    throw archiveError("The files in the ZIP archive are encrypted. Unpack it with its password first.");
  }
  return members;
}

async function readDirectory(
  archive: ScanFile,
  source: Archive,
  signal: AbortSignal | undefined,
): Promise<MemberFile[]> {
  const { reading, failure, directory } = readingOf(archive);
  const members: MemberFile[] = [];
  let compressedBytes = 0;
  try {
    const { count, firstOffset } = await findDirectory(reading);
    let shift: number | undefined;
    for (const { path, isFile, entry } of entriesIn(directory(), count)) {
      signal?.throwIfAborted();
      shift ??= firstOffset - entry.offset;
      compressedBytes += entry.compressedSize;
      const names = namesIn(path);
      if (!isFile || names.some(isPassedOver)) continue;
      if (members.length === MOST_MEMBERS) throw archiveError(`more than ${MOST_MEMBERS} files`);
      const whole = [archive.path ?? archive.name, ...names].join("/");
      const { length } = names.at(-1) ?? "";
      // A part of the whole path, so that the characters are there once.
      const name = length === 0 ? "unnamed" : whole.slice(-length);
      members.push(new MemberFile(name, whole, entry, shift, source));
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

/**
 * Has zip.js look for the directory, which is work for one who knows every kind of archive, and read its first entry: how
 * many there are, and where the first one's local header lies, which may be elsewhere than its entry says.
 */
async function findDirectory(reading: Reading): Promise<{ count: number; firstOffset: number }> {
  const { Reader, ZipReader } = await zipJs();
  const reader = Object.assign(new Reader(reading), reading);
  let count = 0;
  const onprogress = (_: number, total: number) => {
    count = total;
  };
  // Names may be anything, since nothing is written by them.
  const zip = new ZipReader(reader, { filenameValidation: "tolerant" });
  for await (const { offset } of zip.getEntriesGenerator({ onprogress })) return { count, firstOffset: offset };
  return { count, firstOffset: 0 };
}

type Reading = ReturnType<typeof readingOf>["reading"];

/** How zip.js reads an archive, what that threw, and the directory that it found. */
function readingOf(archive: ScanFile) {
  let failure: unknown;
  let directory: Uint8Array = new Uint8Array(0);
  const reading = {
    size: archive.size,
    async readUint8Array(begin: number, length: number) {
      const end = Math.min(archive.size, begin + length);
      if (end - begin > MOST_READ) throw archiveError(`its directory has ${end - begin} bytes`);
      try {
        const bytes = await archive.slice(begin, end);
        // What it reads last is what it believes.
        if (isDirectory(bytes)) directory = bytes;
        return bytes;
      } catch (error) {
        failure = error;
        throw error;
      }
    },
  };
  return { reading, failure: () => failure, directory: () => directory };
}

/** The names on the path; archives made on Windows may have backslashes. */
function namesIn(path: string): string[] {
  return path
    .replace(/\p{Cc}/gu, "_")
    .split(/[\\/]/)
    .filter((name) => name !== "" && name !== "." && name !== "..");
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
