/**
 * The tags of a DICOM file up to its pixels. The file is read in pieces and what is of no interest is passed over, so
 * that neither memory nor time grows with what a file claims. Sources: DICOM PS3.10 7.1, PS3.5 7 and A.
 */

import { EigenvoxError } from "../../core/errors";
import type { ScanFile } from "../scan-format";
import { type Encoding, type Header, headerAt, LONGEST_HEADER, SHORTEST_HEADER } from "./element-header";
import { FilePieces, tooLarge } from "./file-pieces";
import { FRAME_GROUPS, GROUPS, SHARED_GROUPS } from "./functional-groups";
import { FEW_IMAGES } from "./room";
import { nonImageKind } from "./sop-classes";
import {
  ENTRIES,
  isNumeric,
  numberOf,
  privateEntry,
  type TagEntry,
  type TagName,
  type Tags,
  type TagValue,
  textOf,
} from "./tags";

export interface DataSet<Frame> {
  /** What `pixels` lies in: the file, or as if it were not deflated. */
  readonly file: ScanFile;
  /** UID of the transfer syntax that the file names, or is taken for. */
  readonly transferSyntax: string;
  readonly tags: Tags;
  /** What its functional groups say of each frame; empty where it has none. */
  readonly frames: readonly Frame[];
  /** Undefined where the file has none, or ends before them. */
  readonly pixels: PixelElement | undefined;
  /** True where the file ends inside an element. */
  readonly isCut: boolean;
  /** True where it was not read on, because it has too many frames. */
  readonly isGivenUp: boolean;
}

export interface PixelElement {
  /** Of the value in the file. */
  readonly offset: number;
  /** In bytes; undefined where it is encapsulated. */
  readonly length: number | undefined;
  /** Floating-point numbers: another element than that of whole numbers. */
  readonly isFloat: boolean;
}

export const IMPLICIT = "1.2.840.10008.1.2";
export const EXPLICIT = "1.2.840.10008.1.2.1";
const DEFLATED = "1.2.840.10008.1.2.1.99";
const BIG_ENDIAN = "1.2.840.10008.1.2.2";

const PREAMBLE_BYTES = 128;
const MARK = "DICM";
const META_GROUP = 2;
const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
/** Behind it there is nothing that tells of a series. */
const LAST_OF_SERIES = 0x0020ffff;
const SEQUENCE_END = 0xfffee0dd;
const PIXELS = 0x7fe00010;
const FLOAT_PIXELS: ReadonlySet<number> = new Set([0x7fe00008, 0x7fe00009]);
const META_ENCODING: Encoding = { explicit: true, littleEndian: true };
const UNKNOWN_ENCODING: Encoding = { explicit: false, littleEndian: true };

/** Of functional groups, which grow with the frames, and of all else. */
const MOST_GROUPED = 1 << 20;
const MOST_OTHERS = 1 << 17;
const MOST_FRAMES = 1 << 16;
/** Of a value that is read. */
const MOST_VALUE_BYTES = 1 << 20;
/** Sequences and items within each other. */
const MOST_DEPTH = 64;

type Sink = Map<TagName, TagValue>;

/** A sequence, or an item of one, that is being read. */
interface Level {
  readonly isItem: boolean;
  /** Where it ends; Infinity where a delimiter does. */
  readonly end: number;
  readonly encoding: Encoding;
  /** Where what is read goes; undefined for what is of no interest. */
  readonly sink: Sink | undefined;
  readonly kind?: "frames" | "frame" | undefined;
}

/** What is kept of a frame's functional groups; it is given what they say, those that all frames share, and the file. */
export type FrameOf<Frame> = (own: ReadonlyMap<TagName, TagValue>, shared: Tags, file: Tags) => Frame;

/** Whether a file of more than `FEW_IMAGES` frames, which says this so far, is to be read on. */
export type Fits = (file: Tags) => Promise<boolean>;

/**
 * Reads the tags of a file, with or without preamble and file meta information. `fits` is asked before the
 * frames of a file that has many.
 *
 * Throws `E_BAD_HEADER` or `E_TOO_LARGE` for tags that cannot be read, and what `inflatedFile` throws.
 */
export const readDataSet = <Frame>(
  file: ScanFile,
  frameOf: FrameOf<Frame>,
  fits: Fits = async () => true,
): Promise<DataSet<Frame>> => new Reader(file, frameOf, fits).read();

class Reader<Frame> {
  private readonly tags: Sink = new Map();
  private readonly shared: Sink = new Map();
  private readonly frames: Frame[] = [];
  private readonly creators = new Map<number, string>();
  /** What is being read lies in the last of these; where there is none, in the file itself. */
  private readonly levels: Level[] = [];
  private readonly pieces: FilePieces;
  private transferSyntax = "";
  /** Undefined inside the file meta information, which is in little-endian order whatever follows. */
  private encoding: Encoding | undefined;
  private at = 0;

  constructor(
    file: ScanFile,
    private readonly frameOf: FrameOf<Frame>,
    private readonly fits: Fits,
  ) {
    this.pieces = new FilePieces(file);
  }

  async read(): Promise<DataSet<Frame>> {
    try {
      return await this.readElements();
    } finally {
      // Errors remember who threw them for as long as they are kept.
      this.pieces.release();
    }
  }

  private async readElements(): Promise<DataSet<Frame>> {
    const { pieces, levels } = this;
    await pieces.load(0, PREAMBLE_BYTES + MARK.length);
    const mark = String.fromCharCode(...pieces.bytes(PREAMBLE_BYTES, PREAMBLE_BYTES + MARK.length));
    if (mark === MARK) this.at = PREAMBLE_BYTES + MARK.length;
    let [grouped, others] = [0, 0];
    while (grouped < MOST_GROUPED && others < MOST_OTHERS) {
      while (this.at >= (levels.at(-1)?.end ?? Infinity)) this.close();
      // Waiting takes longer than reading an element, and most are at hand.
      if (!pieces.has(this.at, this.at + LONGEST_HEADER)) await this.loadHeader();
      if (this.at + SHORTEST_HEADER > pieces.end) return this.result(undefined, this.at !== pieces.end);
      if (!this.encoding && pieces.view.getUint16(this.at - pieces.begin, true) !== META_GROUP) {
        await this.beginDataSet();
        if (!this.encoding) return this.result(undefined, true);
      }
      const level = levels.at(-1);
      if (level?.sink || level?.kind) grouped++;
      else others++;
      const encoding = level?.encoding ?? this.encoding ?? META_ENCODING;
      const header = headerAt(pieces.view, pieces.begin, this.at, encoding);
      if (!header) return this.result(undefined, true);
      const { tag, begin, length } = header;
      if (tag === ITEM) {
        if (level?.kind === "frames" && this.areMany() && !(await this.fits(this.tags)))
          return this.result(undefined, false, true);
        this.openItem(header, level);
      } else if (tag === ITEM_END || tag === SEQUENCE_END) this.closeAt(header);
      else {
        const isFloat = FLOAT_PIXELS.has(tag);
        if (!level && (isFloat || tag === PIXELS)) return this.result({ offset: begin, length, isFloat }, false);
        if (!level && tag > LAST_OF_SERIES && this.isNoImage()) return this.result(undefined, false);
        const waited = this.takeElement(header, encoding, level);
        if (waited) await waited;
      }
    }
    throw tooLarge(`${grouped + others} elements and more before its pixels`);
  }

  /** True before the first frame where the file says so, else before the first that is more than a few. */
  private areMany(): boolean {
    const { length } = this.frames;
    return length === FEW_IMAGES || (length === 0 && (numberOf(this.tags, "numberOfFrames") ?? 0) > FEW_IMAGES);
  }

  private isNoImage(): boolean {
    return nonImageKind(textOf(this.tags, "sopClass")) !== undefined;
  }

  private loadHeader(): Promise<void> {
    return this.pieces.load(this.at, this.at + LONGEST_HEADER);
  }

  /** No encoding is known after it where the file ends there. */
  private async beginDataSet(): Promise<void> {
    const { at, pieces } = this;
    this.transferSyntax = textOf(this.tags, "transferSyntax");
    if (this.transferSyntax === DEFLATED) {
      pieces.inflate(at);
      await this.loadHeader();
      if (at + SHORTEST_HEADER > pieces.end) return;
    }
    // Whether value representations are there is seen more surely than said.
    const explicit = /^[A-Z]{2}$/.test(String.fromCharCode(...pieces.bytes(at + 4, at + 6)));
    this.encoding = { explicit, littleEndian: this.transferSyntax !== BIG_ENDIAN };
    this.transferSyntax ||= explicit ? EXPLICIT : IMPLICIT;
  }

  private openItem({ begin, end, length }: Header, level: Level | undefined): void {
    const isFrame = level?.kind === "frames";
    const sink = isFrame ? new Map<TagName, TagValue>() : level?.sink;
    if (!level || (length !== undefined && !sink)) this.at = length === undefined ? begin : end;
    else this.open({ isItem: true, end, encoding: level.encoding, sink, kind: isFrame ? "frame" : undefined }, begin);
  }

  private open(level: Level, begin: number): void {
    if (this.levels.length === MOST_DEPTH) throw damaged(`it nests sequences more than ${MOST_DEPTH / 2} deep`);
    this.levels.push(level);
    this.at = begin;
  }

  /** At a delimiter: what was not ended before it ends with it. */
  private closeAt({ tag, begin }: Header): void {
    const isItem = tag === ITEM_END;
    if (this.levels.some((one) => one.isItem === isItem)) {
      while (this.levels.at(-1)?.isItem !== isItem) this.close();
      this.close();
    }
    this.at = begin;
  }

  private close(): void {
    const level = this.levels.pop();
    if (level?.kind !== "frame") return;
    if (this.frames.length === MOST_FRAMES) throw tooLarge(`more than ${MOST_FRAMES} frames`);
    this.frames.push(this.frameOf(level.sink ?? new Map(), this.shared, this.tags));
  }

  /** Passes over an element, or goes into it, or keeps its value; to be waited for where that is not at hand. */
  private takeElement(header: Header, encoding: Encoding, level: Level | undefined): Promise<void> | undefined {
    const { tag, vr, begin, length, end } = header;
    const sink = level ? level.sink : this.tags;
    const isFrames = !level && tag === FRAME_GROUPS;
    const inner = !level && tag === SHARED_GROUPS ? this.shared : level && GROUPS.has(tag) ? sink : undefined;
    if (inner || isFrames || length === undefined) {
      // Source: PS3.5 6.2.2, note on UN of undefined length.
      const within = vr === "UN" ? UNKNOWN_ENCODING : encoding;
      this.open({ isItem: false, end, encoding: within, sink: inner, kind: isFrames ? "frames" : undefined }, begin);
      return undefined;
    }
    this.at = end;
    const entry = sink && entryOf(tag, this.creators);
    // A value without length is as none: what holds for all frames, say, holds.
    const isRead = length > 0 && length <= MOST_VALUE_BYTES && end <= this.pieces.end;
    if (!sink || !entry || !isRead) return undefined;
    if (entry !== CREATOR && sink.has(entry.name)) return undefined;
    if (!this.pieces.has(begin, end)) {
      return this.pieces.load(begin, end).then(() => this.keep(header, entry, encoding, sink));
    }
    this.keep(header, entry, encoding, sink);
    return undefined;
  }

  private keep({ tag, vr, begin, end }: Header, entry: TagEntry, encoding: Encoding, sink: Sink): void {
    const view = this.pieces.bytes(begin, end);
    if (entry === CREATOR) {
      this.creators.set(tag, String.fromCharCode(...view.subarray(0, 64)).trim());
      return;
    }
    // What a frame says is of use until the frame ends; all else would keep the whole piece.
    const bytes = sink === this.tags || sink === this.shared ? view.slice() : view;
    sink.set(entry.name, { vr: isNumeric(vr) ? vr : entry.vr, bytes, littleEndian: encoding.littleEndian });
  }

  private result(pixels: PixelElement | undefined, isCut: boolean, isGivenUp = false): DataSet<Frame> {
    const { transferSyntax, tags, frames, levels } = this;
    const { file } = this.pieces;
    return { file, transferSyntax, tags, frames, pixels, isCut: isCut || levels.length > 0, isGivenUp };
  }
}

/** Stands for the names of private blocks. */
const CREATOR = {} as TagEntry;

/** What is read of an element; of a private one by who made its block. Source: PS3.5 7.8.1. */
function entryOf(tag: number, creators: ReadonlyMap<number, string>): TagEntry | undefined {
  const [group, element] = [tag >>> 16, tag & 0xffff];
  if (group % 2 === 0) return ENTRIES.get(tag);
  if (element < 0x100) return CREATOR;
  const creator = creators.get(group * 0x10000 + (element >>> 8));
  return creator === undefined ? undefined : privateEntry(creator, group, element & 0xff);
}

const damaged = (what: string) =>
  new EigenvoxError("E_BAD_HEADER", `The DICOM file is damaged: ${what}. Copy it again.`);
