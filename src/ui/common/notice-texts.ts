/** What codes of notices mean, in the person's language: the formats' own words, with numbers, are English. */

import type { Notice, NoticeCode } from "../../core/notice";
import { language, t } from "../../text/text";

interface NoticeText {
  /** For lists: a word or two. */
  readonly label: string;
  readonly sentence: string;
}

const notices = (): Readonly<Record<NoticeCode, NoticeText>> => ({
  W_HEADER: { label: t("Header odd"), sentence: t("The header has errors that were read around.") },
  W_GEOMETRY: {
    label: t("Geometry repaired"),
    sentence: t("The header's geometry is incomplete or contradicts itself."),
  },
  W_NO_ORIENTATION: { label: t("Sides unknown"), sentence: t("Left and right of the patient are not known.") },
  W_SCALING: { label: t("Scaling ignored"), sentence: t("The header's scaling of intensities cannot be used.") },
  W_FRAMES: { label: t("Several frames"), sentence: t("There are several frames, of which one at a time is shown.") },
  W_TRUNCATED: { label: t("Cut short"), sentence: t("A part of the data is missing.") },
  W_TRAILING: {
    label: t("Bytes left over"),
    sentence: t("The file holds more than its header tells of, which is not read."),
  },
  W_NOT_FINITE: {
    label: t("Values that are no numbers"),
    sentence: t("Some voxels are no finite numbers: they are missing, here and in results."),
  },
  W_ALL_NAN: { label: t("No values"), sentence: t("No voxel has a finite number: all are missing.") },
  W_CONSTANT: { label: t("One value"), sentence: t("Every voxel has the same value: there is nothing to be seen.") },
  W_RANGE: {
    label: t("Impossible values"),
    sentence: t("The values are far larger or smaller than those of scans: the file may be damaged."),
  },
  W_LABELS: {
    label: t("Labels"),
    sentence: t("The values are labels: made finer by any method but Nearest they become fractions."),
  },
  W_PRECISION: {
    label: t("Rounded"),
    sentence: t("Intensities are finer than what is calculated with: they are rounded."),
  },
  W_COMPLEX: { label: t("Complex"), sentence: t("The values are complex: their magnitude is shown.") },
  W_COLOR: { label: t("Colour"), sentence: t("The image is in colour: its brightness is shown.") },
  W_MONOCHROME1: { label: t("Inverted"), sentence: t("Low values are meant to be shown bright.") },
  W_LOSSY: { label: t("Lossy"), sentence: t("The image was compressed with loss.") },
  W_ONE_SLICE: { label: t("One slice"), sentence: t("There is one slice only.") },
  W_MISSING_SLICE: { label: t("Slices missing"), sentence: t("Slices are missing: their places are empty.") },
  W_DUPLICATE: { label: t("Duplicates"), sentence: t("Images are there more than once: each is taken once.") },
  W_UNEVEN: { label: t("Uneven slices"), sentence: t("The distances between slices are not even.") },
  W_TILT: { label: t("Tilted"), sentence: t("The slices are shifted against each other: the scan is a tilted stack.") },
  W_NO_POSITION: { label: t("No positions"), sentence: t("The images do not say where they lie in the body.") },
  W_SPACING: {
    label: t("Spacing contradicted"),
    sentence: t("The spacing that is given contradicts the slices' positions, which are used."),
  },
  W_MIXED: {
    label: t("Part of a series"),
    sentence: t("The series held images that are no single volume: it was divided."),
  },
  W_LOCALIZER: { label: t("Localizer"), sentence: t("These images were made to plan the others.") },
  W_DERIVED: { label: t("Derived"), sentence: t("The images were computed from others.") },
  W_PHASE: { label: t("Phase"), sentence: t("The values are phases, not intensities.") },
  W_MOSAIC: { label: t("Mosaic"), sentence: t("The slices were cut from a mosaic.") },
  W_NOT_IMAGE: { label: t("Not an image"), sentence: t("It holds no image.") },
  W_REGISTRATION: {
    label: t("Position uncertain"),
    sentence: t("How the scans lie on each other is not certain."),
  },
  W_CLIPPED: {
    label: t("Cut to 0"),
    sentence: t("Values below 0 are cut to 0, as the paper has it: what they show is lost."),
  },
  W_SELF_FEW_ROWS: {
    label: t("Too little to learn from"),
    sentence: t("The scan is too small for filters to be learned from it."),
  },
  W_SELF_NO_GAIN: {
    label: t("Nothing learned"),
    sentence: t("What the scan itself teaches is no better than what there is without it, and was not used."),
  },
  W_EXCHANGE: {
    label: t("Unlike axes"),
    sentence: t(
      "The bank takes axes for alike whose voxels are of very different sizes: its filters suit them less well.",
    ),
  },
  W_GPU_MEMORY: {
    label: t("Little memory"),
    sentence: t("The graphics card had too little memory: it was computed in smaller parts, with the same result."),
  },
  W_GPU_LOST: {
    label: t("Opened again"),
    sentence: t("The graphics card failed and was opened again: what was computed by then was kept."),
  },
  W_NO_SSIM: { label: t("No SSIM"), sentence: t("The volume is too thin for SSIM, which is left out.") },
  W_MOTION: { label: t("Moved"), sentence: t("The body moved between the scans, or between slices of one.") },
});

export const noticeLabel = (code: NoticeCode): string => notices()[code].label;

export const noticeSentence = (code: NoticeCode): string => notices()[code].sentence;

/** In full: where the person reads another language than English, what it means before the format's own words. */
export const noticeText = ({ code, text }: Notice): string =>
  language() === "en" ? text : `${notices()[code].sentence} ${text}`;

/** In one line, for where there is room for a text only. */
export const noticeTitle = ({ code, text }: Notice): string => `${noticeLabel(code)}: ${text}`;
