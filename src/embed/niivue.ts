/**
 * Images of NiiVue made finer. NiiVue itself is not imported: a page has one copy of it, whose class the image brings along,
 * and what that is given is a NIfTI file, which it reads by names and not by the order of its arguments.
 */

import type { Device } from "../compute/device-choice";
import type { Executor } from "../compute/executor";
import { spacingOf } from "../core/affine";
import { EigenvoxError } from "../core/errors";
import { joined } from "../core/joined";
import { type Notice, notice } from "../core/notice";
import type { JobOptions } from "../core/progress";
import { type Vec3, type Volume, voxelCount } from "../core/volume";
import { areLabels, labelsNotice } from "../formats/labels";
import { niftiParts } from "../formats/nifti/write";
import { scanStem } from "../formats/scan-names";
import { valueNotices } from "../formats/value-notices";
import { VOXEL_TYPES, type VoxelType } from "../formats/voxel-types";
import { describeResult, verbOf } from "../jobs/provenance";
import { absolute } from "./absolute";
import type { BankSource } from "./banks";
import { openEngine } from "./engine";
import { type UpscaleChoices, type Upscaled, upscale } from "./upscale";

/** What is used of NiiVue's NVImage. */
export interface NiivueImage {
  readonly name: string;
  readonly hdr: NiivueHeader | null;
  /** Stored values, frame behind frame, x fastest, the axes as in the file. */
  readonly img?: ArrayLike<number> | undefined;
  readonly imaginary?: ArrayLike<number> | undefined;
  /** Counted from 0. */
  readonly frame4D: number;
  readonly colormap: string;
  readonly colormapLabel?: unknown;
  cal_min?: number | undefined;
  cal_max?: number | undefined;
}

/** The rows of `affine` lead from voxels to mm, as NiiVue places the image: its sform, its qform, or its voxel sizes. */
interface NiivueHeader {
  readonly dims: ArrayLike<number>;
  readonly affine: readonly (readonly number[])[];
  readonly datatypeCode: number;
  readonly intent_code: number;
  readonly scl_slope: number;
  readonly scl_inter: number;
  readonly sform_code: number;
  readonly qform_code: number;
  xyzt_units: number;
}

export interface SuperResolveImageOptions extends UpscaleChoices, JobOptions {
  /** A bank's file, or the folder of many with their catalogue, which ends with a slash; or the bytes of a file. */
  readonly bank?: string | URL | Uint8Array<ArrayBuffer> | undefined;
  /** Which machine computes, in a worker; a graphics card where there is one, unless told. */
  readonly device?: Device | undefined;
  /** Compute here, on a device that is open, and not in a worker. */
  readonly executor?: Executor | undefined;
}

/** NIfTI's codes, and NiiVue's of labels. */
const COLOURS = [128, 2304];
const LABELS = 1002;
/** Of whole numbers, by NIfTI's codes; wider ones NiiVue has as float64. */
const TYPES: Readonly<Record<number, VoxelType>> = {
  2: VOXEL_TYPES.uint8,
  4: VOXEL_TYPES.int16,
  512: VOXEL_TYPES.uint16,
};

/**
 * The frame of the image that is shown, made finer: an image for `addVolume`, in the same place, with the same window and
 * colours. Its name, its header's description and a comment in its file say that it was computed. What must be known of the
 * image and of the result is told to `onNotice`.
 *
 * Throws `E_ARGUMENT` for an image without voxels, `E_UNSUPPORTED_TYPE` for colours, and what `upscale` throws. Cancel: with the
 * signal's reason.
 */
export async function superResolveImage<Image extends NiivueImage>(
  image: Image,
  { device = "auto", executor, signal, onProgress, onNotice, bank, ...choices }: SuperResolveImageOptions,
): Promise<Image> {
  const { volume, frames, notices } = volumeOfImage(image);
  for (const one of notices) onNotice?.(one);
  const request = { ...choices, bank: bank && bankSource(bank) };
  const job = { signal, onProgress };
  const made = executor
    ? await upscale(executor, volume, request, job)
    : await inWorker((engine) => engine.upscale(volume, request, device, job));
  for (const one of made.notices) onNotice?.(one);
  return imageOf(image, frames, made);
}

const bankSource = (bank: string | URL | Uint8Array<ArrayBuffer>): BankSource =>
  bank instanceof Uint8Array ? bank : absolute(bank);

async function inWorker<T>(work: (engine: ReturnType<typeof openEngine>) => Promise<T>): Promise<T> {
  const engine = openEngine();
  try {
    return await work(engine);
  } finally {
    engine.close();
  }
}

/** The frame that is shown, in scaled intensities, and how many there are. Throws as `superResolveImage`. */
export function volumeOfImage({ hdr, img, frame4D, ...image }: NiivueImage): {
  readonly volume: Volume;
  readonly frames: number;
  readonly notices: readonly Notice[];
} {
  if (!hdr || !img) throw new EigenvoxError("E_ARGUMENT", `The image "${image.name}" of NiiVue has no voxels.`);
  const dims = [1, 2, 3].map((axis) => Math.max(1, hdr.dims[axis] ?? 1)) as unknown as Vec3;
  const count = voxelCount(dims);
  if (COLOURS.includes(hdr.datatypeCode) || img.length % count !== 0) {
    const message = `The voxels of "${image.name}" are colours or vectors; single numbers are needed.`;
    throw new EigenvoxError("E_UNSUPPORTED_TYPE", message);
  }
  const { scl_slope: slope, scl_inter: intercept } = hdr;
  const data = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const value = (img[frame4D * count + i] as number) * slope + intercept;
    data[i] = Number.isFinite(value) ? value : Number.NaN;
  }
  const affine = [...hdr.affine.slice(0, 3).flat(), 0, 0, 0, 1];
  return {
    volume: { data, dims, spacing: spacingOf(affine), affine },
    frames: img.length / count,
    notices: noticesOf({ hdr, ...image }, data),
  };
}

function noticesOf(
  { hdr, imaginary, colormapLabel }: Pick<NiivueImage, "imaginary" | "colormapLabel"> & { readonly hdr: NiivueHeader },
  data: Float32Array,
): readonly Notice[] {
  const type = TYPES[hdr.datatypeCode] ?? VOXEL_TYPES.float64;
  const areNamed = Boolean(colormapLabel) || hdr.intent_code === LABELS;
  const scaling = [hdr.scl_slope, hdr.scl_inter] as const;
  return [
    ...valueNotices(data),
    ...(areNamed ? [labelsNotice("The image's voxels are labels, as it says.")] : []),
    ...(!areNamed && areLabels(data, { type, scaling })
      ? [labelsNotice("The image's few values look like labels.")]
      : []),
    ...(imaginary
      ? [notice("W_COMPLEX", "The voxels are complex numbers: their real part is shown and processed.")]
      : []),
  ];
}

async function imageOf<Image extends NiivueImage>(source: Image, frames: number, made: Upscaled): Promise<Image> {
  const { output, provenance } = made;
  const { hdr, colormap, cal_min, cal_max, frame4D } = source;
  const { sform_code, qform_code, xyzt_units } = hdr as NiivueHeader;
  const about = describeResult(frames > 1 ? { ...provenance, frame: [frame4D + 1, frames] } : provenance);
  const spaceCode = sform_code || qform_code;
  const parts: Uint8Array[] = [];
  for await (const part of niftiParts(output, { ...about, isPlain: true, spaceCode })) parts.push(part);
  const name = `${scanStem(source.name) || "image"} ${verbOf(provenance)}, computed.nii`;
  const { buffer } = joined(parts);
  const NVImage = source.constructor as unknown as {
    loadFromUrl(options: object): Promise<Image>;
  };
  const image = await NVImage.loadFromUrl({ url: name, buffer, name, colormap });
  // It takes 0 … 255 in a header for a mistake, and a colour map's range for a better one.
  if (cal_min !== undefined && cal_max !== undefined) Object.assign(image, { cal_min, cal_max });
  if (image.hdr) image.hdr.xyzt_units = xyzt_units;
  return image;
}
