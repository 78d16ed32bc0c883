/** Bounded reading of gzip files (RFC 1952): any number of members, each checked, and no more output than asked for. */

import { Z_BUF_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, type ZStream, zlibInflate, zlibInflateReset } from "pako";
import { EigenvoxError } from "../core/errors";
import { inflateStream, type WINDOW_BITS } from "./inflate-stream";

/** The most that DEFLATE can expand: 258 bytes from 2 bits. */
const MAX_RATIO = 1032;

/** True when the bytes begin as a gzip file does. */
export function isGzip(bytes: Uint8Array, at = 0): boolean {
  return bytes[at] === 0x1f && bytes[at + 1] === 0x8b;
}

/** An upper bound of the bytes that this many bytes of gzip or zlib data can hold. */
export function maxGunzippedBytes(compressedBytes: number): number {
  return compressedBytes * MAX_RATIO;
}

/** Piece in which bytes are decompressed that nobody wants. */
const SKIPPED_BYTES = 1 << 16;

/** What was unpacked. */
export interface Unpacked {
  /** Bytes, those before the ones wanted included. */
  readonly bytes: number;
  /** What there is behind the last byte wanted: more to be unpacked, or so many bytes that are none of the packed data. */
  readonly behind: "nothing" | "more" | number;
}

/**
 * Decompresses gzip data into `out`, from its byte `first` on: fewer than `first + out.length` bytes only when there are
 * no more. Every member read to its end has its checksum and length verified; one that goes on when `out` is full is not
 * read further. Bytes after the last member (padding) are not read. Of zlib data (RFC 1950) the same, but there is one
 * member only.
 *
 * The platform's `DecompressionStream` cannot do this: in Chromium a second member or padding is an error to it.
 *
 * Throws `E_GZIP` for damaged data and `E_TRUNCATED` when it ends inside a member.
 */
export function gunzipInto(
  source: Uint8Array,
  out: Uint8Array<ArrayBuffer>,
  first = 0,
  kind: keyof typeof WINDOW_BITS = "gzip",
): Unpacked {
  const stream = shared.begin(kind);
  Object.assign(stream, { input: source, next_in: 0, avail_in: source.length });
  try {
    return inflateInto(stream, source, out, first, kind);
  } finally {
    shared.release();
  }
}

/** Nothing waits inside `gunzipInto`: one stream is enough for all that call it. */
const shared = inflateStream();

function inflateInto(
  stream: ZStream,
  source: Uint8Array,
  out: Uint8Array<ArrayBuffer>,
  first: number,
  kind: keyof typeof WINDOW_BITS,
): Unpacked {
  const skipped = new Uint8Array(Math.min(first, SKIPPED_BYTES));
  /** Bytes decompressed before those that `output` has room for. */
  let before = 0;
  const writeTo = (output: Uint8Array<ArrayBuffer>) =>
    Object.assign(stream, { output, next_out: 0, avail_out: output.length });
  const target = () => (before < first ? skipped.subarray(0, Math.min(skipped.length, first - before)) : out);
  writeTo(target());
  for (;;) {
    const status = zlibInflate(stream, Z_NO_FLUSH);
    if (status === Z_STREAM_END) {
      const isFull = stream.avail_out === 0 && before >= first;
      const bytes = before + stream.next_out;
      if (kind !== "gzip" || !isGzip(source, stream.next_in)) return { bytes, behind: stream.avail_in || "nothing" };
      if (isFull) return { bytes, behind: behindOf(stream, source) };
      zlibInflateReset(stream);
    } else if (status !== Z_OK && status !== Z_BUF_ERROR) {
      throw new EigenvoxError(
        "E_GZIP",
        `The ${kind} data is damaged: ${stream.msg || `zlib status ${status}`}. Copy or download it again.`,
      );
    } else if (stream.avail_in === 0) {
      // Asked before whether `out` is full: all content may be there, but not the checksum behind it.
      throw new EigenvoxError(
        "E_TRUNCATED",
        `The ${kind} data is cut short after ${source.length} bytes. Copy or download it again.`,
      );
    } else if (stream.avail_out === 0) {
      if (before >= first) return { bytes: before + stream.next_out, behind: "more" };
      before += stream.next_out;
      writeTo(target());
    }
  }
}

/** What follows the members that were wanted; what cannot be decompressed is none of the data. */
function behindOf(stream: ZStream, source: Uint8Array): Unpacked["behind"] {
  while (isGzip(source, stream.next_in)) {
    const padding = stream.avail_in;
    zlibInflateReset(stream);
    Object.assign(stream, { output: new Uint8Array(1), next_out: 0, avail_out: 1 });
    const status = zlibInflate(stream, Z_NO_FLUSH);
    if (stream.avail_out === 0) return "more";
    if (status !== Z_STREAM_END) return padding;
  }
  return stream.avail_in || "nothing";
}
