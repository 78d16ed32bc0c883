/** A writer of DICOM data sets for tests: every transfer syntax of uncompressed files, and every value free to be wrong. */

/** A value by the element's keyword, or by tag and VR ("00190010:LO"); undefined leaves the element out. */
export interface Elements {
  readonly [keyword: string]: ElementValue | undefined;
}

/** Bytes are written as they are. */
export type ElementValue = string | number | Uint8Array | readonly (string | number)[] | readonly Elements[];

export interface Encoding {
  readonly littleEndian: boolean;
  readonly explicit: boolean;
  /** Sequences and items end with delimiters instead of having a length. */
  readonly undefinedLengths?: boolean;
}

export const EXPLICIT: Encoding = { littleEndian: true, explicit: true };

/** Keyword → tag and VR of what tests use. Source: DICOM PS3.6. */
const DICTIONARY: Readonly<Record<string, string>> = {
  MediaStorageSOPClassUID: "00020002:UI",
  MediaStorageSOPInstanceUID: "00020003:UI",
  TransferSyntaxUID: "00020010:UI",
  ImplementationClassUID: "00020012:UI",
  FileSetID: "00041130:CS",
  DirectoryRecordSequence: "00041220:SQ",
  DirectoryRecordType: "00041430:CS",
  ReferencedFileID: "00041500:CS",
  SpecificCharacterSet: "00080005:CS",
  ImageType: "00080008:CS",
  SOPClassUID: "00080016:UI",
  SOPInstanceUID: "00080018:UI",
  StudyDate: "00080020:DA",
  SeriesDate: "00080021:DA",
  AcquisitionDate: "00080022:DA",
  ContentDate: "00080023:DA",
  StudyTime: "00080030:TM",
  SeriesTime: "00080031:TM",
  AcquisitionTime: "00080032:TM",
  ContentTime: "00080033:TM",
  AccessionNumber: "00080050:SH",
  Modality: "00080060:CS",
  ConversionType: "00080064:CS",
  Manufacturer: "00080070:LO",
  InstitutionName: "00080080:LO",
  InstitutionAddress: "00080081:ST",
  ReferringPhysicianName: "00080090:PN",
  StudyDescription: "00081030:LO",
  SeriesDescription: "0008103E:LO",
  PerformingPhysicianName: "00081050:PN",
  ManufacturerModelName: "00081090:LO",
  SourceImageSequence: "00082112:SQ",
  VolumetricProperties: "00089206:CS",
  VolumeBasedCalculationTechnique: "00089207:CS",
  FrameType: "00089007:CS",
  ComplexImageComponent: "00089208:CS",
  AcquisitionContrast: "00089209:CS",
  PatientName: "00100010:PN",
  PatientID: "00100020:LO",
  PatientBirthDate: "00100030:DA",
  PatientSex: "00100040:CS",
  PatientAge: "00101010:AS",
  PatientSize: "00101020:DS",
  PatientWeight: "00101030:DS",
  PatientComments: "00104000:LT",
  BodyPartExamined: "00180015:CS",
  ScanningSequence: "00180020:CS",
  SequenceVariant: "00180021:CS",
  ScanOptions: "00180022:CS",
  MRAcquisitionType: "00180023:CS",
  SequenceName: "00180024:SH",
  SliceThickness: "00180050:DS",
  RepetitionTime: "00180080:DS",
  EchoTime: "00180081:DS",
  InversionTime: "00180082:DS",
  EchoNumbers: "00180086:IS",
  MagneticFieldStrength: "00180087:DS",
  SpacingBetweenSlices: "00180088:DS",
  EchoTrainLength: "00180091:IS",
  ProtocolName: "00181030:LO",
  FlipAngle: "00181314:DS",
  PatientPosition: "00185100:CS",
  MRImageFrameTypeSequence: "00189226:SQ",
  MREchoSequence: "00189114:SQ",
  EffectiveEchoTime: "00189082:FD",
  DiffusionBValue: "00189087:FD",
  MRDiffusionSequence: "00189117:SQ",
  StudyInstanceUID: "0020000D:UI",
  SeriesInstanceUID: "0020000E:UI",
  StudyID: "00200010:SH",
  SeriesNumber: "00200011:IS",
  AcquisitionNumber: "00200012:IS",
  InstanceNumber: "00200013:IS",
  ImagePositionPatient: "00200032:DS",
  ImageOrientationPatient: "00200037:DS",
  FrameOfReferenceUID: "00200052:UI",
  Laterality: "00200060:CS",
  TemporalPositionIdentifier: "00200100:IS",
  NumberOfTemporalPositions: "00200105:IS",
  PositionReferenceIndicator: "00201040:LO",
  SliceLocation: "00201041:DS",
  StackID: "00209056:SH",
  InStackPositionNumber: "00209057:UL",
  FrameContentSequence: "00209111:SQ",
  PlanePositionSequence: "00209113:SQ",
  PlaneOrientationSequence: "00209116:SQ",
  TemporalPositionIndex: "00209128:UL",
  DimensionIndexValues: "00209157:UL",
  SamplesPerPixel: "00280002:US",
  PhotometricInterpretation: "00280004:CS",
  PlanarConfiguration: "00280006:US",
  NumberOfFrames: "00280008:IS",
  Rows: "00280010:US",
  Columns: "00280011:US",
  PixelSpacing: "00280030:DS",
  BitsAllocated: "00280100:US",
  BitsStored: "00280101:US",
  HighBit: "00280102:US",
  PixelRepresentation: "00280103:US",
  BurnedInAnnotation: "00280301:CS",
  WindowCenter: "00281050:DS",
  WindowWidth: "00281051:DS",
  RescaleIntercept: "00281052:DS",
  RescaleSlope: "00281053:DS",
  RescaleType: "00281054:LO",
  LossyImageCompression: "00282110:CS",
  PixelMeasuresSequence: "00289110:SQ",
  FrameVOILUTSequence: "00289132:SQ",
  PixelValueTransformationSequence: "00289145:SQ",
  ContentSequence: "0040A730:SQ",
  EncapsulatedDocument: "00420011:OB",
  MIMETypeOfEncapsulatedDocument: "00420012:LO",
  SharedFunctionalGroupsSequence: "52009229:SQ",
  PerFrameFunctionalGroupsSequence: "52009230:SQ",
};

/** VRs whose length has four bytes in explicit syntaxes. */
const LONG = new Set(["OB", "OW", "SQ", "UN", "UT"]);

type Put = readonly [bytes: number, put: (view: DataView, at: number, value: number, littleEndian: boolean) => void];

const NUMBERS: Readonly<Record<string, Put>> = {
  US: [2, (view, at, value, littleEndian) => view.setUint16(at, value, littleEndian)],
  SS: [2, (view, at, value, littleEndian) => view.setInt16(at, value, littleEndian)],
  UL: [4, (view, at, value, littleEndian) => view.setUint32(at, value, littleEndian)],
  SL: [4, (view, at, value, littleEndian) => view.setInt32(at, value, littleEndian)],
  FL: [4, (view, at, value, littleEndian) => view.setFloat32(at, value, littleEndian)],
  FD: [8, (view, at, value, littleEndian) => view.setFloat64(at, value, littleEndian)],
};

const NO_LENGTH = 0xffffffff;

/** The elements in the order of their tags, as a data set or a part of one. */
export function encodeElements(elements: Elements, encoding: Encoding): Uint8Array<ArrayBuffer> {
  const parts = Object.entries(elements).flatMap(([keyword, value]) => {
    if (value === undefined) return [];
    const [tag, vr] = (DICTIONARY[keyword] ?? keyword).split(":");
    if (!/^[0-9A-Fa-f]{8}$/.test(tag as string) || vr === undefined) throw new Error(`no tag for ${keyword}`);
    return [{ tag: Number.parseInt(tag as string, 16), vr, value }];
  });
  parts.sort((a, b) => a.tag - b.tag);
  return concatenated(parts.map(({ tag, vr, value }) => encodeElement(tag, vr, value, encoding)));
}

function encodeElement(tag: number, vr: string, value: ElementValue, encoding: Encoding): Uint8Array<ArrayBuffer> {
  if (vr === "SQ" && !(value instanceof Uint8Array)) return encodeSequence(tag, value as readonly Elements[], encoding);
  const bytes = encodeValue(vr, value as Exclude<ElementValue, readonly Elements[]>, encoding.littleEndian);
  return concatenated([elementHeader(tag, vr, bytes.length, encoding), bytes]);
}

function encodeSequence(tag: number, items: readonly Elements[], encoding: Encoding): Uint8Array<ArrayBuffer> {
  const open = encoding.undefinedLengths === true;
  const { littleEndian } = encoding;
  const content = concatenated(
    items.flatMap((item) => {
      const bytes = encodeElements(item, encoding);
      const header = tagAndLength(0xfffee000, open ? NO_LENGTH : bytes.length, littleEndian);
      return open ? [header, bytes, tagAndLength(0xfffee00d, 0, littleEndian)] : [header, bytes];
    }),
  );
  const header = elementHeader(tag, "SQ", open ? NO_LENGTH : content.length, encoding);
  return concatenated(open ? [header, content, tagAndLength(0xfffee0dd, 0, littleEndian)] : [header, content]);
}

function encodeValue(
  vr: string,
  value: string | number | Uint8Array | readonly (string | number)[],
  littleEndian: boolean,
): Uint8Array {
  if (value instanceof Uint8Array) return value.length % 2 === 0 ? value : padded(value, vr);
  const values = typeof value === "object" ? value : [value];
  const number = NUMBERS[vr];
  if (number === undefined) return padded(new TextEncoder().encode(values.map(text).join("\\")), vr);
  const [size, put] = number;
  const bytes = new Uint8Array(size * values.length);
  const view = new DataView(bytes.buffer);
  for (const [i, one] of values.entries()) put(view, i * size, Number(one), littleEndian);
  return bytes;
}

/** Decimals have 16 characters at most. */
const text = (value: string | number) => (typeof value === "number" ? String(value).slice(0, 16) : value);

function padded(bytes: Uint8Array, vr: string): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  return concatenated([bytes, new Uint8Array([["UI", "OB", "UN"].includes(vr) ? 0 : 0x20])]);
}

/** Tag, VR where the syntax writes it, and length of an element. */
export function elementHeader(tag: number, vr: string, length: number, encoding: Encoding): Uint8Array<ArrayBuffer> {
  if (!encoding.explicit) return tagAndLength(tag, length, encoding.littleEndian);
  const isLong = LONG.has(vr);
  const header = new Uint8Array(isLong ? 12 : 8);
  const view = new DataView(header.buffer);
  header.set(tagAndLength(tag, 0, encoding.littleEndian).subarray(0, 4));
  header.set(new TextEncoder().encode(vr), 4);
  if (isLong) view.setUint32(8, length, encoding.littleEndian);
  else view.setUint16(6, length, encoding.littleEndian);
  return header;
}

/** Header of an item, a delimiter, or an element of the implicit syntax. */
export function tagAndLength(tag: number, length: number, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint16(0, tag >>> 16, littleEndian);
  view.setUint16(2, tag & 0xffff, littleEndian);
  view.setUint32(4, length, littleEndian);
  return new Uint8Array(view.buffer);
}

export function concatenated(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
