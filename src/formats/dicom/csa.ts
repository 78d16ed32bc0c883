/** Siemens' private image header ("CSA"). Source: nibabel's description of the format. */

const SECOND_VERSION = "SV10";
const TAG_HEADER_BYTES = 84;
const ITEM_HEADER_BYTES = 16;
const MOST_TAGS = 1000;
const MOST_ITEMS = 1000;

/** The values of one tag; empty where the header does not have it, or is none. */
export function csaValues(header: Uint8Array, name: string): string[] {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const isSecond = textAt(header, 0, 4) === SECOND_VERSION;
  let at = isSecond ? 8 : 0;
  const has = (bytes: number) => at + bytes <= header.length;
  if (!has(8)) return [];
  const count = view.getUint32(at, true);
  at += 8;
  if (count > MOST_TAGS) return [];
  /** The first version counts the items' lengths from what the first tag says. */
  let base: number | undefined;
  for (let tag = 0; tag < count && has(TAG_HEADER_BYTES); tag++) {
    const isWanted = textAt(header, at, 64) === name;
    const items = view.getInt32(at + 76, true);
    base ??= items;
    at += TAG_HEADER_BYTES;
    if (items < 0 || items > MOST_ITEMS) return [];
    const values: string[] = [];
    for (let item = 0; item < items && has(ITEM_HEADER_BYTES); item++) {
      const length = isSecond ? view.getInt32(at + 4, true) : view.getInt32(at, true) - base;
      at += ITEM_HEADER_BYTES;
      // The first version has items behind those that count, of impossible lengths.
      if (length < 0 || !has(length)) break;
      const value = textAt(header, at, length).trim();
      if (value !== "") values.push(value);
      at += Math.ceil(length / 4) * 4;
    }
    if (isWanted) return values;
  }
  return [];
}

/** Up to the first zero byte. */
function textAt(bytes: Uint8Array, at: number, length: number): string {
  const text = String.fromCharCode(...bytes.subarray(at, at + Math.min(length, 1024)));
  const end = text.indexOf("\0");
  return end < 0 ? text : text.slice(0, end);
}
