/** The formats of scans: reading and writing files of any of them. */

import { EigenvoxError, invariant } from "../core/errors";
import type { Volume } from "../core/volume";
import { NIFTI } from "./nifti/format";
import {
  type AboutVolume,
  type ReadResult,
  type Scan,
  type ScanFile,
  type ScanFormat,
  type ScanOrigin,
  SNIFFED_BYTES,
} from "./scan-format";

/** Asked in this order whether they want a file; what none of them wants is left to the first, to say what it is. */
export const FORMATS: readonly ScanFormat[] = [NIFTI];

/** Reads the scans in the files, those of one format after those of another; each is read when it is asked for. */
export async function* readScans(
  files: readonly ScanFile[],
  formats: readonly ScanFormat[] = FORMATS,
): AsyncGenerator<ReadResult, void> {
  const groups = new Map<ScanFormat, ScanFile[]>();
  for (const file of files) {
    // A file that cannot be read is refused where it is read whole.
    const head = await file.head(SNIFFED_BYTES).catch(() => new Uint8Array());
    const format = formats.find(({ sniff }) => sniff(head, file.name)) ?? (formats[0] as ScanFormat);
    groups.set(format, [...(groups.get(format) ?? []), file]);
  }
  for (const [format, group] of groups) yield* format.read(group);
}

/** The first scan in the files. When there is none, throws what they were refused with. */
export async function readFirstScan(files: readonly ScanFile[]): Promise<Scan> {
  let error: unknown;
  for await (const result of readScans(files)) {
    if (!("error" in result)) return result;
    error ??= result.error;
  }
  throw error;
}

/**
 * A frame, counted from 0, of a scan that was read here: like its volume, which is the first. Throws `E_ARGUMENT` for one
 * that there is not.
 */
export async function readFrame(
  { files, origin }: Pick<Scan, "files" | "origin">,
  index: number,
  formats: readonly ScanFormat[] = FORMATS,
): Promise<Volume> {
  const format = formats.find(({ id }) => id === origin.format);
  if (!format?.frame) throw new EigenvoxError("E_ARGUMENT", "Only the first frame of scans of this format is read.");
  return format.frame(files, index);
}

/** The volume as a file of the origin's format, or of the first that can be written. */
export function writeScan(
  volume: Volume,
  about: AboutVolume,
  origin?: ScanOrigin,
  formats: readonly ScanFormat[] = FORMATS,
): Promise<Uint8Array<ArrayBuffer>> {
  const writers = formats.filter(({ write }) => write);
  const own = writers.find(({ id }) => id === origin?.format);
  const writer = own ?? writers[0];
  invariant(writer?.write, "no format can be written");
  return writer.write(volume, about, own && origin);
}
