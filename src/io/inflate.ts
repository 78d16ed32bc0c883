/**
 * Raw DEFLATE decoding (RFC 1951) into a buffer of known size.
 *
 * The platform's `DecompressionStream` cannot do this job: it does not tell where a gzip member ends, so that a second
 * member or padding is an error in Chromium, which then also drops output that was still queued. This decoder reports
 * where it stopped, and a wrongly large stream costs no more than the bytes that were asked for.
 */

import { EigenvoxError } from "../core/errors";

export interface Inflated {
  /** Offset in the source of the first byte after the stream; meaningless unless `finished`. */
  readonly end: number;
  /** Offset in the output of the first byte not written. */
  readonly filled: number;
  /** False when the output was full before the stream ended. */
  readonly finished: boolean;
}

/** A canonical Huffman code: `table[next bits]` is `symbol << 4 | length`, 0 where no code word matches. */
interface Codes {
  readonly table: Uint16Array;
  readonly mask: number;
}

const MAX_CODE_BITS = 15;
const END_OF_BLOCK = 256;
/** Bytes by which the read position may run past the source before the bits in hand are certainly not its own. */
const READ_AHEAD = 4;
// RFC 1951 §3.2.5: base values and extra bits of the length symbols 257…285 and the distance symbols 0…29.
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_EXTRA = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const LENGTH_BASE = basesOf(LENGTH_EXTRA, 3);
LENGTH_BASE[28] = 258;
const DISTANCE_BASE = basesOf(DISTANCE_EXTRA, 1);
// RFC 1951 §3.2.7: the order in which the lengths of the code length code are stored.
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const FIXED_LITERALS = buildCodes(
  Uint8Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8)),
);
const FIXED_DISTANCES = buildCodes(new Uint8Array(30).fill(5));

/**
 * Decodes the stream that begins at `source[start]` into `out` from `out[at]` on, until it ends or `out` is full.
 *
 * Throws `E_GZIP` when the stream is damaged and `E_TRUNCATED` when the source ends before it.
 */
export function inflate(source: Uint8Array, start: number, out: Uint8Array, at: number): Inflated {
  return new Inflater(source, start, out, at).run();
}

class Inflater {
  /** The next `count` bits of the source, first bit lowest; `count` stays below 32, so that `hold` is never negative. */
  private hold = 0;
  private count = 0;
  private readonly begin: number;
  private isFull = false;

  constructor(
    private readonly source: Uint8Array,
    private position: number,
    private readonly out: Uint8Array,
    private filled: number,
  ) {
    this.begin = filled;
  }

  run(): Inflated {
    for (let isLast = false; !isLast; ) {
      isLast = this.take(1) === 1;
      const type = this.take(2);
      if (type === 0) this.copyStored();
      else if (type === 1) this.decodeSymbols(FIXED_LITERALS, FIXED_DISTANCES);
      else if (type === 2) this.decodeDynamic();
      else throw damaged("unknown block type");
      if (this.isFull) return { end: this.end(), filled: this.filled, finished: false };
    }
    return { end: this.end(), filled: this.filled, finished: true };
  }

  /** Offset after the last byte of which a bit was used. Bits past the end read as 0, so that this is where it shows. */
  private end(): number {
    const end = this.position - (this.count >> 3);
    if (end > this.source.length) throw this.truncated();
    return end;
  }

  private take(bits: number): number {
    this.refill();
    const value = this.hold & ((1 << bits) - 1);
    this.drop(bits);
    return value;
  }

  private decodeOne({ table, mask }: Codes): number {
    this.refill();
    const entry = table[this.hold & mask] as number;
    if (entry === 0) throw damaged("invalid code word");
    this.drop(entry & 15);
    return entry >> 4;
  }

  /** Makes at least 16 bits available. */
  private refill(): void {
    if (this.count >= 16) return;
    const { source, position } = this;
    if (position > source.length + READ_AHEAD) throw this.truncated();
    this.hold |= ((source[position] as number) | ((source[position + 1] as number) << 8)) << this.count;
    this.position += 2;
    this.count += 16;
  }

  private drop(bits: number): void {
    this.hold >>>= bits;
    this.count -= bits;
  }

  private copyStored(): void {
    this.position -= this.count >> 3;
    this.hold = this.count = 0;
    const { source, position, out } = this;
    if (position + 4 > source.length) throw this.truncated();
    const length = (source[position] as number) | ((source[position + 1] as number) << 8);
    const check = (source[position + 2] as number) | ((source[position + 3] as number) << 8);
    if ((length ^ check) !== 0xffff) throw damaged("stored block of inconsistent length");
    const used = Math.min(length, out.length - this.filled);
    const first = position + 4;
    if (first + used > source.length) throw this.truncated();
    out.set(source.subarray(first, first + used), this.filled);
    this.filled += used;
    this.position = first + used;
    this.isFull = used < length;
  }

  private decodeDynamic(): void {
    const literalCount = this.take(5) + 257;
    const distanceCount = this.take(5) + 1;
    const codeLengthCount = this.take(4) + 4;
    const codeLengths = new Uint8Array(19);
    for (let i = 0; i < codeLengthCount; i++) codeLengths[CODE_LENGTH_ORDER[i] as number] = this.take(3);
    const codes = buildCodes(codeLengths);
    const lengths = new Uint8Array(literalCount + distanceCount);
    for (let i = 0; i < lengths.length; ) {
      const symbol = this.decodeOne(codes);
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      if (symbol === 16 && i === 0) throw damaged("code length repeated before the first");
      const value = symbol === 16 ? (lengths[i - 1] as number) : 0;
      const repeat = symbol === 16 ? 3 + this.take(2) : symbol === 17 ? 3 + this.take(3) : 11 + this.take(7);
      if (i + repeat > lengths.length) throw damaged("too many code lengths");
      lengths.fill(value, i, i + repeat);
      i += repeat;
    }
    this.decodeSymbols(buildCodes(lengths.subarray(0, literalCount)), buildCodes(lengths.subarray(literalCount)));
  }

  /** A block's literals and matches. State lives in locals here: this loop is where all the time goes. */
  private decodeSymbols(literals: Codes, distances: Codes): void {
    const { source, out, begin } = this;
    const { table: literalTable, mask: literalMask } = literals;
    const { table: distanceTable, mask: distanceMask } = distances;
    const size = out.length;
    const stop = source.length + READ_AHEAD;
    let { hold, count, position, filled } = this;
    for (;;) {
      if (count < 16) {
        if (position > stop) throw this.truncated();
        hold |= ((source[position] as number) | ((source[position + 1] as number) << 8)) << count;
        position += 2;
        count += 16;
      }
      const entry = literalTable[hold & literalMask] as number;
      if (entry === 0) throw damaged("invalid code word");
      hold >>>= entry & 15;
      count -= entry & 15;
      const symbol = entry >> 4;
      if (symbol < END_OF_BLOCK) {
        if (filled === size) {
          this.isFull = true;
          break;
        }
        out[filled++] = symbol;
        continue;
      }
      if (symbol === END_OF_BLOCK) break;
      if (symbol > 285) throw damaged("invalid length");
      if (count < 16) {
        hold |= ((source[position] as number) | ((source[position + 1] as number) << 8)) << count;
        position += 2;
        count += 16;
      }
      const lengthBits = LENGTH_EXTRA[symbol - 257] as number;
      let length = (LENGTH_BASE[symbol - 257] as number) + (hold & ((1 << lengthBits) - 1));
      hold >>>= lengthBits;
      count -= lengthBits;

      if (count < 16) {
        hold |= ((source[position] as number) | ((source[position + 1] as number) << 8)) << count;
        position += 2;
        count += 16;
      }
      const distanceEntry = distanceTable[hold & distanceMask] as number;
      if (distanceEntry === 0 || distanceEntry >> 4 > 29) throw damaged("invalid distance");
      hold >>>= distanceEntry & 15;
      count -= distanceEntry & 15;

      if (count < 16) {
        hold |= ((source[position] as number) | ((source[position + 1] as number) << 8)) << count;
        position += 2;
        count += 16;
      }
      const distanceBits = DISTANCE_EXTRA[distanceEntry >> 4] as number;
      const distance = (DISTANCE_BASE[distanceEntry >> 4] as number) + (hold & ((1 << distanceBits) - 1));
      hold >>>= distanceBits;
      count -= distanceBits;
      if (distance > filled - begin) throw damaged("distance before the beginning");

      if (length > size - filled) {
        length = size - filled;
        this.isFull = true;
      }
      for (const end = filled + length; filled < end; filled++) out[filled] = out[filled - distance] as number;
      if (this.isFull) break;
    }
    this.hold = hold;
    this.count = count;
    this.position = position;
    this.filled = filled;
  }

  private truncated(): EigenvoxError {
    return new EigenvoxError(
      "E_TRUNCATED",
      `The compressed data end early: the file has ${this.source.length} bytes and stops inside the image. ` +
        "Copy or download it again.",
    );
  }
}

function buildCodes(lengths: Uint8Array): Codes {
  const counts = new Uint16Array(MAX_CODE_BITS + 1);
  for (const length of lengths) if (length > 0) counts[length] = (counts[length] as number) + 1;
  const next = new Uint16Array(MAX_CODE_BITS + 1);
  let longest = 0;
  let code = 0;
  for (let bits = 1; bits <= MAX_CODE_BITS; bits++) {
    code = (code + (counts[bits - 1] as number)) << 1;
    next[bits] = code;
    const count = counts[bits] as number;
    if (count > 0) longest = bits;
    if (code + count > 1 << bits) throw damaged("more code words than their lengths allow");
  }
  const table = new Uint16Array(1 << longest);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] as number;
    if (length === 0) continue;
    const word = next[length] as number;
    next[length] = word + 1;
    for (let at = reversed(word, length); at < table.length; at += 1 << length) table[at] = (symbol << 4) | length;
  }
  return { table, mask: table.length - 1 };
}

/** The lowest `length` bits in opposite order: code words are stored highest bit first. */
function reversed(word: number, length: number): number {
  let out = 0;
  for (let bit = 0; bit < length; bit++) out = (out << 1) | ((word >> bit) & 1);
  return out;
}

function basesOf(extraBits: readonly number[], first: number): number[] {
  let base = first;
  return extraBits.map((bits) => {
    const value = base;
    base += 1 << bits;
    return value;
  });
}

function damaged(what: string): EigenvoxError {
  return new EigenvoxError("E_GZIP", `The compressed data are damaged (${what}). Copy or download the file again.`);
}
