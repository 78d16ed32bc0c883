/** Scans' files as a browser gives them. */

import { EigenvoxError } from "../core/errors";
import type { RandomAccess } from "../core/random-access";
import type { ScanFile } from "../formats/scan-format";

/** A file that a person gave, and where it lies below the folder that was given. */
export interface GivenFile {
  readonly file: File;
  /** With its name; undefined for a file that was given itself. */
  readonly path?: string | undefined;
}

/** Larger files are refused unread: their voxels would not fit a browser tab. */
const MAX_FILE_BYTES = 2 ** 31 - 1;

/** `bytes` throws `E_TOO_LARGE`. */
export function fileOf(file: File, name = file.name): ScanFile {
  const { size } = file;
  return {
    name,
    size,
    slice: async (begin, end) => new Uint8Array(await file.slice(begin, end).arrayBuffer()),
    async bytes() {
      if (size > MAX_FILE_BYTES) {
        const message = `The file has ${size} bytes; the page reads files of up to 2 GiB. Crop it, or save it as .nii.gz.`;
        throw new EigenvoxError("E_TOO_LARGE", message);
      }
      return new Uint8Array(await file.arrayBuffer());
    },
  };
}

/** As `fileOf`. */
export const givenFile = ({ file, path }: GivenFile): ScanFile => ({ ...fileOf(file), path });

export function randomAccess(file: Blob): RandomAccess {
  return {
    size: file.size,
    read: async (begin, end) => new Uint8Array(await file.slice(begin, end).arrayBuffer()),
  };
}
