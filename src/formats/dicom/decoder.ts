/** What a host gives for compressed pixels. */

import type { JobOptions } from "../../core/progress";

/**
 * Converts DICOM files, one single-frame image each at positions 0, 1, 2 … along z, to one NIfTI file of all their slices
 * in that order. The files are used up. Throws `E_PIXELS` for what cannot be decoded, or not in time.
 */
export type PixelDecoder = (
  files: readonly Uint8Array<ArrayBuffer>[],
  options: JobOptions,
) => Promise<Uint8Array<ArrayBuffer>>;
