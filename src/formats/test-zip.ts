/** ZIP archives made to order for tests, every field free to be wrong; and files in memory. */

import { crc32, deflateRawSync } from "node:zlib";
import type { ScanFile } from "./scan-format";

export interface TestMember {
  readonly name: string | Uint8Array;
  readonly content?: string | Uint8Array;
  /** 0 stored, 8 DEFLATE (when not given); others have the content as it is. */
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  /** What the directory says. */
  readonly size?: number;
  readonly compressedSize?: number;
  /** In place of the compressed content. */
  readonly data?: Uint8Array;
  /** Sizes and offset in the ZIP64 extra field. */
  readonly zip64?: boolean;
  /** Length of an extra field that only the local header has. */
  readonly localExtra?: number;
  /** Unix mode; a link is 0o120777. */
  readonly mode?: number;
  /** Of its local header, when wrong. */
  readonly offset?: number;
}

export interface TestArchive {
  /** Number of files that the directory's end says. */
  readonly count?: number;
  readonly zip64?: boolean;
  readonly before?: Uint8Array;
  readonly comment?: string;
}

export function buildZip(members: readonly TestMember[], archive: TestArchive = {}): Uint8Array<ArrayBuffer> {
  const out = new Bytes();
  out.put(archive.before ?? new Uint8Array(0));
  const directory = new Bytes();
  for (const member of members) {
    const name = toBytes(member.name);
    const content = toBytes(member.content ?? "");
    const { method = 8, flags = 0x800, crc = crc32(content), size = content.length, localExtra = 0 } = member;
    const data = member.data ?? (method === 8 ? deflateRawSync(content) : content);
    const { compressedSize = data.length, offset = out.length } = member;
    const common = [2, 20, 2, flags, 2, method, 2, 0, 2, 0x21, 4, crc];
    out.fields(4, 0x04034b50, ...common, 4, compressedSize, 4, size, 2, name.length, 2, localExtra);
    out.put(name, new Uint8Array(localExtra), data);
    const extra = new Bytes();
    if (member.zip64) extra.fields(2, 1, 2, 24, 8, size, 8, compressedSize, 8, offset);
    const said = member.zip64 ? [2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1] : [compressedSize, size, offset];
    directory.fields(4, 0x02014b50, 2, 0x31e, ...common, 4, said[0] as number, 4, said[1] as number, 2, name.length);
    directory.fields(2, extra.length, 2, 0, 2, 0, 2, 0, 2, 0, 2, member.mode ?? 0, 4, said[2] as number);
    directory.put(name, extra.bytes());
  }
  const begin = out.length;
  const count = archive.count ?? members.length;
  out.put(directory.bytes());
  if (archive.zip64) {
    const at = out.length;
    out.fields(4, 0x06064b50, 8, 44, 2, 45, 2, 45, 4, 0, 4, 0, 8, count, 8, count, 8, directory.length, 8, begin);
    out.fields(4, 0x07064b50, 4, 0, 8, at, 4, 1);
  }
  const [shortCount, shortBegin] = archive.zip64 ? [2 ** 16 - 1, 2 ** 32 - 1] : [count, begin];
  const comment = toBytes(archive.comment ?? "");
  out.fields(4, 0x06054b50, 2, 0, 2, 0, 2, shortCount, 2, shortCount, 4, directory.length, 4, shortBegin);
  out.fields(2, comment.length);
  out.put(comment);
  return out.bytes();
}

/** A file in memory, and which parts of it were read. */
export function memoryFile(name: string, content: Uint8Array<ArrayBuffer>, path?: string) {
  const reads: [begin: number, end: number][] = [];
  const file: ScanFile = {
    name,
    path,
    size: content.length,
    async slice(begin, end) {
      reads.push([begin, Math.min(end, content.length)]);
      return content.slice(begin, end);
    },
    async bytes() {
      reads.push([0, content.length]);
      return content.slice();
    },
  };
  return Object.assign(file, { reads });
}

/** Bytes that compress a little, others for each seed. */
export const noise = (length: number, seed = 1) => {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 24) & 0x3f;
  });
};

/** As `toEqual`, which is slow for many bytes. */
export const same = (a: Uint8Array | undefined, b: Uint8Array) => Buffer.compare(a ?? new Uint8Array(0), b) === 0;

class Bytes {
  private readonly parts: Uint8Array[] = [];
  length = 0;

  put(...parts: readonly Uint8Array[]): void {
    this.parts.push(...parts);
    for (const part of parts) this.length += part.length;
  }

  /** Pairs of bytes and value, little-endian. */
  fields(...pairs: readonly number[]): void {
    for (let i = 0; i < pairs.length; i += 2) {
      const view = new DataView(new ArrayBuffer(8));
      view.setBigUint64(0, BigInt(pairs[i + 1] as number), true);
      this.put(new Uint8Array(view.buffer, 0, pairs[i] as number));
    }
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }
}

const toBytes = (content: string | Uint8Array) =>
  typeof content === "string" ? new TextEncoder().encode(content) : content;
