/** One two-dimensional image of a DICOM object: a file, a frame of a multi-frame file, or a tile of a mosaic. */

import type { Vec3 } from "../../core/volume";
import type { ScanFile } from "../scan-format";
import type { PixelFormat } from "./pixel-format";

/** What is needed to read an image's pixels. */
export interface StoredImage {
  /** Its data set is not deflated any more. */
  readonly file: ScanFile;
  /** In the file, from 0. */
  readonly frame: number;
  /** The same object for all images of a file. */
  readonly pixels: PixelFormat;
  /** The part of the frame that it is, in pixels; undefined for the whole. */
  readonly tile?:
    | { readonly x: number; readonly y: number; readonly columns: number; readonly rows: number }
    | undefined;
  /** intensity = slope × stored + intercept. */
  readonly rescale: readonly [slope: number, intercept: number];
}

export interface DicomImage extends StoredImage {
  readonly object: DicomObject;
  readonly facts: ImageFacts;
  /** True where the file ends before the pixels of this frame, and of those behind it, do. */
  readonly isCut: boolean;
}

/** What a file says that holds for all of its images. */
export interface DicomObject {
  /** As it was given. */
  readonly source: ScanFile;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly seriesNumber: number | undefined;
  readonly frameOfReferenceUid: string;
  readonly modality: string;
  readonly description: string;
  readonly protocol: string;
  /** True where detail was lost, now or earlier. */
  readonly isLossy: boolean;
  /** What is odd about a mosaic; undefined where nothing is. */
  readonly mosaicDoubt?: string | undefined;
}

/** Unit vectors, LPS, at right angles: in which direction columns follow each other, and rows. */
export interface Orientation {
  readonly row: Vec3;
  readonly column: Vec3;
}

export type Component = "magnitude" | "phase" | "real" | "imaginary";

/** What is said of one image. Lengths in mm, times in ms; undefined where it is not said, or cannot be. */
export interface ImageFacts {
  /** Of the centre of the first pixel, LPS. */
  readonly position: Vec3 | undefined;
  readonly orientation: Orientation | undefined;
  /** Between rows, and between columns. */
  readonly pixelSpacing: readonly [number, number] | undefined;
  readonly thickness: number | undefined;
  readonly spacingBetweenSlices: number | undefined;
  readonly sliceLocation: number | undefined;
  readonly instance: number | undefined;
  readonly acquisition: number | undefined;
  readonly temporal: number | undefined;
  readonly trigger: number | undefined;
  readonly stack: string;
  readonly imageType: readonly string[];
  readonly component: Component;
  readonly echoNumber: number | undefined;
  readonly echoTime: number | undefined;
  readonly repetitionTime: number | undefined;
  readonly inversionTime: number | undefined;
  readonly flipAngle: number | undefined;
  /** In s/mm². */
  readonly bValue: number | undefined;
  /** Of how it was acquired, letters and words that tell of the contrast. */
  readonly sequence: string;
  readonly rescale: readonly [slope: number, intercept: number];
  /** False where the file gives a rescaling that is none. */
  readonly isRescaleSound: boolean;
  /** Lower and upper intensity to be displayed. */
  readonly window: readonly [number, number] | undefined;
}
