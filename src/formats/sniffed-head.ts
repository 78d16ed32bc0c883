/** The first bytes of a file: of a gzip file those of its content. */

import { EigenvoxError } from "../core/errors";
import { gunzipInto, isGzip } from "./gzip";
import type { ScanFile } from "./scan-format";

/** Compressed bytes that hold the first thousands in any case that is not a hoax. */
const COMPRESSED_BYTES = 1 << 14;

/** At most `length` bytes; the compressed ones themselves where they cannot be decompressed. */
export async function sniffedHead(file: ScanFile, length: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await headOf(file, length);
  } catch (error) {
    if (error instanceof EigenvoxError) return file.slice(0, length);
    throw error;
  }
}

/**
 * At most `length` bytes, fewer only if there are no more.
 *
 * Throws `E_EMPTY`, and of a gzip file `E_GZIP` and `E_TRUNCATED`: no more of it is read than could hold the bytes.
 */
export async function headOf(file: ScanFile, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const stored = await file.slice(0, length);
  if (stored.length === 0) {
    throw new EigenvoxError("E_EMPTY", "The file is empty (0 bytes). Copy or download it again.");
  }
  if (!isGzip(stored)) return stored;
  const head = new Uint8Array(length);
  const filled = await gunzipHead(file, head);
  if (filled === 0) throw new EigenvoxError("E_EMPTY", "The gzip file holds no data. Copy or download it again.");
  if (isGzip(head)) {
    throw new EigenvoxError(
      "E_GZIP",
      "The file was compressed twice: decompress it once (gunzip) and open the result.",
    );
  }
  return head.subarray(0, filled);
}

/** Most heads are in the first bytes; those that cannot be compressed, or lie behind a long comment, take more. */
async function gunzipHead(file: ScanFile, head: Uint8Array<ArrayBuffer>): Promise<number> {
  const most = Math.min(file.size, 2 * head.length + 4 * COMPRESSED_BYTES);
  for (let taken = COMPRESSED_BYTES; ; taken *= 4) {
    try {
      return gunzipInto(await file.slice(0, Math.min(taken, most)), head).bytes;
    } catch (error) {
      const isShort = error instanceof EigenvoxError && error.code === "E_TRUNCATED";
      if (!isShort || taken >= most) throw error;
    }
  }
}
