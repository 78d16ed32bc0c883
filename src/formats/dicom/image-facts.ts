/** What the tags say of an image, checked. Source: DICOM PS3.3 C.7.6 and C.8.3 (classic), C.8.13 (enhanced). */

import type { Vec3 } from "../../core/volume";
import { dot } from "./directions";
import type { Component, ImageFacts, Orientation } from "./image";
import { numberOf, numbersOf, type TagName, type Tags, type TagValue, textOf, textsOf } from "./tags";

/** Lengths outside of which a position or a size is taken for damage, mm. */
const LEAST_SIZE = 1e-4;
const MOST_LENGTH = 1e5;
/** How far a direction's length may be from 1, and two of them from a right angle (as a cosine). */
const DIRECTION_TOLERANCE = 0.01;
/** GE adds this, in powers of ten, to b-values of its own kinds. */
const GE_B_MODULUS = 100_000;

type Fact<Key extends keyof ImageFacts> = readonly [read: (tags: Tags) => ImageFacts[Key], from: readonly TagName[]];

/** How each fact is read, and which tags it depends on. */
const FACTS: { readonly [Key in keyof ImageFacts]: Fact<Key> } = {
  position: [positionOf, ["position"]],
  orientation: [orientationOf, ["orientation"]],
  pixelSpacing: [pixelSpacingOf, ["pixelSpacing", "imagerPixelSpacing", "nominalPixelSpacing"]],
  thickness: [(tags) => sizeOf(tags, "sliceThickness"), ["sliceThickness"]],
  spacingBetweenSlices: [(tags) => sizeOf(tags, "spacingBetweenSlices"), ["spacingBetweenSlices"]],
  sliceLocation: [(tags) => lengthOf(tags, "sliceLocation"), ["sliceLocation"]],
  instance: [(tags) => numberOf(tags, "instanceNumber"), ["instanceNumber"]],
  acquisition: [(tags) => numberOf(tags, "acquisitionNumber"), ["acquisitionNumber"]],
  temporal: [
    (tags) => numberOf(tags, "temporalIndex") ?? numberOf(tags, "temporalPosition"),
    ["temporalIndex", "temporalPosition"],
  ],
  trigger: [(tags) => numberOf(tags, "triggerTime"), ["triggerTime"]],
  stack: [(tags) => textOf(tags, "stackId"), ["stackId"]],
  imageType: [imageTypeOf, ["frameType", "imageType"]],
  component: [componentOf, ["complexComponent", "frameType", "imageType", "geRawDataType"]],
  echoNumber: [(tags) => numberOf(tags, "echoNumber"), ["echoNumber"]],
  echoTime: [
    (tags) => positive(numberOf(tags, "effectiveEchoTime") ?? numberOf(tags, "echoTime")),
    ["effectiveEchoTime", "echoTime"],
  ],
  repetitionTime: [(tags) => positive(numberOf(tags, "repetitionTime")), ["repetitionTime"]],
  inversionTime: [
    (tags) => positive(numberOf(tags, "inversionTimes") ?? numberOf(tags, "inversionTime")),
    ["inversionTimes", "inversionTime"],
  ],
  flipAngle: [(tags) => positive(numberOf(tags, "flipAngle")), ["flipAngle"]],
  bValue: [bValueOf, ["bValue", "siemensBValue", "philipsBValue", "geBValue"]],
  sequence: [sequenceOf, ["scanningSequence", "acquisitionContrast", "sequenceName"]],
  rescale: [rescaleOf, ["rescaleSlope", "rescaleIntercept"]],
  isRescaleSound: [isRescaleSound, ["rescaleSlope", "rescaleIntercept"]],
  window: [windowOf, ["windowCenter", "windowWidth", "windowFunction"]],
};
const KEYS = Object.keys(FACTS) as (keyof ImageFacts)[];
/** The facts that depend on a tag. */
const KEYS_OF: ReadonlyMap<TagName, readonly (keyof ImageFacts)[]> = new Map(
  [...new Set(KEYS.flatMap((key) => FACTS[key][1]))].map((name) => [
    name,
    KEYS.filter((key) => FACTS[key][1].includes(name)),
  ]),
);

/** Facts that differ from others in these alone: they have the others for a prototype, since of frames there are many. */
export const factsLike = (common: ImageFacts, own: Partial<ImageFacts>): ImageFacts =>
  Object.assign(Object.create(common) as ImageFacts, own);

export function imageFacts(tags: Tags): ImageFacts {
  return Object.fromEntries(KEYS.map((key) => [key, FACTS[key][0](tags)])) as unknown as ImageFacts;
}

/** Those of a frame that has tags of its own; all others are the same for all frames, and kept once. */
export function frameFacts(own: ReadonlyMap<TagName, TagValue>, tags: Tags, common: ImageFacts): ImageFacts {
  if (own.size === 0) return common;
  const facts: Record<string, unknown> = {};
  for (const name of own.keys()) {
    for (const key of KEYS_OF.get(name) ?? []) facts[key] = FACTS[key][0](tags);
  }
  return factsLike(common, facts as Partial<ImageFacts>);
}

function imageTypeOf(tags: Tags): string[] {
  const frameType = textsOf(tags, "frameType");
  return (frameType.length > 0 ? frameType : textsOf(tags, "imageType")).map((type) => type.toUpperCase());
}

function sequenceOf(tags: Tags): string {
  const words = [
    ...textsOf(tags, "scanningSequence"),
    textOf(tags, "acquisitionContrast"),
    textOf(tags, "sequenceName"),
  ];
  return words.join(" ").toUpperCase();
}

/** What is said; NaN where that is no number. Blanks say nothing. */
function said(tags: Tags, name: TagName, otherwise: number): number {
  return textOf(tags, name) !== "" ? (numberOf(tags, name) ?? Number.NaN) : otherwise;
}

function isRescaleSound(tags: Tags): boolean {
  const [slope, intercept] = [said(tags, "rescaleSlope", 1), said(tags, "rescaleIntercept", 0)];
  return slope !== 0 && Number.isFinite(slope) && Number.isFinite(intercept);
}

function rescaleOf(tags: Tags): readonly [number, number] {
  return isRescaleSound(tags) ? [said(tags, "rescaleSlope", 1), said(tags, "rescaleIntercept", 0)] : [1, 0];
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}

function lengthOf(tags: Tags, name: TagName): number | undefined {
  const value = numberOf(tags, name);
  return value !== undefined && Math.abs(value) <= MOST_LENGTH ? value : undefined;
}

/** Some makers give sizes a sign. */
function sizeOf(tags: Tags, name: TagName): number | undefined {
  const value = Math.abs(lengthOf(tags, name) ?? 0);
  return value >= LEAST_SIZE ? value : undefined;
}

function positionOf(tags: Tags): Vec3 | undefined {
  const values = numbersOf(tags, "position");
  if (values.length !== 3 || !values.every((mm) => Math.abs(mm) <= MOST_LENGTH)) return undefined;
  // An array of its own size: one that grew takes more than twice as much, for every frame.
  const [x, y, z] = values as unknown as Vec3;
  return [x, y, z];
}

function orientationOf(tags: Tags): Orientation | undefined {
  const values = numbersOf(tags, "orientation");
  if (values.length !== 6) return undefined;
  const [row, column] = [unit(values.slice(0, 3)), unit(values.slice(3))];
  if (!row || !column || Math.abs(dot(row, column)) > DIRECTION_TOLERANCE) return undefined;
  return { row, column };
}

function unit(values: readonly number[]): Vec3 | undefined {
  const length = Math.hypot(...values);
  if (!(Math.abs(length - 1) <= DIRECTION_TOLERANCE)) return undefined;
  return values.map((value) => value / length) as unknown as Vec3;
}

function pixelSpacingOf(tags: Tags): readonly [number, number] | undefined {
  for (const name of ["pixelSpacing", "imagerPixelSpacing", "nominalPixelSpacing"] as const) {
    const values = numbersOf(tags, name);
    const [rows, columns] = values;
    const isSound = values.length === 2 && values.every((mm) => mm >= LEAST_SIZE && mm <= MOST_LENGTH);
    if (isSound && rows !== undefined && columns !== undefined) return [rows, columns];
  }
  return undefined;
}

/** Words of image types for what is no magnitude. Sources: PS3.3 C.8.13.3.1.1; what Siemens, Philips and GE write. */
const COMPONENTS: readonly (readonly [Component, RegExp])[] = [
  ["phase", /^(P|PHASE|PHASE MAP|P_.*)$/],
  ["real", /^(R|REAL|R_.*)$/],
  ["imaginary", /^(I|IMAGINARY|I_.*)$/],
];
/** Of GE's private number. */
const GE_COMPONENTS: readonly Component[] = ["magnitude", "phase", "real", "imaginary"];

function componentOf(tags: Tags): Component {
  const words = [textOf(tags, "complexComponent").toUpperCase(), ...imageTypeOf(tags).slice(2)];
  const told = COMPONENTS.find(([, pattern]) => words.some((word) => pattern.test(word)))?.[0];
  return told ?? GE_COMPONENTS[numberOf(tags, "geRawDataType") ?? 0] ?? "magnitude";
}

function bValueOf(tags: Tags): number | undefined {
  const ge = numberOf(tags, "geBValue");
  const known =
    numberOf(tags, "bValue") ??
    numberOf(tags, "siemensBValue") ??
    numberOf(tags, "philipsBValue") ??
    (ge === undefined ? undefined : ge % GE_B_MODULUS);
  return known !== undefined && known >= 0 ? known : undefined;
}

/** The first window. Source: PS3.3 C.11.2.1.2 (linear), C.11.2.1.3. */
function windowOf(tags: Tags): readonly [number, number] | undefined {
  const [centre, width] = [numberOf(tags, "windowCenter"), numberOf(tags, "windowWidth")];
  if (centre === undefined || width === undefined) return undefined;
  const isExact = ["LINEAR_EXACT", "SIGMOID"].includes(textOf(tags, "windowFunction"));
  const lower = isExact ? centre - width / 2 : centre - 0.5 - (width - 1) / 2;
  const upper = isExact ? centre + width / 2 : centre - 0.5 + (width - 1) / 2;
  return lower < upper && Number.isFinite(upper - lower) ? [lower, upper] : undefined;
}
