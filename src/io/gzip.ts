/** Bounded reading of gzip files (RFC 1952): any number of members, each checked, and no more output than asked for. */

import { EigenvoxError } from "../core/errors";
import { inflate } from "./inflate";

const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;
/** The most that DEFLATE can expand: 258 bytes from 2 bits. */
const MAX_RATIO = 1032;
const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** True when the bytes begin as a gzip file does. */
export function isGzip(bytes: Uint8Array, at = 0): boolean {
  return bytes[at] === 0x1f && bytes[at + 1] === 0x8b;
}

/** An upper bound of the bytes a gzip file of this many bytes can hold. */
export function maxGunzippedBytes(compressedBytes: number): number {
  return compressedBytes * MAX_RATIO;
}

/**
 * Decompresses the beginning of a gzip file into `out` and returns the number of bytes written, which is below
 * `out.length` only when the file holds no more. Every member read to its end has its checksum and length verified;
 * one that goes on when `out` is full is not read further. Bytes after the last member (padding) are ignored.
 *
 * Throws `E_GZIP` for damaged data and `E_TRUNCATED` when the file ends inside a member.
 */
export function gunzipInto(source: Uint8Array, out: Uint8Array): number {
  let at = 0;
  let filled = 0;
  do {
    const begin = filled;
    const member = inflate(source, skipHeader(source, at), out, begin);
    filled = member.filled;
    if (!member.finished) return filled;
    if (member.end + TRAILER_BYTES > source.length) throw cutShort(source);
    const trailer = new DataView(source.buffer, source.byteOffset + member.end, TRAILER_BYTES);
    if (trailer.getUint32(0, true) !== crc32(out.subarray(begin, filled))) {
      throw damaged("its checksum does not match its content");
    }
    if (trailer.getUint32(4, true) !== filled - begin) throw damaged("its length does not match its content");
    at = member.end + TRAILER_BYTES;
  } while (filled < out.length && isGzip(source, at));
  return filled;
}

/** Offset of the compressed data of the member that begins at `at`. */
function skipHeader(source: Uint8Array, at: number): number {
  if (at + HEADER_BYTES > source.length) throw cutShort(source);
  const method = source[at + 2] as number;
  const flags = source[at + 3] as number;
  if (method !== 8 || flags & FLAG.reserved) throw damaged(`compression method ${method}, flags ${flags}`);
  let position = at + HEADER_BYTES;
  if (flags & FLAG.extra) position += 2 + ((source[position] as number) | ((source[position + 1] as number) << 8));
  for (const flag of [FLAG.name, FLAG.comment]) {
    if (!(flags & flag)) continue;
    const end = source.indexOf(0, position);
    if (end < 0) throw cutShort(source);
    position = end + 1;
  }
  if (flags & FLAG.headerCrc) position += 2;
  return position;
}

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (let i = 0; i < bytes.length; i++) {
    crc = (CRC_TABLE[(crc ^ (bytes[i] as number)) & 255] as number) ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}

function cutShort(source: Uint8Array): EigenvoxError {
  return new EigenvoxError(
    "E_TRUNCATED",
    `The gzip file is cut short: it ends after ${source.length} bytes, inside its compressed data. ` +
      "Copy or download it again.",
  );
}

function damaged(what: string): EigenvoxError {
  return new EigenvoxError("E_GZIP", `The gzip file is damaged: ${what}. Copy or download it again.`);
}
