/** File names for what is saved. They say nothing of a patient unless asked to. */

import { type Factor, formatFactor } from "../core/volume";
import { scanStem } from "../formats/scan-names";

const MAX_STEM = 80;

/** A name by the BIDS scheme with a numbered subject, which stands for a person without naming them. */
const BIDS_NAME = /^sub-[A-Za-z]{0,4}\d{1,6}(_[a-z]+-[A-Za-z0-9]+)*_[A-Za-z0-9]+$/;

/**
 * What the name of a file begins with that is made from a scan: its own name where that names no person or `keepName` is
 * set, else "scan" with the beginning of `hash`, and the contrast where it is known.
 */
export function safeScanStem(scanName: string, hash: string, keepName: boolean, contrast?: string): string {
  const stem = scanStem(scanName.normalize("NFC"));
  if (keepName || BIDS_NAME.test(stem)) return safeStem(stem) || "scan";
  return [`scan-${hash.slice(0, 8)}`, contrast].filter(Boolean).join("_");
}

/**
 * Name of a result's file, or archive, by BIDS: `sub-06_res-sr2x_desc-superres_T1w.nii.gz`, and where no filters made it
 * `sub-06_res-2x_desc-interpolated_T1w.nii.gz`.
 */
export function resultFileName(
  stem: string,
  factor: Factor,
  { ending = ".nii.gz", isInterpolated = false }: { ending?: ".nii.gz" | ".zip"; isInterpolated?: boolean } = {},
): string {
  const times = formatFactor(factor).replaceAll("×", "x");
  const entities = isInterpolated ? `res-${times}_desc-interpolated` : `res-sr${times}_desc-superres`;
  const parts = stem.split("_").filter((part) => !/^(res|desc)-/.test(part));
  const suffix = parts.length > 1 && !parts.at(-1)?.includes("-") ? parts.pop() : undefined;
  return `${[...parts, entities, suffix].filter(Boolean).join("_")}${ending}`;
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
