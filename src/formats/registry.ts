/** The formats of scans: looking through, reading and writing files of any of them. */

import { EigenvoxError, invariant } from "../core/errors";
import { joined } from "../core/joined";
import { type JobOptions, partOf } from "../core/progress";
import type { Volume } from "../core/volume";
import { describeContent } from "./content-kind";
import type { PixelDecoder } from "./dicom/decoder";
import { dicomFormat } from "./dicom/format";
import { openContainers } from "./intake";
import { METAIMAGE } from "./metaimage/format";
import { MGH } from "./mgh/format";
import { NIFTI } from "./nifti/format";
import { NRRD } from "./nrrd/format";
import type { Refusal, Scan, ScanFile, ScanFormat, ScanOrigin, ScanSeries, Survey, VolumeWish } from "./scan-format";
import { sharedErrors } from "./shared-errors";

/** The formats, with what decodes compressed pixels of DICOM. They are asked in this order whether they want a file. */
export const formatsWith = (decoder?: PixelDecoder): readonly ScanFormat[] => [
  dicomFormat(decoder),
  NIFTI,
  MGH,
  NRRD,
  METAIMAGE,
];

/** All that can be read without a decoder. */
export const FORMATS: readonly ScanFormat[] = formatsWith();

/** Looks through files, without reading voxels; what is no scan of any format is refused with `E_NOT_NIFTI`. */
export async function surveyFiles(
  files: readonly ScanFile[],
  options: JobOptions = {},
  formats: readonly ScanFormat[] = FORMATS,
): Promise<Survey> {
  const groups = new Map<ScanFormat, ScanFile[]>();
  const refused: Refusal[] = [];
  const shared = sharedErrors();
  const { signal, onProgress } = options;
  for await (const opened of openContainers(files, { signal, onProgress: partOf(onProgress, 0, 0.5) })) {
    if ("error" in opened) {
      refused.push({ ...opened, error: shared(opened.error) });
      continue;
    }
    const { file, head } = opened;
    const wants = (name: string) => formats.find(({ sniff }) => sniff(head, name));
    // What the content tells goes before any name.
    const format = wants("") ?? wants(file.name);
    if (!format) {
      refused.push({ name: file.name, files: [file], error: shared(notScan(file, head)) });
      continue;
    }
    const group = groups.get(format);
    if (group) group.push(file);
    else groups.set(format, [file]);
  }
  const surveys: Survey[] = [];
  for (const [format, group] of groups) {
    const from = 0.5 + surveys.length / groups.size / 2;
    const report = partOf(onProgress, from, from + 0.5 / groups.size);
    surveys.push(await format.survey(group, { signal, onProgress: report }));
  }
  return {
    series: surveys.flatMap(({ series }) => series),
    refused: [...surveys.flatMap((survey) => survey.refused), ...refused],
  };
}

function notScan({ size }: ScanFile, head: Uint8Array): EigenvoxError {
  if (size === 0) return new EigenvoxError("E_EMPTY", "The file is empty (0 bytes). Copy or download it again.");
  return new EigenvoxError("E_NOT_NIFTI", `This is ${describeContent(head)}, no scan of a format that can be read.`);
}

/** The format that found the series. */
export function formatOf({ origin }: Pick<ScanSeries, "origin">, formats: readonly ScanFormat[] = FORMATS): ScanFormat {
  const format = formats.find(({ id }) => id === origin.format);
  invariant(format, `no format ${origin.format}`);
  return format;
}

/** Throws an `EigenvoxError` for what cannot be read. */
export function readSeries(
  series: ScanSeries,
  options: JobOptions = {},
  formats: readonly ScanFormat[] = FORMATS,
): Promise<Scan> {
  return formatOf(series, formats).read(series, options);
}

/** The first image in the files, or the one with an id. When there is none, throws what the files were refused with. */
export async function readFirstScan(
  files: readonly ScanFile[],
  id?: string,
  formats: readonly ScanFormat[] = FORMATS,
): Promise<Scan> {
  const { series, refused } = await surveyFiles(files, {}, formats);
  const images = series.filter(({ rank }) => rank !== "none");
  const first = images.find((one) => one.id === id) ?? images[0];
  if (first) return readSeries(first, {}, formats);
  throw refused[0]?.error ?? new EigenvoxError("E_NOT_NIFTI", "There is no image in the files.");
}

/**
 * A frame, counted from 0, of a series: like its volume, which is the first. Throws `E_ARGUMENT` for one that there is
 * not.
 */
export async function readFrame(
  series: ScanSeries,
  index: number,
  formats: readonly ScanFormat[] = FORMATS,
): Promise<Volume> {
  const { frame } = formatOf(series, formats);
  if (!frame) throw new EigenvoxError("E_ARGUMENT", "Only the first frame of scans of this format is read.");
  return frame(series, index);
}

/** The volume as a file of the origin's format, or of the first that can be written: its parts in order. */
export function scanParts(
  volume: Volume,
  wish: VolumeWish,
  origin?: ScanOrigin,
  formats: readonly ScanFormat[] = FORMATS,
): AsyncIterable<Uint8Array<ArrayBuffer>> {
  const writers = formats.filter(({ write }) => write);
  const writer = writers.find(({ id }) => id === origin?.format) ?? writers[0];
  invariant(writer?.write, "no format can be written");
  return writer.write(volume, wish, origin);
}

/** The same file as a whole. */
export async function writeScan(...of: Parameters<typeof scanParts>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const part of scanParts(...of)) parts.push(part);
  return joined(parts);
}
