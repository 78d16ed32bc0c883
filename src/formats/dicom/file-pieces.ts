/** A file read in pieces that grow, so that few are read of what is large. */

import { EigenvoxError } from "../../core/errors";
import type { ScanFile } from "../scan-format";
import { inflatedFile } from "./inflated";

/** The first piece, and the largest, bytes. */
const PIECE_BYTES = 1 << 16;
const MOST_PIECE_BYTES = 1 << 20;
/** All pieces together. */
const MOST_READ = 1 << 26;

export class FilePieces {
  /** What is read: the file that was given, or as if it were not deflated. */
  file: ScanFile;
  /** Where it ends: of a deflated file unknown until it was read to there. */
  end: number;
  /** What is at hand: the bytes from `begin` on. */
  view = new DataView(new ArrayBuffer(0));
  begin = 0;
  private held = new Uint8Array(0);
  private nextLength = PIECE_BYTES;
  private read = 0;

  constructor(private readonly given: ScanFile) {
    this.file = given;
    this.end = given.size;
  }

  /** From now on as if what follows byte `begin` were not deflated. */
  inflate(begin: number): void {
    this.file = inflatedFile(this.given, begin);
    this.end = this.file.size;
    this.release();
  }

  /** Has nothing at hand any more. */
  release(): void {
    this.view = new DataView(new ArrayBuffer(0));
    this.held = new Uint8Array(0);
  }

  /** True where the bytes from `begin` to `end`, or to the end of the file, are at hand. */
  has(begin: number, end: number): boolean {
    return begin >= this.begin && Math.min(end, this.end) <= this.begin + this.view.byteLength;
  }

  /** Those bytes: a view, which keeps all that was at hand with them. */
  bytes(begin: number, end: number): Uint8Array {
    return this.held.subarray(begin - this.begin, end - this.begin);
  }

  /**
   * Takes the bytes from `begin` to `end` to hand, and more. Throws `E_TOO_LARGE` when there is too much to read, and
   * what `inflatedFile` throws.
   */
  async load(begin: number, end: number): Promise<void> {
    const goesOn = begin <= this.begin + this.view.byteLength;
    const wanted = goesOn ? this.nextLength : PIECE_BYTES;
    const until = Math.max(begin, Math.min(this.end, Math.max(end, begin + wanted)));
    // Inflating begins at the beginning.
    this.read += this.file === this.given ? until - begin : until;
    if (this.read > MOST_READ) throw tooLarge("too many bytes before its pixels");
    this.held = await this.file.slice(begin, until);
    const { buffer, byteOffset, byteLength } = this.held;
    this.view = new DataView(buffer, byteOffset, byteLength);
    this.begin = begin;
    if (byteLength < until - begin) this.end = begin + byteLength;
    this.nextLength = Math.min(MOST_PIECE_BYTES, 2 * wanted);
  }
}

export const tooLarge = (what: string) =>
  new EigenvoxError("E_TOO_LARGE", `The DICOM file has ${what}: it is none of images, or damaged.`);
