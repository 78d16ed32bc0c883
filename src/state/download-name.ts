/** File names for what is saved. */

import type { Factor } from "../core/volume";
import { scanStem } from "../formats/scan-names";

const MAX_STEM = 80;

/** Name of the super-resolved file of a scan: `<stem>_sr2x.nii.gz`, or `_sr1x1x3` for unequal factors. */
export function resultFileName(scanName: string, factor: Factor): string {
  const [x, y, z] = factor;
  const times = x === y && y === z ? `${x}x` : `${x}x${y}x${z}`;
  return `${safeStem(scanStem(scanName.normalize("NFC"))) || "scan"}_sr${times}.nii.gz`;
}

/** Name of a bank's or of accumulators' file. */
export function titledFileName(title: string, extension: string): string {
  return `${safeStem(title.normalize("NFC")) || "untitled"}${extension}`;
}

/** Keeps letters and digits of every script, `-`, `_` and `.`; all else (paths, controls, direction marks) becomes `_`. */
function safeStem(text: string): string {
  const stem = text.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, "_").replace(/^[._]+|[._]+$/g, "");
  return [...stem].slice(0, MAX_STEM).join("");
}
