/** The stored voxels of a frame out of a file, raw or packed: memory is taken only for what the file can really hold. */

import { EigenvoxError } from "../core/errors";
import { voxelCount } from "../core/volume";
import { gunzipInto, isGzip, maxGunzippedBytes, type Unpacked } from "./gzip";
import type { ScanFile } from "./scan-format";
import { type Encoding, frameBytesOf, MAX_FRAME_BYTES, type StoredGrid } from "./stored-grid";
import { decodeHex, decodeText, mostTextBytes } from "./text-voxels";

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
 * The voxels `from` … `to - 1` of a frame as stored.
 *
 * Throws `E_TRUNCATED`, `E_BAD_OFFSET`, `E_GZIP`, `E_BAD_HEADER` (text that is no numbers) and `E_TOO_LARGE`.
 */
export async function readStored(
  file: ScanFile,
  grid: StoredGrid,
  frame = 0,
  [from, to]: readonly [number, number] = [0, voxelCount(grid.dims)],
): Promise<Uint8Array> {
  return (await readFrom(await blockOf(file, grid), frame, from, to)).stored;
}

export interface StoredFrame {
  readonly stored: Uint8Array;
  readonly packing: Packing;
  /** Bytes of later frames that are missing, where the file's size tells. */
  readonly missing: number;
  /** Bytes behind the voxels, or what else is there, as far as it is seen without reading on. */
  readonly behind: Unpacked["behind"];
}

/** The first frame, and how it lies in its file. Throws as `readStored`. */
export async function readFirst(file: ScanFile, grid: StoredGrid): Promise<StoredFrame> {
  const block = await blockOf(file, grid);
  const { packing, offset } = block;
  const { stored, behind } = await readFrom(block, 0, 0, voxelCount(grid.dims));
  const surplus = packing === "raw" ? file.size - (offset + frameBytesOf(grid) * grid.frames) : 0;
  const isAllRead = grid.frames === 1 || isAlternating(grid);
  return {
    stored,
    packing,
    missing: Math.max(0, -surplus),
    behind: packing === "raw" ? (surplus > 0 ? surplus : "nothing") : isAllRead ? behind : "nothing",
  };
}

async function readFrom(block: Block, frame: number, from: number, to: number): Promise<Read> {
  const { run, frames, dims, type } = block.grid;
  const { bytes } = type;
  const voxels = voxelCount(dims);
  if (!isAlternating(block.grid)) {
    return readBlock(block, (frame * voxels + from) * bytes, (frame * voxels + to) * bytes);
  }
  const { stored: all, behind } = await readBlock(block, 0, frames * voxels * bytes);
  const own = new Uint8Array(allocate(voxels * bytes));
  for (let at = 0; at < voxels; at += run) {
    const begin = (at * frames + frame * run) * bytes;
    own.set(all.subarray(begin, begin + run * bytes), at * bytes);
  }
  return { stored: own.subarray(from * bytes, to * bytes), behind };
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

interface Read {
  readonly stored: Uint8Array;
  /** Of raw voxels nothing is told. */
  readonly behind: Unpacked["behind"];
}

/** Bytes `begin` … `end - 1` of the unpacked block. */
async function readBlock(block: Block, begin: number, end: number): Promise<Read> {
  const { file, grid, packing, offset } = block;
  const [first, needed] = [offset + begin, offset + end];
  checkPossible(block, needed);
  if (packing === "raw") return { stored: await file.slice(first, needed), behind: "nothing" };
  if (file.size > MAX_FRAME_BYTES) {
    throw new EigenvoxError("E_TOO_LARGE", "A compressed scan of more than 2 GiB cannot be read. Crop it.");
  }
  const packed = packing === "gzip file" ? await file.bytes() : await file.slice(grid.dataOffset, file.size);
  const out = new Uint8Array(allocate(end - begin));
  const { bytes: filled, behind } =
    packing === "text"
      ? decodeText(packed, grid.type, out, first)
      : packing === "hex"
        ? decodeHex(packed, out, first)
        : gunzipInto(packed, out, first, packing === "zlib" ? "zlib" : "gzip");
  if (filled < needed) throw tooShort(block, needed, filled, "holds");
  return { stored: out, behind };
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
