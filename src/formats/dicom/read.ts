/** Voxels of DICOM series. */

import { voxelToWorld } from "../../core/affine";
import { breather } from "../../core/breathe";
import { EigenvoxError, invariant } from "../../core/errors";
import type { Notice } from "../../core/notice";
import type { JobOptions } from "../../core/progress";
import { type Volume, voxelCount } from "../../core/volume";
import type { Scan, ScanSeries } from "../scan-format";
import { allocate } from "../stored-voxels";
import { usableWindow, valueNotices } from "../value-notices";
import type { PixelDecoder } from "./decoder";
import type { DicomImage } from "./image";
import { readImages } from "./pixels";
import type { StackOrigin } from "./series";
import { millimetres, type Stack } from "./stack";
import { syntaxName } from "./transfer-syntax";

/** Throws `E_NOT_IMAGE` for what is none, `E_TOO_LARGE`, and what `readImages` throws. */
export async function readSeries(
  series: ScanSeries,
  decoder: PixelDecoder | undefined,
  options: JobOptions = {},
): Promise<Scan> {
  const stack = stackIn(series);
  const { volume, notices } = await readVolume(series, 0, decoder, options);
  const middle = middleImage(stack);
  const window = usableWindow(volume.data, middle.image.facts.window);
  return {
    series,
    name: series.name,
    volume,
    details: detailsOf(series, middle.image),
    notices: [...series.notices, ...notices, ...window.notices],
    frames: series.frames,
    orientationKnown: stack.orientationKnown,
    ...(window.calWindow && { calWindow: window.calWindow }),
  };
}

/** A volume of the series, counted from 0. Throws `E_ARGUMENT` where there is none, and as `readSeries`. */
export async function readVolume(
  series: ScanSeries,
  index: number,
  decoder: PixelDecoder | undefined,
  options: JobOptions = {},
): Promise<{ readonly volume: Volume; readonly notices: readonly Notice[] }> {
  const { affine, volumes } = stackIn(series);
  const slices = volumes[index];
  if (!slices) {
    const text = `The series has ${volumes.length} volumes, counted from 0; volume ${index} is none.`;
    throw new EigenvoxError("E_ARGUMENT", text);
  }
  const { dims, spacing } = series;
  const placed = [...slices.entries()].flatMap(([z, image]) => (image ? [{ z, image }] : []));
  const images = placed.map(({ image }) => image);
  // Nothing of a volume's size is taken before an image was read: files claim much that they do not hold.
  let data: Float32Array<ArrayBuffer> | undefined;
  let [read, least] = [0, Infinity];
  const isIncomplete = images.length < slices.length;
  const breathe = breather(options.signal);
  for await (const slice of readImages(images, decoder, options)) {
    await breathe();
    data ??= new Float32Array(allocate(voxelCount(dims) * Float32Array.BYTES_PER_ELEMENT));
    markNonFinite(slice);
    // Of finite numbers alone, which Math.min would not leave out.
    if (isIncomplete) for (const value of slice) if (value < least) least = value;
    data.set(slice, (placed[read++]?.z ?? 0) * slice.length);
  }
  invariant(data, "a volume without an image");
  const empty = Number.isFinite(least) ? least : Number.NaN;
  for (const [z, image] of slices.entries()) {
    if (!image) data.fill(empty, z * dims[0] * dims[1], (z + 1) * dims[0] * dims[1]);
  }
  return { volume: { data, dims, spacing, affine }, notices: valueNotices(data) };
}

/** The middle slice. Throws as `readSeries`. */
export async function readPicture(series: ScanSeries, decoder: PixelDecoder | undefined): Promise<Volume> {
  const stack = stackIn(series);
  const { z, image } = middleImage(stack);
  const [nx, ny] = series.dims;
  const affine = [...stack.affine];
  for (const [axis, mm] of voxelToWorld(affine, [0, 0, z]).entries()) affine[4 * axis + 3] = mm;
  for await (const data of readImages([image], decoder)) {
    markNonFinite(data);
    return { data, dims: [nx, ny, 1], spacing: series.spacing, affine };
  }
  throw new EigenvoxError("E_TRUNCATED", "The series' middle image cannot be read.");
}

/** Makes them NaN: missing. */
function markNonFinite(values: Float32Array): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    // Of finite numbers alone.
    if (value - value === 0) continue;
    values[i] = Number.NaN;
  }
}

function stackIn({ origin, rank, notices }: ScanSeries): Stack {
  if (rank === "none") {
    throw new EigenvoxError("E_NOT_IMAGE", notices.map(({ text }) => text).join(" ") || "This is no image.");
  }
  return (origin as StackOrigin).stack;
}

/** Of the first volume; where that slice is missing, the nearest. */
function middleImage({ volumes: [slices = []] }: Stack): { readonly z: number; readonly image: DicomImage } {
  const middle = Math.floor(slices.length / 2);
  const there = [...slices.entries()].flatMap(([z, image]) => (image ? [{ z, image }] : []));
  return there.reduce((a, b) => (Math.abs(b.z - middle) < Math.abs(a.z - middle) ? b : a));
}

/** Facts for the person: "DICOM MR, 30 slices, JPEG lossless". */
function detailsOf(series: ScanSeries, { object, pixels, facts }: DicomImage): string[] {
  const { dims, frames, slices } = series;
  const kind = ["DICOM", object.modality].filter(Boolean).join(" ");
  const count = dims[2] === 1 ? "1 slice" : `${dims[2]} slices`;
  const details = [
    [kind, count, frames > 1 && `${frames} volumes`, syntaxName(pixels.transferSyntax)].filter(Boolean).join(", "),
  ];
  if (slices && dims[2] > 1) {
    const thick = slices.thicknessMm === undefined ? "" : `${millimetres(slices.thicknessMm)} thick, `;
    details.push(`slices ${thick}${millimetres(slices.distanceMm)} apart`);
  }
  const times = [
    ["TR", facts.repetitionTime],
    ["TE", facts.echoTime],
    ["TI", facts.inversionTime],
  ] as const;
  const told = times.flatMap(([name, ms]) => (ms === undefined ? [] : [`${name} ${Number(ms.toPrecision(5))} ms`]));
  if (told.length > 0) details.push(told.join(", "));
  return details;
}
