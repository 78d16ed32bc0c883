/** How transfer syntaxes store pixels. Source: DICOM PS3.6 A (Registry of UIDs), PS3.5 8.2. */

/** How the pixels of a readable syntax are laid out or compressed. */
export type Coding = "little-endian" | "big-endian" | "rle" | "jpeg" | "jpeg-lossless" | "jpeg-ls" | "jpeg-2000";

/** By what follows 1.2.840.10008.1.2; without a coding the pixels cannot be read. */
const SYNTAXES: ReadonlyMap<string, readonly [name: string, coding?: Coding]> = new Map([
  ["", ["implicit little endian", "little-endian"]],
  [".1", ["explicit little endian", "little-endian"]],
  [".1.99", ["deflated explicit little endian", "little-endian"]],
  [".2", ["explicit big endian", "big-endian"]],
  [".5", ["RLE", "rle"]],
  [".4.50", ["JPEG baseline", "jpeg"]],
  [".4.57", ["JPEG lossless", "jpeg-lossless"]],
  [".4.70", ["JPEG lossless", "jpeg-lossless"]],
  [".4.80", ["JPEG-LS lossless", "jpeg-ls"]],
  [".4.81", ["JPEG-LS near-lossless", "jpeg-ls"]],
  [".4.90", ["JPEG 2000 lossless", "jpeg-2000"]],
  [".4.91", ["JPEG 2000", "jpeg-2000"]],
  [".1.98", ["encapsulated uncompressed"]],
  [".4.51", ["JPEG extended (12 bits)"]],
  [".4.92", ["JPEG 2000 part 2, lossless"]],
  [".4.93", ["JPEG 2000 part 2"]],
  [".4.94", ["JPIP referenced"]],
  [".4.95", ["JPIP referenced, deflated"]],
  [".4.100", ["MPEG-2"]],
  [".4.101", ["MPEG-2"]],
  [".4.102", ["MPEG-4"]],
  [".4.103", ["MPEG-4"]],
  [".4.104", ["MPEG-4"]],
  [".4.105", ["MPEG-4"]],
  [".4.106", ["MPEG-4"]],
  [".4.107", ["HEVC (H.265)"]],
  [".4.108", ["HEVC (H.265)"]],
  [".4.110", ["JPEG XL lossless"]],
  [".4.111", ["JPEG XL recompressed JPEG"]],
  [".4.112", ["JPEG XL"]],
  [".4.201", ["HTJ2K lossless"]],
  [".4.202", ["HTJ2K lossless"]],
  [".4.203", ["HTJ2K"]],
  [".4.204", ["JPIP HTJ2K referenced"]],
  [".4.205", ["JPIP HTJ2K referenced, deflated"]],
  [".6.2", ["XML"]],
  [".8.1", ["deflated frames"]],
]);

/** Those that give other values than were compressed, or may. */
const LOSSY: ReadonlySet<string> = new Set([".4.50", ".4.51", ".4.81", ".4.91", ".4.93", ".4.112", ".4.203"]);

const ROOT = "1.2.840.10008.1.2";

const suffixOf = (uid: string) => (uid.startsWith(ROOT) ? uid.slice(ROOT.length) : undefined);

/** As in "JPEG 2000"; a name for what is not known as well. */
export function syntaxName(uid: string): string {
  const name = SYNTAXES.get(suffixOf(uid) ?? "?")?.[0];
  return name ?? (/^[\d.]{1,64}$/.test(uid) ? `transfer syntax ${uid}` : "an unknown transfer syntax");
}

/** True where the syntax does not promise the values that were compressed. */
export function isLossy(uid: string): boolean {
  return LOSSY.has(suffixOf(uid) ?? "?");
}

/** Undefined where the pixels cannot be read. */
export function codingOf(uid: string): Coding | undefined {
  return SYNTAXES.get(suffixOf(uid) ?? "?")?.[1];
}

/** True for pixels that only a decoder can read. */
export function isCompressed(uid: string): boolean {
  const coding = codingOf(uid);
  return coding !== undefined && coding !== "little-endian" && coding !== "big-endian";
}
