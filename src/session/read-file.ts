/** NIfTI files that were dropped or chosen. */

import { EigenvoxError } from "../core/errors";
import { type NiftiScan, readNifti } from "../formats/nifti/read";

/** Larger files are refused unread: their voxels would not fit a browser tab. */
const MAX_FILE_BYTES = 2 ** 31 - 1;

/** Throws `E_TOO_LARGE` and what `readNifti` throws. */
export async function readFile(file: File): Promise<NiftiScan> {
  if (file.size > MAX_FILE_BYTES) {
    const message = `The file has ${file.size} bytes; the page reads files of up to 2 GiB. Crop it, or save it as .nii.gz.`;
    throw new EigenvoxError("E_TOO_LARGE", message);
  }
  return readNifti(new Uint8Array(await file.arrayBuffer()));
}
