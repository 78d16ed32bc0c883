/** The stored voxels of a frame out of a file, raw or packed: memory is taken only for what the file can really hold. */

import { EigenvoxError } from "../core/errors";
import { voxelCount } from "../core/volume";
import { gunzipFile, isGzip, maxGunzippedBytes, type Take, type Unpacked } from "./gzip";
import type { ScanFile } from "./scan-format";
import { type Encoding, frameBytesOf, type StoredGrid } from "./stored-grid";
import { decodeHex, decodeText, mostTextBytes } from "./text-voxels";

/** What is read at a time of raw voxels. */
const PIECE_BYTES = 1 << 20;

/** "gzip file": all of the file is one, header included where it has one. */
export type Packing = Encoding | "gzip file";

/** A block of voxels in a file. */
interface Block {
  readonly file: ScanFile;
  readonly grid: StoredGrid;
  readonly packing: Packing;
  /** Where it begins in what holds it: the (decompressed) file, or what its own encoding is of. */
  readonly offset: number;
}

/** Throws `E_TRUNCATED` or `E_BAD_OFFSET` where a file is too short for the first frame, as far as its size tells. */
export async function checkLength(file: ScanFile, grid: StoredGrid): Promise<void> {
  const block = await blockOf(file, grid);
  checkPossible(block, block.offset + (isAlternating(grid) ? grid.frames : 1) * frameBytesOf(grid));
}

/**
 * Gives `take` the voxels `from` … `to - 1` of a frame as stored, piece by piece; neither the file nor the voxels are held
 * as a whole, but for text.
 *
 * Throws `E_TRUNCATED`, `E_BAD_OFFSET`, `E_GZIP`, `E_BAD_HEADER` (text that is no numbers) and `E_TOO_LARGE`.
 */
export async function readStored(
  file: ScanFile,
  grid: StoredGrid,
  take: Take,
  frame = 0,
  [from, to]: readonly [number, number] = [0, voxelCount(grid.dims)],
): Promise<void> {
  await readFrom(await blockOf(file, grid), take, frame, from, to);
}

export interface ReadFrame {
  readonly packing: Packing;
  /** Bytes of later frames that are missing, where the file's size tells. */
  readonly missing: number;
  /** Bytes behind the voxels, or what else is there, as far as it is seen without reading on. */
  readonly behind: Unpacked["behind"];
}

/** The first frame, as `readStored`, and how it lies in its file. */
export async function readFirst(file: ScanFile, grid: StoredGrid, take: Take): Promise<ReadFrame> {
  const block = await blockOf(file, grid);
  const { packing, offset } = block;
  const behind = await readFrom(block, take, 0, 0, voxelCount(grid.dims));
  const surplus = packing === "raw" ? file.size - (offset + frameBytesOf(grid) * grid.frames) : 0;
  const isAllRead = grid.frames === 1 || isAlternating(grid);
  return {
    packing,
    missing: Math.max(0, -surplus),
    behind: packing === "raw" ? (surplus > 0 ? surplus : "nothing") : isAllRead ? behind : "nothing",
  };
}

/** Tells what is behind what was read. */
function readFrom(block: Block, take: Take, frame: number, from: number, to: number): Promise<Unpacked["behind"]> {
  const { grid } = block;
  const { frames, dims, type } = grid;
  if (isAlternating(grid)) {
    const stride = frames * type.bytes;
    return readBlock(block, from * stride, to * stride, ownRuns(grid, frame, take));
  }
  const first = frame * voxelCount(dims);
  return readBlock(block, (first + from) * type.bytes, (first + to) * type.bytes, take);
}

/** Of alternating runs, read from the beginning of one of the first frame on, those of one frame. */
function ownRuns({ run, frames, type }: StoredGrid, frame: number, take: Take): Take {
  const own = run * type.bytes;
  const [begin, end] = [frame * own, (frame + 1) * own];
  /** Where in a round of all frames the next byte lies. */
  let place = 0;
  return (piece) => {
    for (let at = 0; at < piece.length; ) {
      const isOwn = place >= begin && place < end;
      const until = isOwn ? end : place < begin ? begin : frames * own;
      const length = Math.min(until - place, piece.length - at);
      if (isOwn) take(piece.subarray(at, at + length));
      at += length;
      place = (place + length) % (frames * own);
    }
  };
}

/** A buffer, or `E_TOO_LARGE` when the machine has no room for it. */
export function allocate(byteLength: number): ArrayBuffer {
  try {
    return new ArrayBuffer(byteLength);
  } catch (cause) {
    const size = `${Math.ceil(byteLength / 2 ** 20)} MiB`;
    throw new EigenvoxError("E_TOO_LARGE", `There is no memory for a scan that takes ${size}. Close other tabs.`, {
      cause,
    });
  }
}

const isAlternating = ({ run, dims }: StoredGrid) => run < voxelCount(dims);

async function blockOf(file: ScanFile, grid: StoredGrid): Promise<Block> {
  const { encoding, dataOffset, frames } = grid;
  // A file of just the right size is no gzip file, though its first voxels be the bytes that begin one.
  const isRaw = file.size === dataOffset + frameBytesOf(grid) * frames || !isGzip(await file.slice(0, 2));
  if (isRaw) return { file, grid, packing: encoding, offset: encoding === "raw" ? dataOffset : 0 };
  if (encoding === "raw") return { file, grid, packing: "gzip file", offset: dataOffset };
  throw new EigenvoxError("E_GZIP", "The file and its voxels are compressed: decompress the file once (gunzip).");
}

/** Bytes `begin` … `end - 1` of the unpacked block; tells what is behind them, unless they are raw. */
async function readBlock(block: Block, begin: number, end: number, take: Take): Promise<Unpacked["behind"]> {
  const { file, grid, packing, offset } = block;
  const [first, needed] = [offset + begin, offset + end];
  checkPossible(block, needed);
  if (packing === "raw") {
    for (let at = first; at < needed; at += PIECE_BYTES) take(await file.slice(at, Math.min(at + PIECE_BYTES, needed)));
    return "nothing";
  }
  const packedFrom = packing === "gzip file" ? 0 : grid.dataOffset;
  const { bytes: filled, behind } =
    packing === "text" || packing === "hex"
      ? await readText(block, first, needed, take)
      : await gunzipFile(file, packedFrom, [first, needed], take, packing === "zlib" ? "zlib" : "gzip");
  if (filled < needed) throw tooShort(block, needed, filled, "holds");
  return behind;
}

async function readText({ file, grid, packing }: Block, first: number, needed: number, take: Take): Promise<Unpacked> {
  const text = await file.slice(grid.dataOffset, file.size);
  const out = new Uint8Array(allocate(needed - first));
  const unpacked = packing === "hex" ? decodeHex(text, out, first) : decodeText(text, grid.type, out, first);
  if (unpacked.bytes >= needed) take(out);
  return unpacked;
}

/** Throws unless a file of this size can hold so many bytes once it is unpacked. */
function checkPossible(block: Block, needed: number): void {
  const { file, grid, packing } = block;
  const packed = Math.max(0, file.size - grid.dataOffset);
  const most = {
    raw: () => file.size,
    "gzip file": () => maxGunzippedBytes(file.size),
    gzip: () => maxGunzippedBytes(packed),
    zlib: () => maxGunzippedBytes(packed),
    text: () => mostTextBytes(packed, grid.type),
    hex: () => Math.floor(packed / 2),
  }[packing]();
  if (needed > most) throw tooShort(block, needed, most, packing === "raw" ? "holds" : "can hold at most");
}

function tooShort({ grid, offset }: Block, needed: number, available: number, holds: string): EigenvoxError {
  // An offset right behind the header is no mistake: then it is the voxels that are missing.
  if (offset > grid.headerBytes && offset >= available) {
    const message = `The header says that the voxels begin at byte ${offset}, but the file ${holds} ${available} bytes.`;
    return new EigenvoxError("E_BAD_OFFSET", message);
  }
  return new EigenvoxError(
    "E_TRUNCATED",
    `The file is cut short: header and frames up to this one take ${needed} bytes, but it ${holds} ${available}. ` +
      "Copy or download it again.",
  );
}
