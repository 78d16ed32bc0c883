/** The names in ZIP archives, which are UTF-8 where they say so, or look so, and of old PCs where not. */

import { crc32Of } from "./crc32";
import { latin1 } from "./text-header";

const IS_UTF8 = 1 << 11;
/** Info-ZIP's extra field for the same name in UTF-8: a version, a checksum of the other name, then the name. */
const UNICODE_PATH = { type: 0x7075, version: 1, nameAt: 5 };

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
const onlyUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** `field` gives the data of an extra field of a type. */
export function zipName(raw: Uint8Array, flags: number, field: (type: number) => Uint8Array | undefined): string {
  if (flags & IS_UTF8) return utf8.decode(raw);
  return unicodePath(raw, field(UNICODE_PATH.type)) ?? (isAscii(raw) ? latin1(raw) : unmarked(raw));
}

function unicodePath(raw: Uint8Array, data: Uint8Array | undefined): string | undefined {
  const { version, nameAt } = UNICODE_PATH;
  if (!data || data.length < nameAt || data[0] !== version) return undefined;
  const crc = new DataView(data.buffer, data.byteOffset).getUint32(1, true);
  return crc === crc32Of(raw) ? utf8.decode(data.subarray(nameAt)) : undefined;
}

const isAscii = (raw: Uint8Array) => raw.every((byte) => byte >= 0x20 && byte < 0x7f);

function unmarked(raw: Uint8Array): string {
  if (raw.some((byte) => byte > 0x7f)) {
    try {
      return onlyUtf8.decode(raw);
    } catch {
      // Code page 437 it is.
    }
  }
  return Array.from(raw, (byte) => CP437[byte]).join("");
}

/** Code page 437, the 32 signs that PCs showed in place of control characters among them. */
const CP437 = [
  "\0☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼",
  ...Array.from({ length: 95 }, (_, i) => String.fromCharCode(0x20 + i)),
  "⌂ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»",
  "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀",
  "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0",
].join("");
