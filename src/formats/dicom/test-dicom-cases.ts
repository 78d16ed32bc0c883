/** Folders of DICOM as they come off discs, in small: each a list of files with one thing wrong or unusual. */

import type { ScanFile } from "../scan-format";
import {
  buildFile,
  buildSeries,
  buildSlice,
  directionsOf,
  fileOf,
  instanceUid,
  ORIENTATIONS,
  PATIENT,
  positionOf,
  type SliceOptions,
  STUDY_UID,
  seriesUid,
  storedBytes,
  withElements,
} from "./test-dicom";
import { concatenated, type Elements } from "./test-dicom-elements";

/** Without extensions, below folders, in an order that says nothing. */
export function shuffled(options: SliceOptions & { readonly slices?: number } = {}): ScanFile[] {
  const { slices = 8 } = options;
  const files = buildSeries({ ...options, slices });
  const step = [3, 5, 7].find((prime) => slices % prime !== 0) ?? 1;
  return files.map((_, i) => {
    const file = files[(i * step) % slices] as ScanFile;
    const name = `IM${String(i).padStart(6, "0")}`;
    return { ...file, name, path: `disc/DICOM/PA00001/ST${i % 3}/${name}` };
  });
}

export const missingSlice = (missing = 3): ScanFile[] => buildSeries({ slices: 8 }).filter((_, i) => i !== missing);

/** The third slice twice, under two names. */
export function duplicate(): ScanFile[] {
  const files = buildSeries();
  return [...files, { ...(files[2] as ScanFile), name: "copy.dcm" }];
}

/** The third slice twice, as two objects. */
export const samePosition = (): ScanFile[] => [
  ...buildSeries(),
  fileOf("again.dcm", buildSlice({ index: 2, elements: { SOPInstanceUID: instanceUid(1, 90), InstanceNumber: 91 } })),
];

export const twoSeries = (): ScanFile[] => [
  ...buildSeries({ series: 1 }),
  ...buildSeries({ series: 2, slices: 9, orientation: ORIENTATIONS.sagittal }),
];

/** Three slices of each plane in one series; without `imageType`, said by nothing but the orientations. */
export const localizer = (imageType: readonly string[] = ["ORIGINAL", "PRIMARY", "LOCALIZER"]): ScanFile[] =>
  (["axial", "coronal", "sagittal"] as const).flatMap((plane, p) =>
    buildSeries({ slices: 3, series: 1, distanceMm: 20, orientation: ORIENTATIONS[plane] }, (slice, i) =>
      withElements(slice, {
        ImageType: imageType,
        SeriesDescription: "localizer",
        SOPInstanceUID: instanceUid(1, 3 * p + i),
        InstanceNumber: 3 * p + i + 1,
        SliceThickness: 5,
      }),
    ).map((file) => ({ ...file, name: `${plane}-${file.name}` })),
  );

/** Each slice further down the patient's table than the one before by `driftMm`: a tilted gantry. */
export const tilted = (driftMm = 0.5): ScanFile[] =>
  buildSeries({ slices: 8 }, (slice, i) => {
    const [x, y, z] = positionOf(slice, i) as [number, number, number];
    return withElements(slice, { ImagePositionPatient: [x, Number((y + driftMm * i).toFixed(6)), z] });
  });

/** Slices at these distances from the first, mm. */
export const at = (distances: readonly number[]): ScanFile[] =>
  buildSeries({ slices: distances.length }, (slice, i) =>
    withElements(slice, {
      ImagePositionPatient: positionOf({ ...slice, distanceMm: distances[i] as number }, 1),
      SliceThickness: 3,
    }),
  );

export const uneven = (): ScanFile[] => at([0, 3, 6.4, 9, 12.7, 15, 18, 21]);

export const withoutPositions = (): ScanFile[] =>
  buildSeries({}, (slice) =>
    withElements(slice, {
      ImagePositionPatient: undefined,
      ImageOrientationPatient: undefined,
      SliceLocation: undefined,
    }),
  );

export const mixedSizes = (): ScanFile[] => [
  ...buildSeries({ slices: 5 }),
  ...buildSeries({ slices: 5, columns: 16 }, (slice, i) =>
    withElements(slice, { SOPInstanceUID: instanceUid(1, 50 + i), InstanceNumber: 51 + i }),
  ).map((file) => ({ ...file, name: `wide-${file.name}` })),
];

/** "Secretperson" and the description in Hangul, in the bytes of ISO 2022 IR 149 (KS X 1001). */
export function koreanName(): ScanFile[] {
  const ascii = (text: string) => new TextEncoder().encode(text);
  const hangul = ascii("\x1b$)C");
  // 김^희중 as in DICOM PS3.5 annex I.2.
  const name = [ascii("Kim^Secretperson="), hangul, raw(0xb1, 0xe8), ascii("^"), hangul, raw(0xc8, 0xf1, 0xc1, 0xdf)];
  return buildSeries({}, (slice) =>
    withElements(slice, {
      SpecificCharacterSet: ["", "ISO 2022 IR 149"],
      PatientName: concatenated(name),
      // 뇌 ("brain").
      SeriesDescription: concatenated([ascii("T2 "), hangul, raw(0xb3, 0xfa)]),
    }),
  );
}

/** What `koreanName` says when it is read rightly. */
export const KOREAN = { name: "김^희중", description: "T2 뇌" } as const;

const raw = (...bytes: number[]) => Uint8Array.from(bytes);

/** A text, a picture, an empty file, and one that only begins like DICOM. */
export const junk = (): ScanFile[] => [
  fileOf("autorun.inf", new TextEncoder().encode("[autorun]\r\nopen=viewer.exe\r\n")),
  fileOf("logo.png", raw(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13)),
  fileOf("empty", new Uint8Array(0)),
  fileOf("broken.dcm", concatenated([new Uint8Array(128), new TextEncoder().encode("DICM"), raw(2, 0, 0, 0)])),
];

export const manyFiles = (slices = 130): ScanFile[] => buildSeries({ slices });

export const signed12 = (): ScanFile[] =>
  buildSeries({
    // Bits above the twelve hold what does not belong to the value.
    value: (x, y, index) => (((x + 12 * y + 120 * index) * 5 - 2000) & 0xfff) | 0x5000,
    elements: { BitsStored: 12, HighBit: 11, PixelRepresentation: 1 },
  });

export const monochrome1 = (): ScanFile[] => buildSeries({ elements: { PhotometricInterpretation: "MONOCHROME1" } });

/** The pixels of one slice, or of all, end early; the element's length says that they do not. */
export const truncated = (which: "one" | "all" = "one"): ScanFile[] =>
  buildSeries().map((file, i) => {
    if (which === "one" && i !== 3) return file;
    const { size } = file;
    const cut = size - 100;
    return {
      ...file,
      size: cut,
      slice: (begin, end) => file.slice(Math.min(begin, cut), Math.min(end, cut)),
      bytes: () => file.slice(0, cut),
    };
  });

/** The element itself is shorter than rows × columns. */
export const shortPixels = (): ScanFile[] =>
  buildSeries({}, (slice, i) => (i === 3 ? { ...slice, pixelData: new Uint8Array(100) } : slice));

const objectOf = (name: string, sopClass: string, modality: string, elements: Elements): ScanFile =>
  fileOf(
    name,
    buildFile({
      ...PATIENT,
      SOPClassUID: sopClass,
      SOPInstanceUID: instanceUid(7, 0),
      Modality: modality,
      StudyInstanceUID: STUDY_UID,
      SeriesInstanceUID: seriesUid(7),
      SeriesDescription: `an object of ${modality}`,
      SeriesNumber: 7,
      InstanceNumber: 1,
      ...elements,
    }),
  );

export const report = (): ScanFile =>
  objectOf("SR000001", "1.2.840.10008.5.1.4.1.1.88.11", "SR", { ContentSequence: [{ "0040A160:UT": "text" }] });

export const encapsulatedPdf = (): ScanFile =>
  objectOf("PDF00001", "1.2.840.10008.5.1.4.1.1.104.1", "DOC", {
    MIMETypeOfEncapsulatedDocument: "application/pdf",
    EncapsulatedDocument: new TextEncoder().encode("%PDF-1.4"),
  });

export const dicomdir = (): ScanFile =>
  fileOf(
    "DICOMDIR",
    buildFile({
      SOPClassUID: undefined,
      MediaStorageSOPClassUID: "1.2.840.10008.1.3.10",
      MediaStorageSOPInstanceUID: instanceUid(8, 0),
      FileSetID: "DISC",
      DirectoryRecordSequence: [{ DirectoryRecordType: "PATIENT", ...PATIENT }],
    }),
  );

/** A colour picture of a screen, 8 bits, its channels by pixel. */
export const colourCapture = (): ScanFile =>
  fileOf(
    "SC000001",
    buildSlice({
      series: 6,
      bits: 8,
      pixelData: Uint8Array.from({ length: 12 * 10 * 3 }, (_, at) => (at * 7) % 256),
      elements: {
        SOPClassUID: "1.2.840.10008.5.1.4.1.1.7",
        ConversionType: "WSD",
        ImageType: ["DERIVED", "SECONDARY"],
        SeriesDescription: "screen",
        SamplesPerPixel: 3,
        PlanarConfiguration: 0,
        PhotometricInterpretation: "RGB",
        ImagePositionPatient: undefined,
        ImageOrientationPatient: undefined,
      },
    }),
  );

/** Slices at each of several times, one file each. */
export const temporal = (times = 3, slices = 4): ScanFile[] =>
  Array.from({ length: times }, (_, t) =>
    buildSeries({ slices }, (slice, i) =>
      withElements(
        { ...slice, value: (x, y, index) => 1000 * t + x + 12 * (y + 10 * index) },
        {
          SOPInstanceUID: instanceUid(1, t * slices + i),
          InstanceNumber: t * slices + i + 1,
          TemporalPositionIdentifier: t + 1,
          NumberOfTemporalPositions: times,
        },
      ),
    ).map((file) => ({ ...file, name: `t${t}-${file.name}` })),
  ).flat();

/** Two echoes in one series, one file each. */
export const echoes = (): ScanFile[] =>
  [20, 90].flatMap((echoTime, e) =>
    buildSeries({}, (slice, i) =>
      withElements(slice, {
        SOPInstanceUID: instanceUid(1, 6 * e + i),
        InstanceNumber: 6 * e + i + 1,
        EchoTime: echoTime,
        EchoNumbers: e + 1,
      }),
    ).map((file) => ({ ...file, name: `echo${e + 1}-${file.name}` })),
  );

/** An enhanced multi-frame MR file; its frames lie in the file in the order given, or in that of their positions. */
export function enhanced(
  options: SliceOptions & { readonly slices?: number; readonly order?: readonly number[] } = {},
): ScanFile {
  const { slices = 6, columns = 12, rows = 10, distanceMm = 3, pixelSpacing = [1.5, 2] } = options;
  const { orientation = ORIENTATIONS.axial } = options;
  const order = options.order ?? Array.from({ length: slices }, (_, i) => i);
  const value = options.value ?? ((x, y, i) => x + columns * (y + rows * i));
  const values = order.flatMap((index) =>
    Array.from({ length: columns * rows }, (_, i) => value(i % columns, Math.floor(i / columns), index)),
  );
  return fileOf(
    "EN000001",
    buildSlice({
      ...options,
      pixelData: storedBytes(values, 16, options.syntax !== "bigEndian"),
      elements: {
        SOPClassUID: "1.2.840.10008.5.1.4.1.1.4.1",
        ImageType: ["ORIGINAL", "PRIMARY", "T2", "NONE"],
        NumberOfFrames: slices,
        ImagePositionPatient: undefined,
        ImageOrientationPatient: undefined,
        PixelSpacing: undefined,
        SliceThickness: undefined,
        SliceLocation: undefined,
        EchoTime: undefined,
        SharedFunctionalGroupsSequence: [
          {
            PixelMeasuresSequence: [{ SliceThickness: distanceMm, PixelSpacing: pixelSpacing }],
            PlaneOrientationSequence: [{ ImageOrientationPatient: orientation }],
            MREchoSequence: [{ EffectiveEchoTime: 90 }],
            PixelValueTransformationSequence: [{ RescaleIntercept: -10, RescaleSlope: 2, RescaleType: "US" }],
          },
        ],
        PerFrameFunctionalGroupsSequence: order.map((index) => ({
          FrameContentSequence: [
            { StackID: "1", InStackPositionNumber: index + 1, DimensionIndexValues: [1, index + 1] },
          ],
          PlanePositionSequence: [{ ImagePositionPatient: positionOf(options, index) }],
        })),
        ...options.elements,
      },
    }),
  );
}

/** A Siemens mosaic: tiles of an echo-planar volume in one image, with the header that tells of them. */
export function mosaic(options: SliceOptions & { readonly slices?: number; readonly header?: boolean } = {}): ScanFile {
  const { slices = 7, columns = 12, rows = 10, pixelSpacing = [1.5, 2], header = true } = options;
  const { orientation = ORIENTATIONS.axial } = options;
  const across = Math.ceil(Math.sqrt(slices));
  const value = options.value ?? ((x, y, i) => x + columns * (y + rows * i));
  const [row, column, normal] = directionsOf(orientation);
  // The file gives the position that an image of the mosaic's size would have about the first slice's centre.
  const shift = (across - 1) / 2;
  const position = positionOf(options, 0).map((mm, axis) => {
    const right = shift * columns * pixelSpacing[1] * (row[axis] as number);
    const down = shift * rows * pixelSpacing[0] * (column[axis] as number);
    return Number((mm - right - down).toFixed(6));
  });
  return fileOf(
    "MO000001",
    buildSlice({
      ...options,
      columns: columns * across,
      rows: rows * across,
      value: (x, y) => {
        const index = Math.floor(x / columns) + across * Math.floor(y / rows);
        return index < slices ? value(x % columns, y % rows, index) : 0;
      },
      elements: {
        ImageType: ["ORIGINAL", "PRIMARY", "M", "ND", "MOSAIC"],
        Manufacturer: "SIEMENS",
        ScanningSequence: "EP",
        ImagePositionPatient: position,
        SpacingBetweenSlices: options.distanceMm ?? 3,
        "00190010:LO": "SIEMENS MR HEADER",
        "0019100A:US": slices,
        "0019100B:DS": Array.from({ length: slices }, (_, i) => i * 100),
        ...(header
          ? {
              "00290010:LO": "SIEMENS CSA HEADER",
              "00291010:OB": csaHeader({
                NumberOfImagesInMosaic: [String(slices)],
                SliceNormalVector: normal.map((n) => n.toFixed(8)),
              }),
            }
          : {}),
        "00510010:LO": "SIEMENS MR HEADER",
        "0051100B:SH": `${rows}*${columns}`,
        ...options.elements,
      },
    }),
  );
}

/** Siemens' private header, second version. Source: nibabel's description of the CSA format. */
function csaHeader(tags: Readonly<Record<string, readonly string[]>>): Uint8Array<ArrayBuffer> {
  const ints = (...values: number[]) => new Uint8Array(Int32Array.from(values).buffer);
  const text = (value: string, bytes: number) => {
    const out = new Uint8Array(bytes);
    out.set(new TextEncoder().encode(value));
    return out;
  };
  const parts: Uint8Array[] = [text("SV10", 4), raw(4, 3, 2, 1), ints(Object.keys(tags).length, 77)];
  for (const [name, values] of Object.entries(tags)) {
    const vr = name === "NumberOfImagesInMosaic" ? "US" : "FD";
    parts.push(text(name, 64), ints(values.length), text(vr, 4), ints(0, values.length, 77));
    for (const value of values) {
      const length = value.length + 1;
      parts.push(ints(length, length, 77, length), text(value, Math.ceil(length / 4) * 4));
    }
  }
  return concatenated(parts);
}

/** Values of 16 bits as a fragment of the run-length syntax: two segments, every run a literal one. */
export function runLength(values: readonly number[]): Uint8Array<ArrayBuffer> {
  const segment = (shift: number) => {
    const parts: Uint8Array[] = [];
    for (let at = 0; at < values.length; at += 128) {
      const run = values.slice(at, at + 128).map((value) => (value >> shift) & 0xff);
      parts.push(raw(run.length - 1, ...run));
    }
    const bytes = concatenated(parts);
    return bytes.length % 2 === 0 ? bytes : concatenated([bytes, new Uint8Array(1)]);
  };
  const [high, low] = [segment(8), segment(0)];
  const header = new Uint8Array(64);
  const view = new DataView(header.buffer);
  view.setUint32(0, 2, true);
  view.setUint32(4, 64, true);
  view.setUint32(8, 64 + high.length, true);
  return concatenated([header, high, low]);
}
