/** File names for what is saved. */

import type { Factor } from "../core/volume";

const MAX_STEM = 80;

/**
 * Name of the super-resolved file of a scan: `<stem>_sr2x.nii.gz`, or `_sr1x1x3` for unequal factors.
 * Keeps letters and digits of every script, `-`, `_` and `.`; all else (paths, controls, direction marks) becomes `_`.
 */
export function resultFileName(scanName: string, factor: Factor): string {
  const stem = scanName
    .normalize("NFC")
    .replace(/(\.nii)?(\.gz)?$/i, "")
    .replace(/[^\p{L}\p{M}\p{N}._-]+/gu, "_")
    .replace(/^[._]+|[._]+$/g, "");
  const short = [...stem].slice(0, MAX_STEM).join("");
  const [x, y, z] = factor;
  const times = x === y && y === z ? `${x}x` : `${x}x${y}x${z}`;
  return `${short || "scan"}_sr${times}.nii.gz`;
}
