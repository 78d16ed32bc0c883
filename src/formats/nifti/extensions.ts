/** Extensions between a NIfTI header and the voxels: left out, and looked at only to tell when they are damaged. */

import { type Notice, notice } from "../../core/notice";

/** Bytes of a file that are looked at; what begins behind them is not judged. */
export const LOOKED_AT_BYTES = 1 << 20;

/** Of size and code, and of the smallest extension. */
const [HEAD, LEAST] = [8, 16];

/**
 * `bytes` are a file's first; extensions lie in it from `begin` to `end`. Source: nifti1.h, "extended header": a size in
 * bytes, itself included, that is a multiple of 16, then a code.
 */
export function extensionNotices(
  bytes: Uint8Array,
  begin: number,
  end: number,
  littleEndian: boolean,
): readonly Notice[] {
  if (end - begin < LEAST) {
    return [notice("W_HEADER", "The header says that extensions follow it, but there is no room for any.")];
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = begin; at + HEAD <= Math.min(end, bytes.length); ) {
    const size = view.getInt32(at, littleEndian);
    // Writers fill up to the voxels with zeros.
    if (size === 0 && at > begin) return [];
    if (size < LEAST || size % LEAST !== 0 || at + size > end) {
      const text =
        `The extension of the header at byte ${at} gives its size as ${size} bytes, which must be a multiple of ${LEAST} and ` +
        `have room in the ${end - at} bytes there: the file may be damaged. Extensions are left out.`;
      return [notice("W_HEADER", text)];
    }
    at += size;
  }
  return [];
}
