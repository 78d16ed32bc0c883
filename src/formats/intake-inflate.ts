/** Files that lie compressed in other files, decompressed as far as they are asked for and no further. */

import { Z_BUF_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, zlibInflate } from "pako";
import { EigenvoxError } from "../core/errors";
import { inflateStream } from "./inflate-stream";

/** One gzip stream (RFC 1952), wherever it lies. */
export interface Compressed {
  /** Bytes, decompressed, as the file says it. */
  readonly size: number;
  /** Its bytes from `begin` on, at most to `end`, and none only at its end. */
  read(begin: number, end: number): Promise<Uint8Array>;
  /** The error to throw where it cannot be decompressed; `why` as in "The file is damaged: why." */
  damaged(why: string): EigenvoxError;
}

/** What is read at a time of the compressed file: enough for a header, and not too much for a whole scan. */
const [LEAST_READ, MOST_READ] = [1 << 12, 1 << 20];
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
 * Reads what lies compressed, one file after the other; of the one that was read last so much is kept that its next part
 * need not be decompressed from the beginning.
 */
export function inflating() {
  let last: { owner: Compressed; inflater: Inflater; whole?: Uint8Array<ArrayBuffer> } | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const inflaterOf = inflaters();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    // After a failure nothing is known of what was kept.
    turn = done.catch(() => {
      last = undefined;
    });
    return done;
  }

  async function part(from: Compressed, begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    if (end <= begin) return new Uint8Array(0);
    if (last?.owner !== from) last = { owner: from, inflater: inflaterOf(from) };
    const isGoingBack = last.inflater.position > begin;
    if (isFromWhole(end, from.size, isGoingBack)) last.whole ??= await wholeOf(from);
    if (last.whole) return last.whole.slice(begin, end);
    if (isGoingBack) last.inflater = inflaterOf(from);
    const { inflater } = last;
    const skipped = new Uint8Array(Math.min(SKIPPED_BYTES, begin - inflater.position));
    while (inflater.position < begin)
      await fill(skipped.subarray(0, Math.min(skipped.length, begin - inflater.position)), inflater, from);
    return fill(new Uint8Array(end - begin), inflater, from);
  }

  async function whole(from: Compressed): Promise<Uint8Array<ArrayBuffer>> {
    const kept = last?.owner === from ? last.whole : undefined;
    // Given away, so that it is not there twice.
    last = undefined;
    return kept ?? wholeOf(from);
  }

  async function wholeOf(from: Compressed): Promise<Uint8Array<ArrayBuffer>> {
    const inflater = inflaterOf(from);
    const bytes = await fill(new Uint8Array(from.size), inflater, from);
    // Going on to the end checks the checksum.
    if ((await inflater.readInto(new Uint8Array(1))) === 0) return bytes;
    throw from.damaged(`it holds more than the ${from.size} bytes that it says`);
  }

  return {
    /** As a file's. A file that holds less than it says throws `damaged`. */
    slice: (from: Compressed, begin: number, end: number) => inTurn(() => part(from, begin, Math.min(end, from.size))),
    /**
     * All of it. A file that holds more or less than it says throws `damaged`, and so does one whose checksum is wrong;
     * `E_TOO_LARGE` is thrown beyond 2 GiB.
     */
    async bytes(from: Compressed): Promise<Uint8Array<ArrayBuffer>> {
      const { size } = from;
      if (size <= MOST_BYTES) return inTurn(() => whole(from));
      throw new EigenvoxError("E_TOO_LARGE", `The file has ${size} bytes decompressed; files of up to 2 GiB are read.`);
    },
  };
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

/** Makes inflaters of which only the newest may be used: they share their stream, which is larger than most heads. */
function inflaters(): (from: Compressed) => Inflater {
  const shared = inflateStream();
  return (from) => {
    const stream = shared.begin("gzip");
    let consumed = 0;
    let position = 0;
    let isOver = false;

    async function feed(): Promise<void> {
      const input = await from.read(consumed, consumed + Math.min(MOST_READ, Math.max(LEAST_READ, stream.avail_out)));
      if (input.length === 0) throw from.damaged("it is cut short");
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
          else if (status !== Z_OK && status !== Z_BUF_ERROR) throw from.damaged(stream.msg || `zlib status ${status}`);
        }
        const written = stream.next_out;
        position += written;
        if (isOver) shared.release();
        else shared.releaseOutput();
        return written;
      },
    };
  };
}
