/** Names what a file that is no scan looks like, so that a refusal can say it. */

import { EigenvoxError } from "../core/errors";
import { latin1 } from "./text-header";

/** Bytes at an offset that mark a kind of content, as Latin-1 text. */
const MARKS: readonly (readonly [number, string, string])[] = [
  [0, "\x89PNG", "a PNG picture"],
  [0, "\xff\xd8\xff", "a JPEG picture"],
  [0, "GIF8", "a GIF picture"],
  [0, "II*\0", "a TIFF picture"],
  [0, "MM\0*", "a TIFF picture"],
  [0, "%PDF", "a PDF document"],
  [0, "PK\x03\x04", "a document or program (packed as a ZIP archive)"],
  [0, "7z\xbc\xaf", "a 7-Zip archive (unpack it first)"],
  [0, "Rar!", "a RAR archive (unpack it first)"],
  [257, "ustar", "a tar archive (unpack it first)"],
  [0, "\x1f\x8b", "a damaged gzip file"],
  [0, "BZh", "a bzip2 file (unpack it first)"],
  [0, "\xfd7zXZ", "an xz file (unpack it first)"],
  [0, "\x28\xb5\x2f\xfd", "a Zstandard file (unpack it first)"],
  [0, "\x89HDF", "an HDF5 or MINC 2 file"],
  [0, "CDF", "a NetCDF or MINC 1 file"],
  [0, "mrtrix image", "an MRtrix image"],
  [0, "version https://git-lfs", "a Git LFS pointer: a placeholder, not the image itself (fetch it with git lfs pull)"],
  [0, "/annex/objects/", "a git-annex pointer: a placeholder, not the image itself (fetch it with git annex get)"],
];

/** "a PNG picture", "plain text", "unrecognised binary data": what the first bytes (512 are enough) look like. */
export function describeContent(head: Uint8Array): string {
  const text = latin1(head.subarray(0, 512));
  const mark = MARKS.find(([offset, bytes]) => text.startsWith(bytes, offset));
  if (mark) return mark[2];
  if (/^\s*<(!doctype html|html|head|body)/i.test(text)) return "a web page (HTML), perhaps an error page";
  if (/^\s*<(\?xml|!--)/.test(text)) return "an XML file";
  const isText = head.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d));
  if (isText && text.trim() !== "") return "plain text";
  return "unrecognised binary data";
}

/** The refusal of a file that has the name of a format's scans, but not their beginning. */
export function notOfFormat(head: Uint8Array, title: string): EigenvoxError {
  const message = `This is ${describeContent(head)}, though it has the name of ${title}. Copy or download it again.`;
  return new EigenvoxError("E_NOT_NIFTI", message);
}
