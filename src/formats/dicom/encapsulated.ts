/** Where the frames of compressed pixel data lie in a file. Source: DICOM PS3.5 A.4 (encapsulated pixel data). */

import { EigenvoxError } from "../../core/errors";
import type { ScanFile } from "../scan-format";
import type { PixelFormat } from "./pixel-format";

/** Bytes `begin` … `end - 1` of a file, which may have fewer. */
export interface ByteRange {
  readonly begin: number;
  readonly end: number;
}

const ITEM = 0xfffee000;
const SEQUENCE_END = 0xfffee0dd;
const ITEM_HEADER_BYTES = 8;
const UNDEFINED_LENGTH = 0xffffffff;
/** More fragments than any series has; each costs a little memory. */
const MAX_FRAGMENTS = 1 << 16;
/** Read at a time, so that many small fragments need few reads. */
const WINDOW_BYTES = 4096;

/** A reader of a few bytes here and there, of which those close to each other are read at once. */
type Reader = (at: number, count: number) => Promise<DataView>;

function readerOf(file: ScanFile): Reader {
  let first = 0;
  let held = new Uint8Array(0);
  return async (at, count) => {
    if (at < first || at + count > first + held.length) {
      held = await file.slice(at, Math.min(file.size, at + Math.max(count, WINDOW_BYTES)));
      first = at;
    }
    const bytes = held.subarray(at - first, at - first + count);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
}

/**
 * The fragments of each frame, in order: by the basic offset table where there is a sound one, else one per frame, else
 * by where codestreams begin. Fewer frames than the format gives where the file ends early; then the last one may reach
 * beyond the file's end. Throws `E_PIXELS` for a damaged structure.
 */
export async function locateFrames(file: ScanFile, pixels: PixelFormat): Promise<readonly (readonly ByteRange[])[]> {
  const read = readerOf(file);
  const { table, fragments, isComplete } = await readItems(file, read, pixels);
  if (pixels.frames === 1) return fragments.length > 0 ? [fragments] : [];
  const starts = startsByTable(table, fragments, isComplete);
  if (starts) return groupAt(starts, fragments);
  if (fragments.length === pixels.frames) return fragments.map((fragment) => [fragment]);
  const found = await startsByMarker(read, fragments);
  if (isComplete && found.length !== pixels.frames) {
    throw damaged(`${fragments.length} fragments make ${found.length} frames instead of ${pixels.frames}`);
  }
  return groupAt(found.slice(0, pixels.frames), fragments);
}

interface Items {
  /** Of frames, in bytes behind the table; empty where the file has no such table for all its frames. */
  readonly table: readonly number[];
  readonly fragments: readonly ByteRange[];
  /** False where the file ends before the pixel data does. */
  readonly isComplete: boolean;
}

async function readItems(file: ScanFile, read: Reader, { offset, frames }: PixelFormat): Promise<Items> {
  let at = offset;
  let table: readonly number[] | undefined;
  const fragments: ByteRange[] = [];
  while (at + ITEM_HEADER_BYTES <= file.size) {
    const header = await read(at, ITEM_HEADER_BYTES);
    if (header.byteLength < ITEM_HEADER_BYTES) break;
    const tag = header.getUint16(0, true) * 0x10000 + header.getUint16(2, true);
    const length = header.getUint32(4, true);
    if (tag === SEQUENCE_END) return { table: table ?? [], fragments, isComplete: true };
    if (tag !== ITEM) throw damaged(`there is no item at byte ${at}`);
    if (length === UNDEFINED_LENGTH) throw damaged(`the item at byte ${at} has no length`);
    const begin = at + ITEM_HEADER_BYTES;
    at = begin + length;
    if (table) {
      fragments.push({ begin, end: at });
      if (fragments.length > MAX_FRAGMENTS) throw damaged(`there are more than ${MAX_FRAGMENTS} fragments`);
    } else {
      table = length === 4 * frames && at <= file.size ? await readTable(file, begin, at) : [];
    }
  }
  return { table: table ?? [], fragments, isComplete: false };
}

async function readTable(file: ScanFile, begin: number, end: number): Promise<readonly number[]> {
  if (end - begin > 4 * MAX_FRAGMENTS) return [];
  const bytes = await file.slice(begin, end);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(4 * i, true));
}

/** The first fragment of each frame; undefined where the table does not fit the fragments. */
function startsByTable(
  table: readonly number[],
  fragments: readonly ByteRange[],
  isComplete: boolean,
): readonly number[] | undefined {
  const first = fragments[0];
  if (table.length === 0 || !first) return undefined;
  const indices = new Map(fragments.map(({ begin }, i) => [begin - first.begin, i]));
  const starts = table.map((offset) => indices.get(offset));
  const known = starts.filter((start) => start !== undefined);
  const isAscending = known.every((start, i) => i === 0 || start > (known[i - 1] as number));
  // Of a file that ends early the last frames have no fragments.
  const areLastMissing = !isComplete && starts.slice(known.length).every((start) => start === undefined);
  return known[0] === 0 && isAscending && (known.length === table.length || areLastMissing) ? known : undefined;
}

/** The fragments that begin as a JPEG or JPEG 2000 codestream does; all of them where none does, as with RLE. */
async function startsByMarker(read: Reader, fragments: readonly ByteRange[]): Promise<readonly number[]> {
  const starts: number[] = [];
  for (const [i, { begin, end }] of fragments.entries()) {
    const head = end - begin >= 4 ? await read(begin, 4) : undefined;
    if (!head || head.byteLength < 4) continue;
    const word = head.getUint32(0);
    if (word >>> 8 === 0xffd8ff || word === 0xff4fff51) starts.push(i);
  }
  return starts[0] === 0 ? starts : fragments.map((_, i) => i);
}

function groupAt(starts: readonly number[], fragments: readonly ByteRange[]): readonly (readonly ByteRange[])[] {
  return starts.map((start, i) => fragments.slice(start, starts[i + 1] ?? fragments.length));
}

function damaged(what: string): EigenvoxError {
  return new EigenvoxError("E_PIXELS", `The compressed pixel data is damaged: ${what}. Export the series again.`);
}
