/** Files of the deflated transfer syntax, as if their data set were not deflated. Source: DICOM PS3.5 A.5, RFC 1951. */

import {
  Z_BUF_ERROR,
  Z_NO_FLUSH,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibInflate,
  zlibInflateEnd,
  zlibInflateInit2,
} from "pako";
import { EigenvoxError } from "../../core/errors";
import { joined } from "../../core/joined";
import { maxGunzippedBytes } from "../gzip";
import type { ScanFile } from "../scan-format";

/** zlib's way of saying: a 32 KiB window, no header. */
const RAW_WINDOW_BITS = -15;
/** Read, and inflated, at a time. */
const PIECE_BYTES = 1 << 16;
/** The longest array that can be. */
const MOST_BYTES = 2 ** 31 - 1;

/** Of the files that are inflated as they are read: how many bytes that part has in them. */
const deflated = new WeakMap<ScanFile, number>();

/** Undefined for a file that is not deflated. */
export const deflatedBytes = (file: ScanFile): number | undefined => deflated.get(file);

/**
 * The file with what follows its byte `begin` inflated. Its `size` is the most that it can hold; no more memory is taken
 * than it does. Reading throws `E_TRUNCATED` or `E_BAD_HEADER` where the file is cut short or damaged before the bytes
 * asked for.
 */
export function inflatedFile(file: ScanFile, begin: number): ScanFile {
  const size = begin + maxGunzippedBytes(file.size - begin);
  const slice = async (first: number, end: number) => {
    const raw = await file.slice(first, Math.min(end, begin));
    if (end <= begin) return raw;
    return joined([raw, ...(await inflate(file, begin, Math.max(0, first - begin), end - begin))]);
  };
  const bytes = () => slice(0, Math.min(size, MOST_BYTES));
  const inflated = { name: file.name, path: file.path, size, slice, bytes };
  deflated.set(inflated, file.size - begin);
  return inflated;
}

/** Bytes `first` … `end - 1` of what the file holds deflated from its byte `begin` on. */
async function inflate(file: ScanFile, begin: number, first: number, end: number): Promise<Uint8Array[]> {
  const stream = new ZStream();
  zlibInflateInit2(stream, RAW_WINDOW_BITS);
  const kept: Uint8Array[] = [];
  let [read, inflated] = [begin, 0];
  try {
    while (inflated < end) {
      if (stream.avail_in === 0) {
        const input = await file.slice(read, Math.min(file.size, read + PIECE_BYTES));
        if (input.length === 0) throw cutShort(file);
        read += input.length;
        Object.assign(stream, { input, next_in: 0, avail_in: input.length });
      }
      const output = new Uint8Array(Math.min(PIECE_BYTES, end - inflated));
      Object.assign(stream, { output, next_out: 0, avail_out: output.length });
      const status = zlibInflate(stream, Z_NO_FLUSH);
      const made = stream.next_out;
      if (inflated + made > first) kept.push(output.subarray(Math.max(0, first - inflated), made));
      inflated += made;
      if (status === Z_STREAM_END) break;
      if (status !== Z_OK && status !== Z_BUF_ERROR) throw damaged(stream.msg || `zlib status ${status}`);
    }
  } finally {
    zlibInflateEnd(stream);
  }
  return kept;
}

const cutShort = ({ size }: ScanFile) =>
  new EigenvoxError(
    "E_TRUNCATED",
    `The file is cut short after ${size} bytes, inside its deflated part. Copy it again.`,
  );

const damaged = (why: string) =>
  new EigenvoxError("E_BAD_HEADER", `The deflated part of the file is damaged (${why}). Copy it again.`);
