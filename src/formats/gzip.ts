/** Bounded reading of gzip files (RFC 1952): any number of members, each checked, and no more output than asked for. */

import { Z_BUF_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, type ZStream, zlibInflate, zlibInflateReset } from "pako";
import { EigenvoxError } from "../core/errors";
import { joined } from "../core/joined";
import { inflateStream, type WINDOW_BITS } from "./inflate-stream";
import type { ScanFile } from "./scan-format";

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

/** Decompressed, and read, at a time. */
const [PIECE_BYTES, READ_BYTES] = [1 << 16, 1 << 20];
const NOTHING = new Uint8Array(0);

type Kind = keyof typeof WINDOW_BITS;

/** Is given unpacked bytes piece by piece; they are overwritten when it returns. */
export type Take = (piece: Uint8Array<ArrayBuffer>) => void;

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
export function gunzipInto(source: Uint8Array, out: Uint8Array<ArrayBuffer>, first = 0, kind: Kind = "gzip"): Unpacked {
  let filled = 0;
  const take: Take = (piece) => {
    out.set(piece, filled);
    filled += piece.length;
  };
  const means = idle.pop() ?? inflateStream();
  try {
    const steps = inflating(means.begin(kind), source.length, [first, first + out.length], take, kind);
    let step = steps.next();
    for (let input = source; !step.done; input = NOTHING) step = steps.next(input);
    return step.value;
  } finally {
    means.release();
    idle.push(means);
  }
}

/**
 * The same of a file's data from its byte `begin` on: the bytes from `first` to `end` are given to `take`, and neither the
 * file nor what is in it is ever held as a whole. Throws what reading throws, too.
 */
export async function gunzipFile(
  file: Pick<ScanFile, "size" | "slice">,
  begin: number,
  wanted: readonly [first: number, end: number],
  take: Take,
  kind: Kind = "gzip",
): Promise<Unpacked> {
  const means = idle.pop() ?? inflateStream();
  try {
    const steps = inflating(means.begin(kind), file.size - begin, wanted, take, kind);
    let step = steps.next();
    for (let at = begin; !step.done; ) {
      const input = await file.slice(at, Math.min(at + READ_BYTES, file.size));
      at += input.length;
      step = steps.next(input);
    }
    return step.value;
  } finally {
    means.release();
    idle.push(means);
  }
}

/** Streams that nobody uses now. */
const idle: ReturnType<typeof inflateStream>[] = [];

/** Yields where it needs the next compressed bytes, of `size`, and is given them; none where there are no more. */
function* inflating(
  stream: ZStream,
  size: number,
  [first, end]: readonly [number, number],
  take: Take,
  kind: Kind,
): Generator<void, Unpacked, Uint8Array> {
  const output = new Uint8Array(Math.min(PIECE_BYTES, Math.max(1, end)));
  let given = 0;
  /** Bytes decompressed before those in `output`. */
  let before = 0;

  function* feed(): Generator<void, boolean, Uint8Array> {
    const added: Uint8Array = yield;
    given += added.length;
    const left = stream.input.subarray(stream.next_in, stream.next_in + stream.avail_in);
    const input = left.length === 0 ? added : joined([left, added]);
    Object.assign(stream, { input, next_in: 0, avail_in: input.length });
    return added.length > 0;
  }
  function* isAtMember(): Generator<void, boolean, Uint8Array> {
    while (stream.avail_in < 2 && (yield* feed()));
    return stream.avail_in >= 2 && isGzip(stream.input, stream.next_in);
  }
  const unread = () => stream.avail_in + size - given;
  const beginPiece = () => {
    const room = Math.min(output.length, (before < first ? first : end) - before);
    Object.assign(stream, { output, next_out: 0, avail_out: room });
  };
  const endPiece = () => {
    if (before >= first && stream.next_out > 0) take(output.subarray(0, stream.next_out));
    before += stream.next_out;
  };

  /** What follows the members that were wanted; what cannot be decompressed is none of the data. */
  function* behindAll(): Generator<void, Unpacked["behind"], Uint8Array> {
    while (yield* isAtMember()) {
      const padding = unread();
      zlibInflateReset(stream);
      Object.assign(stream, { output: new Uint8Array(1), next_out: 0, avail_out: 1 });
      for (;;) {
        const status = zlibInflate(stream, Z_NO_FLUSH);
        if (stream.avail_out === 0) return "more";
        if (status === Z_STREAM_END) break;
        const isDamaged = status !== Z_OK && status !== Z_BUF_ERROR;
        if (isDamaged || !(yield* feed())) return padding;
      }
    }
    return unread() || "nothing";
  }

  beginPiece();
  for (;;) {
    const status = zlibInflate(stream, Z_NO_FLUSH);
    const made = before + stream.next_out;
    if (status === Z_STREAM_END) {
      const goesOn = kind === "gzip" && (yield* isAtMember());
      if (goesOn && made < end) {
        zlibInflateReset(stream);
        continue;
      }
      endPiece();
      return { bytes: made, behind: goesOn ? yield* behindAll() : unread() || "nothing" };
    }
    if (status !== Z_OK && status !== Z_BUF_ERROR) {
      throw new EigenvoxError(
        "E_GZIP",
        `The ${kind} data is damaged: ${stream.msg || `zlib status ${status}`}. Copy or download it again.`,
      );
    }
    if (stream.avail_in === 0) {
      // Asked before whether all wanted is there: all content may be, but not the checksum behind it.
      if (yield* feed()) continue;
      throw new EigenvoxError(
        "E_TRUNCATED",
        `The ${kind} data is cut short after ${size} bytes. Copy or download it again.`,
      );
    }
    if (stream.avail_out > 0) continue;
    endPiece();
    if (made >= end) return { bytes: made, behind: "more" };
    beginPiece();
  }
}
