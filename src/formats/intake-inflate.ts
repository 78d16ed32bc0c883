/** Files that lie compressed in other files, decompressed as far as they are asked for and no further. */

import { Z_BUF_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2 } from "pako";
import { EigenvoxError } from "../core/errors";
import type { ScanFile } from "./scan-format";

/** One gzip stream (RFC 1952), wherever it lies. */
export interface Compressed {
  /** Its bytes from `begin` on, at most to `end`, and none only at its end. */
  read(begin: number, end: number): Promise<Uint8Array>;
  /** The error to throw where it cannot be decompressed; `why` as in "The file is damaged: why." */
  damaged(why: string): EigenvoxError;
}

/** zlib's way of saying: a 32 KiB window, and a gzip header and trailer, nothing else. */
const GZIP_WINDOW_BITS = 31;
/** What is read at a time of the compressed file: enough for a header, and not too much for a whole scan. */
const [LEAST_READ, MOST_READ] = [1 << 14, 1 << 20];
const SKIPPED_BYTES = 1 << 16;
/** Who asks for more than the beginning is given it of a file that was decompressed, and checked, as a whole. */
const HEAD_BYTES = 1 << 16;
/** But for larger files, which are decompressed part by part while nobody goes back in them, */
const MOST_KEPT = 1 << 26;
/** and for those that are too large anyway. */
const MOST_KEPT_GOING_BACK = 1 << 28;
/** Whether a part that ends there is taken from the whole of a file of this size. */
export const isFromWhole = (end: number, size: number, isGoingBack = false) =>
  size <= (isGoingBack ? MOST_KEPT_GOING_BACK : MOST_KEPT) && (end > HEAD_BYTES || end === size);
/** An array holds no more. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * Makes files of compressed ones. Those that are made by one function are read one after the other, and of the one that
 * was read last so much is kept that its next part need not be decompressed from the beginning.
 */
export function inflatedFiles() {
  let last: { owner: Compressed; inflater: Inflater; whole?: Uint8Array<ArrayBuffer> } | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    // After a failure nothing is known of what was kept.
    turn = done.catch(() => {
      last = undefined;
    });
    return done;
  }

  async function part(from: Compressed, size: number, begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    if (end <= begin) return new Uint8Array(0);
    if (last?.owner !== from) last = { owner: from, inflater: inflaterOf(from) };
    const isGoingBack = last.inflater.position > begin;
    if (isFromWhole(end, size, isGoingBack)) last.whole ??= await wholeOf(from, size);
    if (last.whole) return last.whole.slice(begin, end);
    if (isGoingBack) last.inflater = inflaterOf(from);
    const { inflater } = last;
    const skipped = new Uint8Array(Math.min(SKIPPED_BYTES, begin - inflater.position));
    while (inflater.position < begin)
      await fill(skipped.subarray(0, Math.min(skipped.length, begin - inflater.position)), inflater, from);
    return fill(new Uint8Array(end - begin), inflater, from);
  }

  async function whole(from: Compressed, size: number): Promise<Uint8Array<ArrayBuffer>> {
    const kept = last?.owner === from ? last.whole : undefined;
    // Given away, so that it is not there twice.
    last = undefined;
    return kept ?? wholeOf(from, size);
  }

  /**
   * `size` as the file says it: a file that holds more or less throws `damaged` when all of it is read, and so does one
   * whose checksum is wrong. `bytes` throws `E_TOO_LARGE` beyond 2 GiB.
   */
  return ({ name, path, size }: Pick<ScanFile, "name" | "path" | "size">, from: Compressed): ScanFile => ({
    name,
    path,
    size,
    slice: (begin, end) => inTurn(() => part(from, size, begin, Math.min(end, size))),
    async bytes() {
      if (size <= MOST_BYTES) return inTurn(() => whole(from, size));
      throw new EigenvoxError("E_TOO_LARGE", `The file has ${size} bytes decompressed; files of up to 2 GiB are read.`);
    },
  });
}

async function wholeOf(from: Compressed, size: number): Promise<Uint8Array<ArrayBuffer>> {
  const inflater = inflaterOf(from);
  const bytes = await fill(new Uint8Array(size), inflater, from);
  // Going on to the end checks the checksum.
  if ((await inflater.readInto(new Uint8Array(1))) === 0) return bytes;
  throw from.damaged(`it holds more than the ${size} bytes that it says`);
}

async function fill(out: Uint8Array<ArrayBuffer>, inflater: Inflater, from: Compressed) {
  if ((await inflater.readInto(out)) === out.length) return out;
  throw from.damaged(`it holds only ${inflater.position} bytes and says that it holds more`);
}

interface Inflater {
  /** Bytes decompressed so far. */
  readonly position: number;
  /** Decompresses on into `out` and returns for how much of it there was something. */
  readInto(out: Uint8Array<ArrayBuffer>): Promise<number>;
}

function inflaterOf({ read, damaged }: Compressed): Inflater {
  const stream = new ZStream();
  zlibInflateInit2(stream, GZIP_WINDOW_BITS);
  let consumed = 0;
  let position = 0;
  let isOver = false;

  async function feed(): Promise<void> {
    const input = await read(consumed, consumed + Math.min(MOST_READ, Math.max(LEAST_READ, stream.avail_out)));
    if (input.length === 0) throw damaged("it is cut short");
    consumed += input.length;
    Object.assign(stream, { input, next_in: 0, avail_in: input.length });
  }

  return {
    get position() {
      return position;
    },
    async readInto(out) {
      Object.assign(stream, { output: out, next_out: 0, avail_out: out.length });
      while (!isOver && stream.avail_out > 0) {
        if (stream.avail_in === 0) await feed();
        const status = zlibInflate(stream, Z_NO_FLUSH);
        if (status === Z_STREAM_END) isOver = true;
        else if (status !== Z_OK && status !== Z_BUF_ERROR) throw damaged(stream.msg || `zlib status ${status}`);
      }
      position += stream.next_out;
      return stream.next_out;
    },
  };
}
