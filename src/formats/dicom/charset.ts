/**
 * Text of data elements in the character sets that DICOM knows. Sources: DICOM PS3.3 C.12.1.1.2 (defined terms), PS3.5
 * 6.1 and annexes H to K (code extensions by ISO 2022).
 */

/** Defined terms, without "ISO_IR " and "ISO 2022 IR ", and the encoding of all their bytes by the name of the web. */
const ENCODINGS: Readonly<Record<string, string>> = {
  "6": "latin1",
  "100": "latin1",
  "101": "iso-8859-2",
  "109": "iso-8859-3",
  "110": "iso-8859-4",
  "144": "iso-8859-5",
  "127": "iso-8859-6",
  "126": "iso-8859-7",
  "138": "iso-8859-8",
  "148": "windows-1254",
  "203": "iso-8859-15",
  "166": "windows-874",
  "13": "shift_jis",
  "87": "euc-jp",
  "159": "euc-jp",
  "149": "euc-kr",
  "58": "gbk",
  "192": "utf-8",
  GB18030: "gb18030",
  GBK: "gbk",
};

/** What an escape sequence, without its ESC, makes of the bytes behind it. */
interface Designation {
  /** Of which half of the codes: below 0x80, or above. */
  readonly high: boolean;
  readonly encoding: string;
  /** What makes a character of the set one of the encoding. */
  readonly lead?: number;
}

const ESCAPES: Readonly<Record<string, Designation>> = {
  "(B": { high: false, encoding: "ascii" },
  "(J": { high: false, encoding: "ascii" },
  $B: { high: false, encoding: "euc-jp" },
  "$@": { high: false, encoding: "euc-jp" },
  "$(D": { high: false, encoding: "euc-jp", lead: 0x8f },
  ")I": { high: true, encoding: "shift_jis" },
  "$)C": { high: true, encoding: "euc-kr" },
  "$)A": { high: true, encoding: "gbk" },
  "-A": { high: true, encoding: "latin1" },
  "-B": { high: true, encoding: "iso-8859-2" },
  "-C": { high: true, encoding: "iso-8859-3" },
  "-D": { high: true, encoding: "iso-8859-4" },
  "-L": { high: true, encoding: "iso-8859-5" },
  "-G": { high: true, encoding: "iso-8859-6" },
  "-F": { high: true, encoding: "iso-8859-7" },
  "-H": { high: true, encoding: "iso-8859-8" },
  "-M": { high: true, encoding: "windows-1254" },
  "-b": { high: true, encoding: "iso-8859-15" },
  "-T": { high: true, encoding: "windows-874" },
};

const ESC = 0x1b;
/** More than this no text takes that is shown. */
const MOST_BYTES = 4096;

/**
 * The bytes as text; `terms` are the values of SpecificCharacterSet. What is not said, or said wrongly, is taken for
 * UTF-8 where it is valid, else for Latin-1.
 */
export function decodeText(bytes: Uint8Array, terms: readonly string[]): string {
  const cut = bytes.subarray(0, MOST_BYTES);
  const encodings = terms.map((term) => ENCODINGS[term.replace(/^ISO(_IR| 2022 IR) /, "")]);
  if (cut.includes(ESC)) return decodeEscaped(cut, encodings);
  // The second set says what bytes above 0x7f are where the first is the default and no escape comes before them.
  const [first, ...others] = encodings;
  const named = (terms[0] || others.length === 0 ? first : others.find(Boolean)) ?? first;
  if (named && named !== "latin1") return decode(cut, named);
  return isUtf8(cut) && !first ? decode(cut, "utf-8") : decode(cut, "latin1");
}

function decodeEscaped(bytes: Uint8Array, encodings: readonly (string | undefined)[]): string {
  const initial: Designation = { high: true, encoding: encodings.find(Boolean) ?? "latin1" };
  const ascii: Designation = { high: false, encoding: "ascii" };
  let [low, high] = [ascii, initial];
  let text = "";
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at] === ESC) {
      const sequence = escapeAt(bytes, at + 1);
      const designation = sequence === undefined ? undefined : ESCAPES[sequence];
      if (designation?.high) high = designation;
      else if (designation) low = designation;
      at += 1 + (sequence?.length ?? 0);
      continue;
    }
    const isHigh = (bytes[at] as number) >= 0x80;
    let end = at + 1;
    while (end < bytes.length && bytes[end] !== ESC && (bytes[end] as number) >= 0x80 === isHigh) end++;
    text += decodeRun(bytes.subarray(at, end), isHigh ? high : low);
    at = end;
  }
  return text;
}

/** The escape sequence that begins there: intermediate bytes and a final one. Source: ISO/IEC 2022. */
function escapeAt(bytes: Uint8Array, at: number): string | undefined {
  return /^[ -/]*[0-~]/.exec(String.fromCharCode(...bytes.subarray(at, at + 4)))?.[0];
}

function decodeRun(run: Uint8Array, { high, encoding, lead }: Designation): string {
  if (high || encoding === "ascii") return decode(run, encoding);
  // A set of pairs below 0x80: the encoding has the same pairs above it.
  const pairs: number[] = [];
  for (let i = 0; i + 1 < run.length; i += 2) {
    if (lead !== undefined) pairs.push(lead);
    pairs.push((run[i] as number) | 0x80, (run[i + 1] as number) | 0x80);
  }
  return decode(Uint8Array.from(pairs), encoding);
}

function decode(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(bytes);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
