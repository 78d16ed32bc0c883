/** A file in a ZIP archive. */

import { EigenvoxError } from "../core/errors";
import { maxGunzippedBytes } from "./gzip";
import { type Compressed, type inflatedFiles, isFromWhole } from "./intake-inflate";
import type { ScanFile } from "./scan-format";

/** What the archive's directory says of it. */
export interface ZipMember {
  readonly name: string;
  readonly path: string;
  /** Bytes, decompressed. */
  readonly size: number;
  readonly compressedSize: number;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc32: number;
  /** Of its local header in the archive. */
  readonly offset: number;
}

const STORED = 0;
const DEFLATED = 8;
const LOCAL_HEADER = { signature: 0x04034b50, bytes: 30 };
/** Ten bytes that say nothing but that DEFLATE follows. */
const GZIP_HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);

export const archiveError = (message: string) => new EigenvoxError("E_ARCHIVE", message);

const damaged = (why: string) =>
  archiveError(`The file is damaged in its ZIP archive: ${why}. Copy or download the archive again.`);

/**
 * Reading throws `E_ARCHIVE` for what is encrypted, damaged, or compressed in a way that is not read. `inflated` of one
 * archive makes all its files.
 */
export function memberFile(archive: ScanFile, member: ZipMember, inflated: ReturnType<typeof inflatedFiles>): ScanFile {
  const obstacle = obstacleOf(member);
  if (obstacle) {
    const fail = () => Promise.reject(obstacle);
    const { name, path, size } = member;
    return { name, path, size, slice: fail, bytes: fail };
  }
  const read = dataReader(archive, member);
  return member.method === STORED ? storedFile(member, read) : inflated(member, asGzip(member, read));
}

function obstacleOf({ size, compressedSize, method, isEncrypted }: ZipMember): EigenvoxError | undefined {
  if (isEncrypted) {
    return archiveError("The file is encrypted in its ZIP archive. Unpack the archive with its password first.");
  }
  if (method !== STORED && method !== DEFLATED) {
    return archiveError(
      `The file is compressed in its ZIP archive by method ${method}; only DEFLATE (8) is read. Unpack the archive first.`,
    );
  }
  if (method === STORED ? size !== compressedSize : size > maxGunzippedBytes(compressedSize)) {
    return damaged(`${compressedSize} bytes cannot be ${size} bytes decompressed`);
  }
  return undefined;
}

type Read = Compressed["read"];

/** Reads the file's bytes as they lie in the archive. */
function dataReader(archive: ScanFile, { offset, method, compressedSize }: ZipMember): Read {
  let begins: Promise<number> | undefined;
  async function find(): Promise<number> {
    const header = await archive.slice(offset, offset + LOCAL_HEADER.bytes);
    if (header.length < LOCAL_HEADER.bytes) throw damaged("it is cut short");
    const view = new DataView(header.buffer, header.byteOffset, header.length);
    if (view.getUint32(0, true) !== LOCAL_HEADER.signature || view.getUint16(8, true) !== method)
      throw damaged(`there is no header of it at byte ${offset}`);
    const begin = offset + LOCAL_HEADER.bytes + view.getUint16(26, true) + view.getUint16(28, true);
    if (begin + compressedSize > archive.size) throw damaged("it is cut short");
    return begin;
  }
  return async (begin, end) => {
    begins ??= find();
    const data = await begins;
    return archive.slice(data + begin, data + Math.min(end, compressedSize));
  };
}

function storedFile({ name, path, size, crc32 }: ZipMember, read: Read): ScanFile {
  let isChecked = false;
  const part = async (begin: number, end: number) => (await read(begin, end)) as Uint8Array<ArrayBuffer>;
  async function bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const whole = await part(0, size);
    if (whole.length < size) throw damaged("it is cut short");
    if (crc32Of(whole) !== crc32) throw damaged("its checksum is wrong");
    isChecked = true;
    return whole;
  }
  return {
    name,
    path,
    size,
    bytes,
    slice: async (begin, end) =>
      isChecked || !isFromWhole(Math.min(end, size), size) ? part(begin, end) : (await bytes()).slice(begin, end),
  };
}

/** The same DEFLATE stream with what gzip has around it, so that zlib checks the checksum and the size. */
function asGzip({ size, compressedSize, crc32 }: ZipMember, read: Read): Compressed {
  // Made when it is wanted: archives have many files, and each is kept for as long as the archive is.
  const trailer = () => new Uint8Array(Uint32Array.of(crc32, size % 2 ** 32).buffer);
  const dataEnds = GZIP_HEADER.length + compressedSize;
  return {
    damaged,
    async read(begin, end) {
      if (begin < GZIP_HEADER.length) return GZIP_HEADER.subarray(begin, end);
      if (begin >= dataEnds) return trailer().subarray(begin - dataEnds, end - dataEnds);
      return read(begin - GZIP_HEADER.length, end - GZIP_HEADER.length);
    },
  };
}

/** Of each byte value, for the polynomial 0xedb88320 (RFC 1952, section 8). */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crc32Of(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 0xff] as number);
  return (crc ^ 0xffffffff) >>> 0;
}
