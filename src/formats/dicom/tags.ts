/**
 * The data elements that are read, and their values. Source: DICOM PS3.6 (dictionary), PS3.5 6.2 (value representations);
 * of private elements the vendors' conformance statements.
 */

import { plainNumbers } from "./plain-numbers";

/** Tag and value representation. */
const DICTIONARY = {
  transferSyntax: "00020010 UI",
  mediaStorageClass: "00020002 UI",
  characterSet: "00080005 CS",
  imageType: "00080008 CS",
  sopClass: "00080016 UI",
  sopInstance: "00080018 UI",
  modality: "00080060 CS",
  seriesDescription: "0008103e LO",
  frameType: "00089007 CS",
  complexComponent: "00089208 CS",
  acquisitionContrast: "00089209 CS",
  scanningSequence: "00180020 CS",
  sequenceName: "00180024 SH",
  sliceThickness: "00180050 DS",
  repetitionTime: "00180080 DS",
  echoTime: "00180081 DS",
  inversionTime: "00180082 DS",
  echoNumber: "00180086 IS",
  spacingBetweenSlices: "00180088 DS",
  protocolName: "00181030 LO",
  triggerTime: "00181060 DS",
  imagerPixelSpacing: "00181164 DS",
  flipAngle: "00181314 DS",
  nominalPixelSpacing: "00182010 DS",
  inversionTimes: "00189079 FD",
  effectiveEchoTime: "00189082 FD",
  bValue: "00189087 FD",
  studyUid: "0020000d UI",
  seriesUid: "0020000e UI",
  seriesNumber: "00200011 IS",
  acquisitionNumber: "00200012 IS",
  instanceNumber: "00200013 IS",
  position: "00200032 DS",
  orientation: "00200037 DS",
  frameOfReference: "00200052 UI",
  temporalPosition: "00200100 IS",
  sliceLocation: "00201041 DS",
  stackId: "00209056 SH",
  temporalIndex: "00209128 UL",
  samples: "00280002 US",
  photometric: "00280004 CS",
  planar: "00280006 US",
  numberOfFrames: "00280008 IS",
  rows: "00280010 US",
  columns: "00280011 US",
  pixelSpacing: "00280030 DS",
  bitsAllocated: "00280100 US",
  bitsStored: "00280101 US",
  highBit: "00280102 US",
  pixelRepresentation: "00280103 US",
  windowCenter: "00281050 DS",
  windowWidth: "00281051 DS",
  rescaleIntercept: "00281052 DS",
  rescaleSlope: "00281053 DS",
  windowFunction: "00281056 CS",
  lossyCompression: "00282110 CS",
} as const;

/** Creator, group, element within the creator's block, and value representation. */
const PRIVATE_DICTIONARY = {
  mosaicImages: "SIEMENS MR HEADER|0019|0a|US",
  siemensBValue: "SIEMENS MR HEADER|0019|0c|IS",
  csaImageHeader: "SIEMENS CSA HEADER|0029|10|OB",
  philipsBValue: "Philips Imaging DD 001|2001|03|FL",
  geRawDataType: "GEMS_PARM_01|0043|2f|SS",
  geBValue: "GEMS_PARM_01|0043|39|IS",
} as const;

export type TagName = keyof typeof DICTIONARY | keyof typeof PRIVATE_DICTIONARY;

/** What a tag is called here, and its value representation by the standard. */
export interface TagEntry {
  readonly name: TagName;
  readonly vr: string;
}

/** By tag: group × 65536 + element. */
export const ENTRIES: ReadonlyMap<number, TagEntry> = new Map(
  Object.entries(DICTIONARY).map(([name, text]) => {
    const [tag, vr] = text.split(" ") as [string, string];
    return [Number.parseInt(tag, 16), { name: name as TagName, vr }];
  }),
);

const PRIVATE_ENTRIES: ReadonlyMap<string, TagEntry> = new Map(
  Object.entries(PRIVATE_DICTIONARY).map(([name, text]) => {
    const end = text.lastIndexOf("|");
    return [text.slice(0, end), { name: name as TagName, vr: text.slice(end + 1) }];
  }),
);

/** By who made the block that it lies in, and its place there. */
export function privateEntry(creator: string, group: number, element: number): TagEntry | undefined {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, "0");
  return PRIVATE_ENTRIES.get(`${creator}|${hex(group, 4)}|${hex(element, 2)}`);
}

export interface TagValue {
  readonly vr: string;
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
}

export interface Tags {
  get(name: TagName): TagValue | undefined;
}

/** What the first of these has, else the next. */
export function overlay(...layers: readonly Tags[]): Tags {
  return {
    get(name) {
      for (const layer of layers) {
        const value = layer.get(name);
        if (value) return value;
      }
      return undefined;
    },
  };
}

/** How numbers of a binary value representation are read, and their bytes. */
const BINARY: Readonly<Record<string, readonly [read: keyof DataView & `get${string}`, bytes: number]>> = {
  US: ["getUint16", 2],
  SS: ["getInt16", 2],
  UL: ["getUint32", 4],
  SL: ["getInt32", 4],
  FL: ["getFloat32", 4],
  FD: ["getFloat64", 8],
};

/** True for representations whose values are numbers, written or binary. */
export const isNumeric = (vr: string): boolean => vr === "DS" || vr === "IS" || vr in BINARY;

/** More values than this no element has that is read. */
const MOST_VALUES = 64;

/** The values of an element; those that are no finite numbers are NaN. Empty where it is missing. */
export function numbersOf(tags: Tags, name: TagName): number[] {
  const value = tags.get(name);
  if (!value) return [];
  const binary = BINARY[value.vr];
  if (!binary)
    return plainNumbers(value.bytes.subarray(0, MOST_LETTERS), MOST_VALUES) ?? textsOf(tags, name).map(parseNumber);
  const [read, width] = binary;
  const { buffer, byteOffset, byteLength } = value.bytes;
  const view = new DataView(buffer, byteOffset, byteLength);
  const length = Math.min(MOST_VALUES, Math.floor(byteLength / width));
  const readAt = view[read] as (at: number, littleEndian: boolean) => number;
  return Array.from({ length }, (_, i) => finite(readAt.call(view, i * width, value.littleEndian)));
}

/** The first value, if it is a finite number. */
export function numberOf(tags: Tags, name: TagName): number | undefined {
  const [first = Number.NaN] = numbersOf(tags, name);
  return Number.isNaN(first) ? undefined : first;
}

const parseNumber = (text: string) => (text === "" ? Number.NaN : finite(Number(text)));
const finite = (value: number) => (Number.isFinite(value) ? value : Number.NaN);

/** The values of an element of plain letters, without padding. Empty where it is missing. */
export function textsOf(tags: Tags, name: TagName): string[] {
  const value = tags.get(name);
  if (!value || value.bytes.length === 0) return [];
  const texts = lettersOf(value.bytes.subarray(0, MOST_LETTERS)).split("\\", MOST_VALUES);
  for (const [i, text] of texts.entries()) texts[i] = withoutPadding(text);
  return texts;
}

/** A letter for each byte. Short values are many: for them a loop takes a fraction of the time. */
function lettersOf(bytes: Uint8Array): string {
  if (bytes.length > SHORT) return String.fromCharCode(...bytes);
  let letters = "";
  for (let i = 0; i < bytes.length; i++) letters += LETTERS[bytes[i] as number];
  return letters;
}

function withoutPadding(text: string): string {
  const isPadded = (at: number) => text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0;
  let [begin, end] = [0, text.length];
  while (begin < end && isPadded(begin)) begin++;
  while (end > begin && isPadded(end - 1)) end--;
  return begin === 0 && end === text.length ? text : text.slice(begin, end);
}

/** The first value; empty where there is none. */
export function textOf(tags: Tags, name: TagName): string {
  const bytes = tags.get(name)?.bytes.subarray(0, MOST_LETTERS);
  if (!bytes) return "";
  const end = bytes.indexOf(BACKSLASH);
  return withoutPadding(lettersOf(end < 0 ? bytes : bytes.subarray(0, end)));
}

const BACKSLASH = 0x5c;
const SHORT = 64;
const LETTERS: readonly string[] = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));

/** More than this no value of plain letters takes. */
const MOST_LETTERS = 4096;
