/** The header of one data element. Source: DICOM PS3.5 7.1 and 7.5. */

export interface Encoding {
  /** Whether value representations are given. */
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

export interface Header {
  /** Group × 65536 + element. */
  readonly tag: number;
  /** Empty where it is not given. */
  readonly vr: string;
  /** Of the value, bytes; undefined where a delimiter ends it. */
  readonly length: number | undefined;
  /** Where the value begins, and ends: Infinity where a delimiter ends it. */
  readonly begin: number;
  readonly end: number;
}

export const SHORTEST_HEADER = 8;
export const LONGEST_HEADER = 12;
const UNDEFINED_LENGTH = 0xffffffff;
/** Items and delimiters, which never have a value representation. */
const ITEM_GROUP = 0xfffe;
/** Value representations with lengths of four bytes; what is none has two. */
const LONG = /^(O[BDFLVW]|S[QV]|U[CNRTV])$/;

/**
 * The header at byte `at` of a file whose bytes from `first` on the view shows; undefined where it does not show all of
 * it. At least `SHORTEST_HEADER` bytes must be there.
 */
export function headerAt(view: DataView, first: number, at: number, encoding: Encoding): Header | undefined {
  const { explicit, littleEndian } = encoding;
  const here = at - first;
  const group = view.getUint16(here, littleEndian);
  const tag = group * 0x10000 + view.getUint16(here + 2, littleEndian);
  if (!explicit || group === ITEM_GROUP) {
    return header(tag, "", view.getUint32(here + 4, littleEndian), at + SHORTEST_HEADER);
  }
  const { vr, isLong } = representationOf(view.getUint16(here + 4));
  if (!isLong) return header(tag, vr, view.getUint16(here + 6, littleEndian), at + SHORTEST_HEADER);
  if (here + LONGEST_HEADER > view.byteLength) return undefined;
  return header(tag, vr, view.getUint32(here + 8, littleEndian), at + LONGEST_HEADER);
}

interface Representation {
  readonly vr: string;
  readonly isLong: boolean;
}

/** By their two letters as one number; there is one text for all elements of a kind. */
const REPRESENTATIONS = new Map<number, Representation>();

function representationOf(letters: number): Representation {
  let one = REPRESENTATIONS.get(letters);
  if (!one) {
    const vr = String.fromCharCode(letters >> 8, letters & 255);
    one = { vr, isLong: LONG.test(vr) };
    // Of damaged files they can be any.
    if (/^[A-Z]{2}$/.test(vr)) REPRESENTATIONS.set(letters, one);
  }
  return one;
}

function header(tag: number, vr: string, length: number, begin: number): Header {
  const isOpen = length === UNDEFINED_LENGTH;
  return { tag, vr, length: isOpen ? undefined : length, begin, end: isOpen ? Infinity : begin + length };
}
