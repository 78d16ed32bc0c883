/** What the directory of a ZIP archive says of its files. Source: PKWARE's APPNOTE 6.3.10, 4.3.12, 4.4 and 4.5.3. */

import { zipName } from "./zip-name";

/** What is kept of it for as long as the archive is open. */
export interface DirectoryEntry {
  /** Bytes, decompressed. */
  readonly size: number;
  readonly compressedSize: number;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc32: number;
  /** Of the local header, as it stands there: from where the archive begins, which may be inside a file. */
  readonly offset: number;
}

interface FoundEntry {
  /** With the folders before it, as it stands there. */
  readonly path: string;
  /** False for folders and links. */
  readonly isFile: boolean;
  readonly entry: DirectoryEntry;
}

const SIGNATURE = 0x02014b50;
/** Up to its name. */
const HEADER_BYTES = 46;
const ENCRYPTED = 1;
const ZIP64 = 0x0001;
/** Archives with more files than the directory's end has room to count say the rest of the division by this. */
const COUNTED = 1 << 16;
const MADE_BY_UNIX_OR_DOS = { folder: 0x4000, link: 0xa000, type: 0xf000, dosFolder: 0x10 };

/** True for bytes that may be a directory. */
export const isDirectory = (bytes: Uint8Array) =>
  bytes.length >= HEADER_BYTES && viewOf(bytes).getUint32(0, true) === SIGNATURE;

/**
 * The entries, one after the other, so that no more is held of them than who asks wants to keep; zip.js makes kilobytes
 * of each, which stay for long. `count` as the directory's end says it. Throws where there are fewer.
 */
export function* entriesIn(directory: Uint8Array, count: number): Generator<FoundEntry, void> {
  const view = viewOf(directory);
  const found = countRecords(view);
  if (found < count) throw new Error("Central directory header not found");
  const wanted = (found - count) % COUNTED === 0 ? found : count;
  let at = 0;
  for (let i = 0; i < wanted; i++) {
    yield entryAt(directory, view, at);
    at += recordLength(view, at);
  }
}

function countRecords(view: DataView): number {
  let count = 0;
  for (let at = 0; at + HEADER_BYTES <= view.byteLength && view.getUint32(at, true) === SIGNATURE; count++)
    at += recordLength(view, at);
  return count;
}

const recordLength = (view: DataView, at: number) =>
  HEADER_BYTES + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);

function entryAt(directory: Uint8Array, view: DataView, at: number): FoundEntry {
  const nameEnds = at + HEADER_BYTES + view.getUint16(at + 28, true);
  const flags = view.getUint16(at + 8, true);
  const extra = directory.subarray(nameEnds, nameEnds + view.getUint16(at + 30, true));
  const path = zipName(directory.subarray(at + HEADER_BYTES, nameEnds), flags, (type) => fieldIn(extra, type));
  const attributes = view.getUint32(at + 38, true);
  const sizes = [24, 20, 42].map((field) => view.getUint32(at + field, true));
  const [size = 0, compressedSize = 0, offset = 0] = withZip64(sizes, extra);
  const isFile = !path.endsWith("/") && isFileBy(attributes, view.getUint8(at + 5));
  const method = view.getUint16(at + 10, true);
  const isEncrypted = (flags & ENCRYPTED) !== 0;
  return {
    path,
    isFile,
    entry: { size, compressedSize, method, isEncrypted, crc32: view.getUint32(at + 16, true), offset },
  };
}

/** By what systems say of it: Unix in the upper half, DOS in the lower. */
function isFileBy(attributes: number, system: number): boolean {
  const { folder, link, type, dosFolder } = MADE_BY_UNIX_OR_DOS;
  const unix = (attributes >>> 16) & type;
  return unix !== folder && unix !== link && !(system === 0 && (attributes & dosFolder) !== 0);
}

/** Numbers that need more than four bytes stand in an extra field, those only. What lacks there is left as it is. */
function withZip64(numbers: readonly number[], extra: Uint8Array): readonly number[] {
  const isLong = (number: number) => number === 2 ** 32 - 1;
  const field = numbers.some(isLong) ? fieldIn(extra, ZIP64) : undefined;
  if (!field || field.length < 8 * numbers.filter(isLong).length) return numbers;
  const view = viewOf(field);
  let at = -8;
  return numbers.map((number) => {
    if (!isLong(number)) return number;
    at += 8;
    return Number(view.getBigUint64(at, true));
  });
}

/** The last of its type. */
function fieldIn(extra: Uint8Array, type: number): Uint8Array | undefined {
  const view = viewOf(extra);
  let found: Uint8Array | undefined;
  for (let at = 0; at + 4 <= extra.length; ) {
    const ends = at + 4 + view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === type) found = extra.subarray(at + 4, ends);
    at = ends;
  }
  return found;
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) => new DataView(buffer, byteOffset, byteLength);
