/** What marks the scores of a bank on scans that it learned from. */

import type { LearnedFrom } from "../../jobs/evaluate/rows";
import { t } from "../../text/text";

/** Beside a number. */
export function LearnedMark() {
  const text = t("learned from a scan here");
  return (
    <span className="warn" title={text}>
      {" "}
      †<span className="visually-hidden">{text}</span>
    </span>
  );
}

export const learnedWords = (how: LearnedFrom): string =>
  how === "voxels" ? t("learned from this scan") : t("may have learned from this scan: it has its name");

/** Under tables that hold the mark. */
export const learnedNote = (): string =>
  t(
    "† The bank learned from a scan that it is judged on here, or from one of the same name: the score says little of other scans, and is never counted as best.",
  );
