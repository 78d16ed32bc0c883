/** Series that were found in files, in words. */

import type { Notice } from "../../core/notice";
import type { SeriesInfo } from "../../session/wire";
import { t } from "../../text/text";
import { formatDims, formatSpacing } from "../common/format";
import { noticeLabel } from "../common/notice-texts";

/** "T2w, a guess from its tags". */
export const contrastGuess = (contrast: string): string => t("{contrast}, a guess from its tags", { contrast });

/** Grid, voxels, and what it is made of: "256 × 256 × 30", "0.72 × 0.72 × 5.00 mm", "30 images". */
export function seriesFacts({
  dims,
  spacing,
  count,
  frames,
}: Pick<SeriesInfo, "dims" | "spacing" | "count" | "frames">): string[] {
  const isOfImages = count > 1 || dims[2] === 1;
  return [
    formatDims(dims),
    formatSpacing(spacing),
    ...(isOfImages ? [t("{count, plural, one {# image} other {# images}}", { count })] : []),
    ...(frames > 1 ? [t("{frames} frames", { frames })] : []),
  ];
}

/** Kinds of trouble by name, each once. */
export const warningNames = (notices: readonly Notice[]): string =>
  [...new Set(notices.map(({ code }) => noticeLabel(code)))].join(", ");

/** What a button says that shows what more there is: series, or files that were skipped. */
export const moreText = (more: number): string => (more > 0 ? t("{more} more", { more }) : t("Skipped"));

/** The same where there is room: "Series of head.zip (3 more)". */
export const moreOf = (name: string, more: number): string =>
  more > 0 ? t("Series of {name} ({more} more)", { name, more }) : t("Skipped files of {name}", { name });
