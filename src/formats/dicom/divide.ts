/** What of one DICOM series can be one volume. */

import { EigenvoxError } from "../../core/errors";
import { dot, isPlaced, normalOf } from "./directions";
import type { DicomImage, Orientation } from "./image";
import { stacksOf } from "./stacks-apart";

/** Images that can make one volume, or the same one at several times. */
export interface Part {
  readonly images: readonly DicomImage[];
  /** In words, what tells it from the other parts of its series: "echo 2", "sagittal". Empty where it is the only one. */
  readonly distinction: string;
}

export interface Division {
  readonly parts: readonly Part[];
  /** Images that were left out because there would be too many parts, and why. */
  readonly excess: readonly DicomImage[];
  readonly error?: EigenvoxError | undefined;
}

/** More parts than this no series has that is worth looking at. */
const MOST_PARTS = 64;
/** Cosine of half a degree. */
const SAME_DIRECTION = Math.cos(Math.PI / 360);
/** Relative differences of lengths and times that are none. */
const SAME_SIZE = 0.005;
const SAME_TIME = 0.01;
/** b-values that differ by less are of one shell, s/mm². */
const SAME_B = 25;

/**
 * Divides the images of a series by what cannot differ within a volume. Images come out in the order of their numbers,
 * whatever order they came in.
 */
export function divide(images: readonly DicomImage[]): Division {
  const groups: DicomImage[][] = [];
  // Who made a UID for every file makes these of no use.
  const isFrameKnown = new Set(images.map(({ object }) => object.frameOfReferenceUid)).size < images.length;
  /** Those among which an image's own can be: others differ in what is the same or not. */
  const candidates = new Map<string, DicomImage[][]>();
  const excess: DicomImage[] = [];
  let last: { readonly image: DicomImage; readonly key: string } | undefined;
  for (const image of [...images].sort(byNumber)) {
    // Most images have what the one before them has; of many, texts take most of the time.
    if (!last || !isExactlyAs(last.image, image)) {
      last = { image, key: exactKey(image) + (isFrameKnown ? image.object.frameOfReferenceUid : "") };
    }
    const { key } = last;
    const alike = candidates.get(key) ?? [];
    const own = alike.find(([first]) => first && isAlike(first, image));
    if (own) own.push(image);
    else if (groups.length === MOST_PARTS) excess.push(image);
    else {
      const group = [image];
      groups.push(group);
      candidates.set(key, [...alike, group]);
    }
  }
  const stacks = groups.flatMap(stacksOf);
  const names = distinctions(stacks.map(([first]) => first as DicomImage));
  const parts = stacks.map((group, i) => ({ images: group, distinction: names[i] as string }));
  return { parts, excess, error: excess.length > 0 ? tooMixed(excess.length) : undefined };
}

/** By instance number, then by what is unique. */
export function byNumber(a: DicomImage, b: DicomImage): number {
  return (
    (a.facts.instance ?? 0) - (b.facts.instance ?? 0) ||
    (a.object === b.object ? 0 : compareText(a.object.sopInstanceUid, b.object.sopInstanceUid)) ||
    a.frame - b.frame ||
    tileNumber(a) - tileNumber(b) ||
    (a.object === b.object ? 0 : compareText(placeOf(a), placeOf(b)))
  );
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const tileNumber = ({ tile, pixels }: DicomImage) => (tile ? tile.x + tile.y * pixels.columns : 0);
const placeOf = ({ object: { source } }: DicomImage) => source.path ?? source.name;

export const sizeOf = ({ pixels, tile }: DicomImage): { readonly columns: number; readonly rows: number } =>
  tile ?? pixels;

export const isColour = ({ pixels }: DicomImage): boolean => pixels.samples > 1;

function exactKey(image: DicomImage): string {
  const { object, facts, pixels } = image;
  const { columns, rows } = sizeOf(image);
  return JSON.stringify([
    [columns, rows, isColour(image), pixels.photometric === "MONOCHROME1", isPlaced(image)],
    [object.sopClassUid],
    [facts.imageType, facts.component, facts.stack, facts.echoNumber],
  ]);
}

/** True only where the keys of the two are the same. */
function isExactlyAs(a: DicomImage, b: DicomImage): boolean {
  const [p, q] = [sizeOf(a), sizeOf(b)];
  return (
    a.object.sopClassUid === b.object.sopClassUid &&
    a.object.frameOfReferenceUid === b.object.frameOfReferenceUid &&
    a.pixels.photometric === b.pixels.photometric &&
    isColour(a) === isColour(b) &&
    p.columns === q.columns &&
    p.rows === q.rows &&
    areSame(a.facts.imageType, b.facts.imageType) &&
    a.facts.component === b.facts.component &&
    a.facts.stack === b.facts.stack &&
    a.facts.echoNumber === b.facts.echoNumber &&
    isPlaced(a) === isPlaced(b)
  );
}

const areSame = (a: readonly string[], b: readonly string[]) =>
  a === b || (a.length === b.length && a.every((word, i) => word === b[i]));

function isAlike(a: DicomImage, b: DicomImage): boolean {
  return (
    isSameOrientation(a.facts.orientation, b.facts.orientation) &&
    isClose(a.facts.pixelSpacing?.[0], b.facts.pixelSpacing?.[0], SAME_SIZE) &&
    isClose(a.facts.pixelSpacing?.[1], b.facts.pixelSpacing?.[1], SAME_SIZE) &&
    isClose(a.facts.echoTime, b.facts.echoTime, SAME_TIME) &&
    isSameShell(a.facts.bValue, b.facts.bValue)
  );
}

function isSameOrientation(a: Orientation | undefined, b: Orientation | undefined): boolean {
  if (!a || !b || a === b) return a === b;
  return dot(a.row, b.row) >= SAME_DIRECTION && dot(a.column, b.column) >= SAME_DIRECTION;
}

function isClose(a: number | undefined, b: number | undefined, tolerance: number): boolean {
  if (a === undefined || b === undefined) return a === b;
  return Math.abs(a - b) <= tolerance * Math.max(a, b);
}

function isSameShell(a: number | undefined, b: number | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return Math.abs(a - b) < SAME_B;
}

/** "axial", "coronal" or "sagittal": the plane that an image is nearest to. */
export function planeName(orientation: Orientation): string {
  const along = normalOf(orientation).map(Math.abs);
  return ["sagittal", "coronal", "axial"][along.indexOf(Math.max(...along))] as string;
}

const WORDS: readonly ((image: DicomImage) => string)[] = [
  (image) => `${sizeOf(image).columns}×${sizeOf(image).rows}`,
  ({ facts: { orientation } }) => (orientation ? planeName(orientation) : ""),
  ({ facts: { component } }) => component,
  ({ facts: { echoNumber } }) => (echoNumber === undefined ? "" : `echo ${echoNumber}`),
  ({ facts: { bValue } }) => (bValue === undefined ? "" : `b = ${bValue}`),
  ({ facts: { imageType } }) => imageType.slice(2).join(" ").toLowerCase(),
  ({ facts: { echoTime } }) => (echoTime === undefined ? "" : `TE ${Number(echoTime.toPrecision(4))} ms`),
  ({ facts: { stack } }) => (stack === "" ? "" : `stack ${stack}`),
  (image) => (isColour(image) ? "colour" : ""),
  (image) => (isPlaced(image) ? "" : "without positions"),
];

/** From here on words say enough without what the other parts have. */
const BY_THEMSELVES = 3;

/** As few words as tell these images, one of each part, from each other; a number where none do. */
function distinctions(firsts: readonly DicomImage[]): string[] {
  let names = firsts.map(() => "");
  const groupsOf = (labels: readonly string[]) => new Set(labels).size;
  for (const word of WORDS) {
    const longer = firsts.map((image, i) => [names[i], word(image)].filter(Boolean).join(", "));
    if (groupsOf(longer) > groupsOf(names)) names = longer;
  }
  // What is told from the others by having no echo or b-value has something else.
  if (groupsOf(names) > 1) names = names.map((name, i) => name || wordOf(firsts[i] as DicomImage));
  return names.map((name, i) => {
    const same = names.filter((other) => other === name).length;
    if (same === 1) return name;
    const number = `part ${names.slice(0, i + 1).filter((other) => other === name).length}`;
    return name === "" ? number : `${name}, ${number}`;
  });
}

const wordOf = (image: DicomImage) =>
  WORDS.slice(BY_THEMSELVES)
    .map((word) => word(image))
    .find(Boolean) ?? "others";

const tooMixed = (count: number) =>
  new EigenvoxError(
    "E_BAD_GEOMETRY",
    `The series falls into more than ${MOST_PARTS} parts that cannot be one volume; ${count} images are left out.`,
  );
