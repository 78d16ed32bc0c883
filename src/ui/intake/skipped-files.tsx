/** What of the files is no series that can be opened, and why. */

import type { SeriesInfo, SurveyInfo } from "../../session/wire";
import { t } from "../../text/text";
import { codeText } from "../common/code-texts";
import { noticeText } from "../common/notice-texts";
import { Fold } from "./fold";
import { countFiles, type Skipped, skippedByReason } from "./pick";

/** More names than this are counted only. */
const MOST_NAMES = 100;

export function NoImages({ series }: { series: readonly SeriesInfo[] }) {
  return (
    <Fold title={t("Not images: {count}", { count: series.length })} part="none">
      <ul className="stack tight picker-skipped">
        {series.map(({ id, name, notices }) => (
          <li key={id} data-series-id={id} data-rank="none">
            <bdi>{name}</bdi>
            {notices.map((notice) => (
              <span key={notice.code} className="muted">
                {" · "}
                {noticeText(notice)}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </Fold>
  );
}

export function SkippedFiles({ refused }: { refused: SurveyInfo["refused"] }) {
  const title = t("Skipped: {count, plural, one {# file} other {# files}}", { count: countFiles(refused) });
  return (
    <Fold title={title} part="skipped">
      <ul className="stack picker-skipped">
        {skippedByReason(refused).map((skipped) => (
          <Reason key={skipped.code} skipped={skipped} />
        ))}
      </ul>
    </Fold>
  );
}

function Reason({ skipped: { code, files, items } }: { skipped: Skipped }) {
  return (
    <li data-code={code}>
      <p className="spread">
        <span>{codeText(code)}</span>
        <span className="muted">{t("{count, plural, one {# file} other {# files}}", { count: files })}</span>
      </p>
      <ul>
        {items.slice(0, MOST_NAMES).map(({ name, message }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: files in several folders can share a name, and the list never reorders
          <li key={index}>
            <bdi>{name}</bdi> <span className="picker-why">{message}</span>
          </li>
        ))}
        {items.length > MOST_NAMES && (
          <li className="muted">{t("and {more} more", { more: items.length - MOST_NAMES })}</li>
        )}
      </ul>
    </li>
  );
}
