/** What tests need to judge a written series: volumes of every kind, and the files read without a word of the writer's. */

import dicomParser from "dicom-parser";
import { spacingOf } from "../../core/affine";
import type { Affine, Vec3, Volume } from "../../core/volume";
import type { AboutSeries, ScanFile, ScanSeries, WrittenFile } from "../scan-format";
import type { DicomOrigin } from "./origin";
import {
  FRAME_OF_REFERENCE_UID,
  instanceUid,
  MR_CLASS,
  positionOf,
  type SliceOptions,
  STUDY_UID,
  seriesUid,
} from "./test-dicom";
import { writeSeries } from "./write-series";

export const ABOUT: AboutSeries = {
  title: "Eigenvox 2× super-resolved, research only",
  derivation: "Computed, not acquired. Super-resolved: method folded; factor 2 x 2 x 2.",
  software: "Eigenvox 0.1.0",
  window: [-20, 700.5],
  keepPatient: false,
};

/** `buildSeries()` twice as fine along every axis. */
export const FINER: Affine = [-1, 0, 0, 11.5, 0, -0.75, 0, 7.125, 0, 0, 1.5, 19.25, 0, 0, 0, 1];

/** By name: grids that DICOM can hold. */
export const GRIDS: Readonly<Record<string, Affine>> = {
  straight: FINER,
  oblique: [-0.96, 0.168, 0.336, 31, -0.28, -0.576, -1.152, 12, 0, -0.45, 1.6, -40, 0, 0, 0, 1],
  "left-handed": [-1, 0, 0, 11, 0, -0.75, 0, 7, 0, 0, -1.5, 19, 0, 0, 0, 1],
  tilted: [-1, 0, 0, 11, 0, -0.75, -0.4, 7, 0, 0, 1.5, 19, 0, 0, 0, 1],
  sagittal: [0, 0, 1.5, -60, -0.8, 0, 0, 40, 0, -0.8, 0, 33, 0, 0, 0, 1],
};

export const VALUES: Readonly<Record<string, (i: number) => number>> = {
  fractions: (i) => Math.sin(i) * 400 + 300.3,
  "whole numbers": (i) => (i * 7) % 4096,
  "negative whole numbers": (i) => ((i * 7) % 4096) - 1000,
};

export function volumeOf(affine: Affine, value: (i: number) => number, dims: Vec3 = [24, 20, 12]): Volume {
  const data = Float32Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, i) => value(i));
  return { data, dims, spacing: spacingOf(affine), affine };
}

/** The series of `buildSeries(options)`, as a reader would have found it. */
export function sourceOf(
  files: readonly ScanFile[],
  options: SliceOptions = {},
  more: Partial<DicomOrigin> = {},
): ScanSeries {
  const { columns = 12, rows = 10, series = 1, distanceMm = 3, pixelSpacing = [1.5, 2] } = options;
  const origin: DicomOrigin = {
    format: "dicom",
    studyUid: STUDY_UID,
    frameOfReferenceUid: FRAME_OF_REFERENCE_UID,
    modality: "MR",
    images: files.map((file, index) => ({
      file,
      sopClassUid: MR_CLASS,
      sopInstanceUid: instanceUid(series, index),
      frame: 0,
      position: positionOf(options, index) as unknown as Vec3,
    })),
    ...more,
  };
  return {
    id: seriesUid(series),
    name: "phantom",
    dims: [columns, rows, files.length],
    spacing: [pixelSpacing[1], pixelSpacing[0], distanceMm],
    frames: 1,
    count: files.length,
    notices: [],
    rank: "image",
    slices: { axis: 2, distanceMm, thicknessMm: distanceMm * 0.9 },
    files,
    origin,
  };
}

export async function written(volume: Volume, about = ABOUT, source?: ScanSeries): Promise<WrittenFile[]> {
  const files: WrittenFile[] = [];
  for await (const file of writeSeries(volume, about, source)) files.push(file);
  return files;
}

/** A written file as another program reads it. */
export interface ReadBack {
  /** Text of an element by its tag ("00100010"); undefined where the file lacks it. */
  text(tag: string): string | undefined;
  numbers(tag: string): number[];
  /** Items of a sequence. */
  items(tag: string): ReadBack[];
  /** In the order of the pixels, rescaled. */
  intensities(): number[];
  /** Of a pixel's centre, in mm, RAS. Source: DICOM PS3.3 C.7.6.2.1.1, equation 1. */
  world(x: number, y: number): Vec3;
}

export const readBack = (bytes: Uint8Array): ReadBack => readBackOf(dicomParser.parseDicom(bytes));

function readBackOf(dataSet: ReturnType<typeof dicomParser.parseDicom>): ReadBack {
  const text = (tag: string) => {
    const element = dataSet.elements[`x${tag.toLowerCase()}`];
    if (!element) return undefined;
    const value = dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
    return new TextDecoder("utf-8", { fatal: true }).decode(value).replace(/[ \0]+$/, "");
  };
  const numbers = (tag: string) => (text(tag) ?? "").split("\\").map(Number);
  const number = (tag: string) => dataSet.uint16(`x${tag}`) as number;
  return {
    text,
    numbers,
    items: (tag) =>
      (dataSet.elements[`x${tag.toLowerCase()}`]?.items ?? []).map((item) => readBackOf(item.dataSet as never)),
    intensities() {
      const [slope, intercept] = text("00281053") ? [numbers("00281053")[0], numbers("00281052")[0]] : [1, 0];
      const read = number("00280103") === 1 ? dataSet.int16 : dataSet.uint16;
      const count = number("00280010") * number("00280011");
      const stored = Array.from({ length: count }, (_, i) => read.call(dataSet, "x7fe00010", i) as number);
      return stored.map((value) => value * (slope as number) + (intercept as number));
    },
    world(x, y) {
      const [position, cosines, spacing] = [numbers("00200032"), numbers("00200037"), numbers("00280030")];
      const at = (axis: number) =>
        (position[axis] as number) +
        (cosines[axis] as number) * (spacing[1] as number) * x +
        (cosines[axis + 3] as number) * (spacing[0] as number) * y;
      return [-at(0), -at(1), at(2)];
    },
  };
}
