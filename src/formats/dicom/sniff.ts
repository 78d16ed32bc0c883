/** Whether a file is DICOM. Source: DICOM PS3.10 7.1, PS3.5 7.1. */

const MARK = "DICM";
const MARK_AT = 128;
/** Groups that a data set without preamble begins with: file meta information, or identification. */
const FIRST_GROUPS = [0x0002, 0x0008];
/** Longer than this no value is with which a file begins. */
const LONGEST_FIRST_VALUE = 256;

/** By its mark, or, for old files without a preamble, by beginning with two elements of a data set. */
export function isDicom(head: Uint8Array): boolean {
  if (String.fromCharCode(...head.subarray(MARK_AT, MARK_AT + MARK.length)) === MARK) return true;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const first = elementAt(view, 0);
  if (!first || !FIRST_GROUPS.includes(first.group)) return false;
  const second = elementAt(view, first.end);
  return second?.group === first.group && second.element > first.element;
}

interface Element {
  readonly group: number;
  readonly element: number;
  readonly end: number;
}

/** A short element of even length, in little-endian order, its value representation given or not. */
function elementAt(view: DataView, at: number): Element | undefined {
  if (at + 12 > view.byteLength) return undefined;
  const vr = String.fromCharCode(view.getUint8(at + 4), view.getUint8(at + 5));
  const isExplicit = /^[A-Z]{2}$/.test(vr);
  const isLong = isExplicit && /^(O[BDFLW]|SQ|U[CNRT])$/.test(vr);
  const length = isExplicit && !isLong ? view.getUint16(at + 6, true) : view.getUint32(at + (isLong ? 8 : 4), true);
  if (length > LONGEST_FIRST_VALUE || length % 2 !== 0) return undefined;
  return {
    group: view.getUint16(at, true),
    element: view.getUint16(at + 2, true),
    end: at + (isLong ? 12 : 8) + length,
  };
}
