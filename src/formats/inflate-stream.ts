/** One stream of zlib for many files that are decompressed one after the other. */

import { ZStream, zlibInflateInit2, zlibInflateReset2 } from "pako";

/** zlib's way of saying: a 32 KiB window, and a header and trailer of the kind, nothing else. */
export const WINDOW_BITS = { gzip: 31, zlib: 15 } as const;

const NOTHING = new Uint8Array(0);

/**
 * A stream takes 40 KiB, which the platform frees late since they lie outside its heap: made for each of thousands of
 * files they would fill the memory.
 */
export function inflateStream() {
  let stream: ZStream | undefined;

  function releaseOutput(): void {
    if (stream) Object.assign(stream, { output: NOTHING, next_out: 0, avail_out: 0 });
  }

  return {
    /** The stream at the beginning of a file; what was begun before is over. */
    begin(kind: keyof typeof WINDOW_BITS): ZStream {
      if (stream) zlibInflateReset2(stream, WINDOW_BITS[kind]);
      else {
        stream = new ZStream();
        zlibInflateInit2(stream, WINDOW_BITS[kind]);
      }
      this.release();
      return stream;
    },
    /** Lets go of what was read and written, which may be a whole scan. */
    release(): void {
      if (stream) Object.assign(stream, { input: NOTHING, next_in: 0, avail_in: 0 });
      releaseOutput();
    },
    /** Lets go of what was written only: the file goes on. */
    releaseOutput,
  };
}
