/** The lines by which banks say what they were trained on, and whether a scan is among it. */

import { EigenvoxError } from "../core/errors";

/** What a line says of the voxels, after the scan's name. */
const VOXELS = /; voxels ([0-9a-f]{16})$/;

/** First 16 hex digits of the SHA-256 of a scan's voxels: the same scan has them whatever its file is called. */
export async function voxelHash(data: Float32Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const trainingLine = (name: string, hash: string): string => `${name}; voxels ${hash}`;

/** The voxels' hash that a line tells. */
export const hashIn = (line: string): string | undefined => VOXELS.exec(line)?.[1];

/** Throws `E_SUMS_REPEATED` where two lines tell the same voxels: a scan that is summed up twice would count twice. */
export function refuseRepeated(lines: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const line of lines) {
    const hash = hashIn(line);
    const before = hash === undefined ? undefined : seen.get(hash);
    if (before !== undefined) {
      const [a, b] = [before, line].map((own) => JSON.stringify(own));
      throw new EigenvoxError(
        "E_SUMS_REPEATED",
        a === b
          ? `The scan ${a} is in these sums more than once. Leave one of them out.`
          : `The scans ${a} and ${b} in these sums are the same. Leave one of them out.`,
      );
    }
    if (hash !== undefined) seen.set(hash, line);
  }
}

/** The line with another name for the scan. */
export const renamedLine = (line: string, name: string): string => name + (VOXELS.exec(line)?.[0] ?? "");

/** How it is known that a bank learned from a scan: by its voxels, or only by a name that may be another scan's too. */
export type LearnedFrom = "voxels" | "name";

/** Whether the lines hold the scan. Of a line that tells the voxels the name does not count. */
export function learnedFrom(
  lines: readonly string[],
  { name, hash }: { readonly name: string; readonly hash: string },
): LearnedFrom | undefined {
  if (lines.some((line) => VOXELS.exec(line)?.[1] === hash)) return "voxels";
  const stem = stemOf(name);
  return lines.some((line) => !VOXELS.test(line) && isNamed(stem, line)) ? "name" : undefined;
}

/** `sub-01_T1w.nii.gz` is of the line `sub-01, adult T1w`; `sub-012.nii` is not. */
function isNamed(stem: string, line: string): boolean {
  const named = stemOf(line.split(/[,;]/)[0] as string);
  return named !== "" && stem.startsWith(named) && !/^[a-z0-9]/.test(stem.slice(named.length));
}

const stemOf = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replace(/(\.nii)?(\.gz)?$/, "");
