/** Which images of the source a computed slice was made from. */

import type { Vec3 } from "../../../core/volume";
import type { DicomOrigin, SourceImage } from "../origin";
import type { SlicePlanes } from "./planes";

/** Of a distance: a slice exactly one distance away is not one that the computed slice lies beside. */
const ALMOST = 0.999;

/**
 * The source's slices that a computed slice lies on or between: those nearer than one distance of theirs, or else the
 * nearest; all where positions or the distance are unknown.
 */
export function imagesBeside(
  images: readonly SourceImage[],
  planes: Pick<SlicePlanes, "location">,
  position: Vec3,
  distanceMm = Infinity,
): readonly SourceImage[] {
  const here = planes.location(position);
  const away = images.map((image) => (image.position ? Math.abs(planes.location(image.position) - here) : 0));
  const reach = Math.max(distanceMm * ALMOST, Math.min(...away));
  return images.filter((_, i) => (away[i] as number) <= reach);
}

/** Items of a SourceImageSequence: each object once, with the numbers of its frames where it has several. */
export function sourceImageItems(
  images: readonly SourceImage[],
  origin: Pick<DicomOrigin, "images">,
  purpose: unknown,
): readonly Readonly<Record<string, unknown>>[] {
  const uids = [...new Set(images.map(({ sopInstanceUid }) => sopInstanceUid))];
  return uids.map((uid) => {
    const ofObject = ({ sopInstanceUid }: SourceImage) => sopInstanceUid === uid;
    const referenced = images.filter(ofObject);
    const hasFrames = origin.images.some((image) => ofObject(image) && image.frame > 0);
    return {
      ReferencedSOPClassUID: referenced[0]?.sopClassUid,
      ReferencedSOPInstanceUID: uid,
      ReferencedFrameNumber: hasFrames ? referenced.map(({ frame }) => frame + 1) : undefined,
      PurposeOfReferenceCodeSequence: [purpose],
    };
  });
}
