/** A file in a ZIP archive. */

import { EigenvoxError } from "../core/errors";
import { crc32Of } from "./crc32";
import { maxGunzippedBytes } from "./gzip";
import { type Compressed, type inflating, isFromWhole } from "./intake-inflate";
import type { nearbyReads } from "./nearby-reads";
import type { ScanFile } from "./scan-format";
import type { DirectoryEntry } from "./zip-directory";

/** The archive, and what reads all files in it. */
export interface Archive extends ReturnType<ReturnType<typeof nearbyReads>> {
  readonly inflated: ReturnType<typeof inflating>;
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
 * Reading throws `E_ARCHIVE` for what is encrypted, damaged, or compressed in a way that is not read.
 *
 * A class, so that thousands of files, each kept for as long as the archive is, do not have their functions each.
 */
export class MemberFile implements ScanFile, Compressed {
  readonly size: number;
  /** Once that is known. */
  private begins: number | undefined;
  /** Whether all of a stored file was read and had the right checksum. */
  private isChecked = false;

  /** `shift` is how much later in the archive everything lies than its directory says. */
  constructor(
    readonly name: string,
    readonly path: string,
    private readonly entry: DirectoryEntry,
    private readonly shift: number,
    private readonly archive: Archive,
  ) {
    this.size = entry.size;
  }

  async slice(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    if (!this.isStored()) return this.archive.inflated.slice(this, begin, end);
    if (this.isChecked || !isFromWhole(Math.min(end, this.size), this.size)) return this.stored(begin, end);
    return (await this.bytes()).slice(begin, end);
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    if (!this.isStored()) return this.archive.inflated.bytes(this);
    const whole = await this.stored(0, this.size);
    if (whole.length < this.size) throw damaged("it is cut short");
    if (crc32Of(whole) !== this.entry.crc32) throw damaged("its checksum is wrong");
    this.isChecked = true;
    return whole;
  }

  /** The same DEFLATE stream with what gzip has around it, so that zlib checks the checksum and the size. */
  async read(begin: number, end: number): Promise<Uint8Array> {
    const dataEnds = GZIP_HEADER.length + this.entry.compressedSize;
    if (begin < GZIP_HEADER.length) return GZIP_HEADER.subarray(begin, end);
    if (begin < dataEnds) {
      const data = await this.findData();
      const [from, to] = [begin - GZIP_HEADER.length, Math.min(end - GZIP_HEADER.length, this.entry.compressedSize)];
      return this.archive.some(data + from, data + to);
    }
    const trailer = new Uint8Array(Uint32Array.of(this.entry.crc32, this.size % 2 ** 32).buffer);
    return trailer.subarray(begin - dataEnds, end - dataEnds);
  }

  damaged(why: string): EigenvoxError {
    return damaged(why);
  }

  get isEncrypted(): boolean {
    return this.entry.isEncrypted;
  }

  /** Throws for a file that is not read. */
  private isStored(): boolean {
    const obstacle = obstacleOf(this.entry);
    if (obstacle) throw obstacle;
    return this.entry.method === STORED;
  }

  /** Its bytes as they lie in the archive. */
  private async stored(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const data = await this.findData();
    return this.archive.slice(data + begin, data + Math.min(end, this.entry.compressedSize));
  }

  /** Where its data begin in the archive. */
  private async findData(): Promise<number> {
    if (this.begins !== undefined) return this.begins;
    const { archive } = this;
    const { method, compressedSize } = this.entry;
    const offset = this.entry.offset + this.shift;
    const header = await archive.slice(offset, offset + LOCAL_HEADER.bytes);
    if (header.length < LOCAL_HEADER.bytes) throw damaged("it is cut short");
    const view = new DataView(header.buffer, header.byteOffset, header.length);
    if (view.getUint32(0, true) !== LOCAL_HEADER.signature || view.getUint16(8, true) !== method)
      throw damaged(`there is no header of it at byte ${offset}`);
    const begin = offset + LOCAL_HEADER.bytes + view.getUint16(26, true) + view.getUint16(28, true);
    if (begin + compressedSize > archive.size) throw damaged("it is cut short");
    this.begins = begin;
    return begin;
  }
}

function obstacleOf({ size, compressedSize, method, isEncrypted }: DirectoryEntry): EigenvoxError | undefined {
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
