/** What is remembered of a DICOM series, to read it again and to write results of it. */

import type { Vec3 } from "../../core/volume";
import type { ScanFile, ScanOrigin } from "../scan-format";

export interface SourceImage {
  readonly file: ScanFile;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** In the file, from 0. */
  readonly frame: number;
  /** Of the centre of the first pixel, in mm, LPS; undefined where the file does not tell. */
  readonly position?: Vec3 | undefined;
}

export interface DicomOrigin extends ScanOrigin {
  readonly format: "dicom";
  readonly studyUid: string;
  /** Undefined where the files have none. */
  readonly frameOfReferenceUid?: string | undefined;
  readonly modality: string;
  /** Those of the first volume, from the first slice to the last. */
  readonly images: readonly SourceImage[];
}
