/** Images by where they lie and when they were acquired: which of them are slices of one volume. */

import type { Vec3 } from "../../core/volume";
import { dot, isPlaced, normalOf } from "./directions";
import { byNumber } from "./divide";
import type { DicomImage } from "./image";
import { arrange, SAME_POSITION } from "./slice-positions";

/** Images at one position, and that position along the normal. */
export interface Place {
  readonly along: number;
  readonly images: readonly DicomImage[];
}

/** How far volumes may lie from the first, of the slices' distance: less than slices in between would. */
const SAME_SLICE = 0.3;

/** The positions in order; undefined where images do not tell theirs, or tell what cannot be. */
export function placesOf(images: readonly DicomImage[]): readonly Place[] | undefined {
  const orientation = images[0]?.facts.orientation;
  if (!orientation || !images.every(isPlaced)) return undefined;
  const normal = normalOf(orientation);
  const sorted = images
    .map((image) => ({ along: dot(image.facts.position as Vec3, normal), image }))
    .sort((a, b) => a.along - b.along || byNumber(a.image, b.image));
  const places: { along: number; images: DicomImage[] }[] = [];
  for (const { along, image } of sorted) {
    const last = places.at(-1);
    if (last && along - last.along < SAME_POSITION) last.images.push(image);
    else places.push({ along, images: [image] });
  }
  // Slices that all claim the same position, but other locations, were robbed of their positions.
  const locations = new Set(images.map(({ facts }) => facts.sliceLocation));
  if (places.length === 1 && images.length > 1 && locations.size === images.length) return undefined;
  for (const { images: same } of places) same.sort(byTime);
  return movedPlaces(places, sorted) ?? places;
}

/**
 * Scanners that follow the head give each volume positions of its own: its slices are where those of the first are.
 * Undefined where it is not so.
 */
function movedPlaces(
  places: readonly Place[],
  sorted: readonly { readonly along: number; readonly image: DicomImage }[],
): Place[] | undefined {
  if (places.length < 3) return undefined;
  const { obstacle, distanceMm } = arrange(firstsOf(places), 1);
  if (obstacle?.code !== "W_UNEVEN") return undefined;
  const volumes = new Map<string, { along: number; image: DicomImage }[]>();
  for (const one of sorted) {
    const volume = volumes.get(timeOf(one.image));
    if (volume) volume.push(one);
    else volumes.set(timeOf(one.image), [one]);
  }
  const [first, ...others] = [...volumes.values()].sort(([a], [b]) =>
    byTime(a?.image as DicomImage, b?.image as DicomImage),
  );
  if (!first || first.length < 2 || others.length === 0) return undefined;
  const limit = SAME_SLICE * distanceMm * ((places.length - 1) / (first.length - 1));
  const areSame = others.every(
    (volume) =>
      volume.length === first.length &&
      volume.every(({ along }, i) => Math.abs(along - (first[i]?.along ?? 0)) < limit),
  );
  if (!areSame) return undefined;
  return first.map(({ along, image }, i) => ({
    along,
    images: [image, ...others.map((volume) => volume[i]?.image as DicomImage)],
  }));
}

export const firstsOf = (places: readonly Place[]): DicomImage[] =>
  places.map(({ images: [one] }) => one as DicomImage);

/** How many images most positions have: with several, as many volumes. */
export function commonCount(places: readonly Place[]): number {
  const occurrences = new Map<number, number>();
  for (const { images } of places) occurrences.set(images.length, (occurrences.get(images.length) ?? 0) + 1);
  return [...occurrences].sort(([a, m], [b, n]) => n - m || a - b)[0]?.[0] ?? 1;
}

export interface Placing {
  /** By place and by volume; undefined where a volume lacks the slice. */
  readonly slots: readonly (readonly (DicomImage | undefined)[])[];
  /** Images that are left out because they belong to a volume that is not complete. */
  readonly incomplete: number;
}

/**
 * The images of each place by volume: by their times where a complete place tells which there are, so that a missing
 * slice is missing in its own volume, else in their order.
 */
export function placing(places: readonly Place[], volumes: number): Placing {
  const complete = places.find(({ images }) => images.length === volumes);
  const times = new Map(complete?.images.map((image, i) => [timeOf(image), i]));
  const areKnown = times.size === volumes && volumes > 1;
  let incomplete = 0;
  const slots = places.map(({ images }) => {
    const own = new Set(areKnown ? images.map(timeOf) : []);
    const isTold = areKnown && own.size === images.length && [...own].some((time) => times.has(time));
    if (!isTold) return images.length === volumes ? images : Array.from({ length: volumes }, (_, i) => images[i]);
    const slot = new Array<DicomImage | undefined>(volumes).fill(undefined);
    for (const image of images) {
      const at = times.get(timeOf(image));
      if (at === undefined) incomplete++;
      else slot[at] = image;
    }
    return slot;
  });
  return { slots, incomplete };
}

const timeOf = ({ facts }: DicomImage) => `${facts.temporal ?? ""} ${facts.acquisition ?? ""}`;

/** Times in the order in which they were acquired. */
function byTime(a: DicomImage, b: DicomImage): number {
  const [p, q] = [a.facts, b.facts];
  return (
    (p.temporal ?? 0) - (q.temporal ?? 0) ||
    (p.acquisition ?? 0) - (q.acquisition ?? 0) ||
    (p.trigger ?? 0) - (q.trigger ?? 0) ||
    byNumber(a, b)
  );
}
