/** What lies in files that hold other files: members of ZIP archives, and DICOM that was compressed as a whole. */

import { ahead, FILES_AT_ONCE } from "../core/ahead";
import { EigenvoxError } from "../core/errors";
import type { JobOptions } from "../core/progress";
import { isDicom } from "./dicom/sniff";
import { isGzip, maxGunzippedBytes } from "./gzip";
import { inflating } from "./intake-inflate";
import { type Refusal, type ScanFile, SNIFFED_BYTES } from "./scan-format";
import { sniffedHead } from "./sniffed-head";
import { archiveMeans, openZip } from "./zip";
import { archiveError } from "./zip-member";

/** A file that holds no other. */
export interface OpenedFile {
  readonly file: ScanFile;
  /** By which formats tell whether they want it. */
  readonly head: Uint8Array<ArrayBuffer>;
}

/**
 * The files themselves, in their order; in place of an archive what is in it, and in place of compressed DICOM its
 * content. Tells by content, not by names. What cannot be read or opened is refused.
 */
export async function* openContainers(
  files: readonly ScanFile[],
  { signal, onProgress }: JobOptions = {},
): AsyncGenerator<OpenedFile | Refusal, void> {
  const means = archiveMeans();
  // Not that of the archives, whose files it may read: it would wait for itself.
  const inflated = inflating();
  const openAhead = (some: readonly ScanFile[]) => ahead(some, FILES_AT_ONCE, (file) => open(file, inflated));
  const report = (done: number) => {
    signal?.throwIfAborted();
    onProgress?.({ stage: "Looking through the files", fraction: files.length === 0 ? 1 : done / files.length });
  };
  let done = 0;
  for await (const opened of openAhead(files)) {
    report(done);
    const members = isArchive(opened) ? await membersOf(opened.archive, signal, means) : opened;
    if (!Array.isArray(members)) yield members;
    else {
      let at = 0;
      for await (const member of openAhead(members)) {
        report(done + at++ / members.length);
        yield isArchive(member) ? refusal(member.archive, nestedError()) : member;
      }
    }
    done++;
  }
  report(done);
}

interface Archive {
  readonly archive: ScanFile;
}

const isArchive = (opened: OpenedFile | Refusal | Archive): opened is Archive => "archive" in opened;

const refusal = (file: ScanFile, error: unknown): Refusal => ({ name: file.name, files: [file], error });

/** Archives are left to be opened one at a time. */
async function open(file: ScanFile, inflated: ReturnType<typeof inflating>): Promise<OpenedFile | Refusal | Archive> {
  try {
    const head = await file.slice(0, SNIFFED_BYTES);
    // What stands before DICOM's mark is anybody's: it may look like an archive.
    if (isDicom(head)) return { file, head };
    if (isZip(head)) return { archive: file };
    if (!isGzip(head)) return { file, head };
    const content = await sniffedHead(file, SNIFFED_BYTES);
    if (!isDicom(content)) return { file, head: content };
    return { file: await gunzipped(file, content.length, inflated), head: content };
  } catch (error) {
    return refusal(file, error);
  }
}

async function membersOf(
  archive: ScanFile,
  signal: AbortSignal | undefined,
  means: ReturnType<typeof archiveMeans>,
): Promise<ScanFile[] | Refusal> {
  try {
    return await openZip(archive, { signal }, means);
  } catch (error) {
    signal?.throwIfAborted();
    return refusal(archive, error);
  }
}

const nestedError = () => archiveError("This is a ZIP archive in a ZIP archive. Unpack the outer one first.");

/** Where the first file's name stands in an archive, and those with which documents and programs begin. */
const FIRST_NAME = 30;
const NAMES_OF_OTHERS = ["[Content_Types].xml", "_rels/", "docProps/", "mimetype", "META-INF/"];

/** A ZIP archive, but for documents and programs, which are archives too. */
function isZip(head: Uint8Array): boolean {
  if (hasText(head, 0, EMPTY_ARCHIVE)) return true;
  return hasText(head, 0, ARCHIVE) && !NAMES_OF_OTHERS.some((name) => hasText(head, FIRST_NAME, name));
}

const [ARCHIVE, EMPTY_ARCHIVE] = ["PK\x03\x04", "PK\x05\x06"];

const hasText = (bytes: Uint8Array, at: number, text: string) =>
  Array.from(text).every((character, i) => bytes[at + i] === character.charCodeAt(0));

/** The size is the one that the gzip file says of its content; reading all of that checks it. */
async function gunzipped(file: ScanFile, leastSize: number, inflated: ReturnType<typeof inflating>): Promise<ScanFile> {
  const trailer = await file.slice(file.size - 4, file.size);
  const size = new DataView(trailer.buffer, trailer.byteOffset, trailer.length).getUint32(0, true);
  const damaged = (why: string) =>
    new EigenvoxError("E_GZIP", `The gzip file is damaged: ${why}. Copy or download it again.`);
  if (size < leastSize || size > maxGunzippedBytes(file.size))
    throw damaged(`${file.size} bytes cannot be ${size} bytes decompressed`);
  const content = { size, damaged, read: (begin: number, end: number) => file.slice(begin, end) };
  return {
    name: file.name,
    path: file.path,
    size,
    slice: (begin, end) => inflated.slice(content, begin, end),
    bytes: () => inflated.bytes(content),
  };
}
