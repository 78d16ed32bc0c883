/** Small parts of files that lie beside one another, read together. */

import { FILES_AT_ONCE } from "../core/ahead";
import type { ScanFile } from "./scan-format";

/** A local header and the head of what follows it, or several small files. */
const BLOCK_BYTES = 1 << 14;
/** Larger parts are read as they are. */
const MOST_SMALL = BLOCK_BYTES / 2;

interface Block {
  readonly file: ScanFile;
  readonly begin: number;
  readonly bytes: Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Reads parts as the files themselves do, but of what was read last so much is kept that the heads of thousands of files
 * in an archive do not take two reads each. One function serves all archives, so that they take memory once: half a MiB.
 */
export function nearbyReads() {
  /** The newest last. */
  const blocks: Block[] = [];

  function blockAt(file: ScanFile, begin: number, end: number): Block {
    const found = blocks.find((one) => one.file === file && one.begin <= begin && end <= one.begin + BLOCK_BYTES);
    if (found) return found;
    const block = { file, begin, bytes: file.slice(begin, begin + BLOCK_BYTES) };
    blocks.push(block);
    if (blocks.length > FILES_AT_ONCE) blocks.shift();
    // What could not be read may be readable later.
    block.bytes.catch(() => blocks.splice(0, blocks.length, ...blocks.filter((one) => one !== block)));
    return block;
  }

  async function slice(file: ScanFile, begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    if (end - begin > MOST_SMALL || end <= begin) return file.slice(begin, end);
    const block = blockAt(file, begin, end);
    return (await block.bytes).slice(begin - block.begin, end - block.begin);
  }

  return (file: ScanFile) => ({
    size: file.size,
    /** As the file's. */
    slice: (begin: number, end: number) => slice(file, begin, end),
    /** Or fewer bytes, where those are kept; none only at the file's end. */
    async some(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
      const block = blocks.find((one) => one.file === file && one.begin <= begin && begin < one.begin + BLOCK_BYTES);
      const kept = (await block?.bytes)?.slice(begin - (block?.begin ?? 0), end - (block?.begin ?? 0));
      return kept && kept.length > 0 ? kept : slice(file, begin, end);
    },
  });
}
