/** DICOM files made to order for tests: synthetic slices and series, in every syntax, every element free to be wrong. */

import { deflateRaw } from "pako";
import type { ScanFile } from "../scan-format";
import {
  concatenated,
  type Elements,
  type Encoding,
  EXPLICIT,
  elementHeader,
  encodeElements,
  tagAndLength,
} from "./test-dicom-elements";

/** Whatever of a fixture's patient must never be seen outside the file. */
export const PATIENT = {
  PatientName: "Secretperson^Testina",
  PatientID: "SECRET-4711",
  PatientBirthDate: "19330224",
  InstitutionName: "Secrethospital",
  ReferringPhysicianName: "Secretdoctor^Testo",
} as const;

export const SYNTAXES = {
  implicit: "1.2.840.10008.1.2",
  explicit: "1.2.840.10008.1.2.1",
  deflated: "1.2.840.10008.1.2.1.99",
  bigEndian: "1.2.840.10008.1.2.2",
  jpegLossless: "1.2.840.10008.1.2.4.70",
  jpegLs: "1.2.840.10008.1.2.4.80",
  rle: "1.2.840.10008.1.2.5",
} as const;

/** Row and column direction of an image, LPS. */
export const ORIENTATIONS = {
  axial: [1, 0, 0, 0, 1, 0],
  coronal: [1, 0, 0, 0, 0, -1],
  sagittal: [0, 1, 0, 0, 0, -1],
  /** Turned by 36.87° about the first row's axis, then by 16.26° about the patient's length. */
  oblique: [0.96, 0.28, 0, -0.224, 0.768, -0.6],
} as const;

export const MR_CLASS = "1.2.840.10008.5.1.4.1.1.4";
export const STUDY_UID = "2.25.1000000";
export const FRAME_OF_REFERENCE_UID = "2.25.1000001";

/** UID of the series with this number. */
export const seriesUid = (series: number) => `2.25.${series}000000000`;
/** UID of an image of it. */
export const instanceUid = (series: number, index: number) => `2.25.${series}${String(index + 1).padStart(9, "0")}`;

export interface SliceOptions {
  readonly columns?: number;
  readonly rows?: number;
  /** Where it lies in its series, from 0. */
  readonly index?: number;
  /** Number of the series. */
  readonly series?: number;
  /** Between neighbouring slices along the normal, mm. */
  readonly distanceMm?: number;
  /** Of rows and of columns, mm. */
  readonly pixelSpacing?: readonly [number, number];
  readonly orientation?: readonly number[];
  /** Position of the series' first slice, LPS. */
  readonly origin?: readonly number[];
  /** Stored value of a pixel; the number of the voxel in its series (x fastest) when not given. */
  readonly value?: (x: number, y: number, index: number) => number;
  readonly bits?: 8 | 16;
  readonly syntax?: keyof typeof SYNTAXES;
  readonly undefinedLengths?: boolean;
  /** Instead of stored values: one compressed fragment per frame. */
  readonly fragments?: readonly Uint8Array[];
  /** Instead of stored values: the bytes of PixelData; null leaves the element out. */
  readonly pixelData?: Uint8Array | null;
  /** Without preamble and file meta information, as some old files are. */
  readonly bare?: boolean;
  /** What is changed, added, or left out (undefined) in the data set and the file meta information. */
  readonly elements?: Elements;
}

/** One slice of an MR series: without options axial, 12×10 pixels of 2×1.5 mm, 16 bits, explicit little endian. */
export function buildSlice(options: SliceOptions = {}): Uint8Array<ArrayBuffer> {
  const { columns = 12, rows = 10, index = 0, bits = 16 } = options;
  const value = options.value ?? ((x, y, i) => x + columns * (y + rows * i));
  const values = Array.from({ length: columns * rows }, (_, at) =>
    value(at % columns, Math.floor(at / columns), index),
  );
  const pixelData =
    options.pixelData === undefined ? storedBytes(values, bits, options.syntax !== "bigEndian") : options.pixelData;
  return buildFile({ ...sliceElements(options), ...options.elements }, { ...options, pixelData });
}

/** Slices of one series, in the order of their positions; `change` gives each other options. */
export function buildSeries(
  options: SliceOptions & { readonly slices?: number } = {},
  change: (slice: SliceOptions, index: number) => SliceOptions = (slice) => slice,
): ScanFile[] {
  const { slices = 6, series = 1 } = options;
  return Array.from({ length: slices }, (_, index) =>
    fileOf(`S${series}-${String(index + 1).padStart(4, "0")}.dcm`, buildSlice(change({ ...options, index }, index))),
  );
}

export function fileOf(name: string, bytes: Uint8Array<ArrayBuffer>, path?: string): ScanFile {
  return {
    name,
    path,
    size: bytes.length,
    slice: async (begin, end) => bytes.slice(begin, end),
    bytes: async () => bytes.slice(),
  };
}

/** Options with other elements beside those they have. */
export function withElements(options: SliceOptions, elements: Elements): SliceOptions {
  return { ...options, elements: { ...options.elements, ...elements } };
}

/** The first row's, the first column's and the slices' direction, LPS. */
export function directionsOf(orientation: readonly number[]): [row: number[], column: number[], normal: number[]] {
  const [a, b, c, d, e, f] = orientation as [number, number, number, number, number, number];
  return [
    [a, b, c],
    [d, e, f],
    [b * f - c * e, c * d - a * f, a * e - b * d],
  ];
}

/** Position of a slice, LPS. */
export function positionOf(options: SliceOptions, index = options.index ?? 0): number[] {
  const { orientation = ORIENTATIONS.axial, distanceMm = 3, origin = [-11, -6.75, 20] } = options;
  const [, , normal] = directionsOf(orientation);
  return normal.map((n, axis) => rounded((origin[axis] as number) + index * distanceMm * n));
}

const rounded = (mm: number) => Number(mm.toFixed(6));

function sliceElements(options: SliceOptions): Elements {
  const { columns = 12, rows = 10, index = 0, series = 1, distanceMm = 3, bits = 16 } = options;
  const { orientation = ORIENTATIONS.axial, pixelSpacing = [1.5, 2] } = options;
  const [, , normal] = directionsOf(orientation);
  const position = positionOf(options);
  return {
    ...PATIENT,
    ImageType: ["ORIGINAL", "PRIMARY", "OTHER"],
    SOPClassUID: MR_CLASS,
    SOPInstanceUID: instanceUid(series, index),
    StudyDate: "20190102",
    StudyTime: "101112",
    AccessionNumber: "",
    Modality: "MR",
    Manufacturer: "Eigenvox phantoms",
    SeriesDescription: `phantom ${series}`,
    PatientSex: "O",
    BodyPartExamined: "BRAIN",
    ScanningSequence: "SE",
    SequenceVariant: "NONE",
    ScanOptions: "",
    MRAcquisitionType: "2D",
    SliceThickness: distanceMm,
    RepetitionTime: 4000,
    EchoTime: 90,
    EchoTrainLength: 1,
    MagneticFieldStrength: 3,
    FlipAngle: 90,
    PatientPosition: "HFS",
    StudyInstanceUID: STUDY_UID,
    SeriesInstanceUID: seriesUid(series),
    StudyID: "1",
    SeriesNumber: series,
    InstanceNumber: index + 1,
    ImagePositionPatient: position,
    ImageOrientationPatient: orientation,
    FrameOfReferenceUID: FRAME_OF_REFERENCE_UID,
    PositionReferenceIndicator: "",
    SliceLocation: rounded(position.reduce((sum, mm, axis) => sum + mm * (normal[axis] as number), 0)),
    SamplesPerPixel: 1,
    PhotometricInterpretation: "MONOCHROME2",
    Rows: rows,
    Columns: columns,
    PixelSpacing: pixelSpacing,
    BitsAllocated: bits,
    BitsStored: bits,
    HighBit: bits - 1,
    PixelRepresentation: 0,
  };
}

/** A file with these elements, none added but those of the file meta information. */
export function buildFile(
  elements: Elements,
  options: Pick<SliceOptions, "syntax" | "undefinedLengths" | "fragments" | "pixelData" | "bare" | "bits"> = {},
): Uint8Array<ArrayBuffer> {
  const { syntax = "explicit", undefinedLengths = false } = options;
  const encoding: Encoding = {
    littleEndian: syntax !== "bigEndian",
    explicit: syntax !== "implicit",
    undefinedLengths,
  };
  const isMeta = (keyword: string) => /^(MediaStorage|TransferSyntaxUID|ImplementationClassUID)/.test(keyword);
  const dataset = concatenated([
    encodeElements(Object.fromEntries(Object.entries(elements).filter(([keyword]) => !isMeta(keyword))), encoding),
    encodePixelData(options, encoding),
  ]);
  if (options.bare) return dataset;
  const meta = encodeElements(
    {
      "00020001:OB": new Uint8Array([0, 1]),
      MediaStorageSOPClassUID: elements.SOPClassUID,
      MediaStorageSOPInstanceUID: elements.SOPInstanceUID,
      TransferSyntaxUID: SYNTAXES[syntax],
      ImplementationClassUID: "2.25.1000002",
      ...Object.fromEntries(Object.entries(elements).filter(([keyword]) => isMeta(keyword))),
    },
    EXPLICIT,
  );
  return concatenated([
    new Uint8Array(128),
    new TextEncoder().encode("DICM"),
    encodeElements({ "00020000:UL": meta.length }, EXPLICIT),
    meta,
    syntax === "deflated" ? deflateRaw(dataset) : dataset,
  ]);
}

function encodePixelData(
  { pixelData, fragments, bits = 16 }: Pick<SliceOptions, "fragments" | "pixelData" | "bits">,
  encoding: Encoding,
): Uint8Array {
  const tag = 0x7fe00010;
  if (fragments !== undefined) {
    const items = fragments.flatMap((fragment) => {
      const even = fragment.length % 2 === 0 ? fragment : concatenated([fragment, new Uint8Array(1)]);
      return [tagAndLength(0xfffee000, even.length, true), even];
    });
    const emptyOffsetTable = tagAndLength(0xfffee000, 0, true);
    const end = tagAndLength(0xfffee0dd, 0, true);
    return concatenated([elementHeader(tag, "OB", 0xffffffff, encoding), emptyOffsetTable, ...items, end]);
  }
  if (!pixelData) return new Uint8Array(0);
  const vr = bits === 8 ? "OB" : "OW";
  const even = pixelData.length % 2 === 0 ? pixelData : concatenated([pixelData, new Uint8Array(1)]);
  return concatenated([elementHeader(tag, vr, even.length, encoding), even]);
}

/** Values of 8 or 16 bits as they are stored. */
export function storedBytes(values: readonly number[], bits: 8 | 16, littleEndian = true): Uint8Array<ArrayBuffer> {
  if (bits === 8) return Uint8Array.from(values);
  const view = new DataView(new ArrayBuffer(2 * values.length));
  for (const [i, value] of values.entries()) view.setInt16(2 * i, value, littleEndian);
  return new Uint8Array(view.buffer);
}
