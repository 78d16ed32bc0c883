/** Reads single scans out of memory, in tests of formats. */

import { expect } from "vitest";
import type { NoticeCode } from "../core/notice";
import type { Scan, ScanFile, ScanFormat } from "./scan-format";

/** The only scan in the files, a frame of it in place of the first if asked for. Throws what it is refused with. */
export async function readOnly(format: ScanFormat, files: readonly ScanFile[], frame?: number): Promise<Scan> {
  const { series, refused } = await format.survey(files);
  const [first, second] = series;
  if (refused[0]) throw refused[0].error;
  if (!first || second) throw new Error(`${series.length} series in place of one`);
  const scan = await format.read(first);
  return frame === undefined ? scan : { ...scan, volume: await (format.frame as Frame)(first, frame) };
}

type Frame = NonNullable<ScanFormat["frame"]>;

/** A notice of a code whose text matches. */
export const noticed = (code: NoticeCode, text: RegExp) => ({ code, text: expect.stringMatching(text) });
