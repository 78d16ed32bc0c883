/** What must be known of a scan, each by what kind of trouble it is and in full. */

import type { Notice } from "../../core/notice";
import { t } from "../../text/text";
import { CopyButton } from "./copy-button";
import { noticeLabel, noticeText } from "./notice-texts";

export function NoticeList({ notices }: { notices: readonly Notice[] }) {
  return (
    <ul className="stack notice-list">
      {notices.map((notice) => (
        <li key={noticeLine(notice)} data-notice={notice.code}>
          <strong className="warn">{noticeLabel(notice.code)}</strong> <span>{noticeText(notice)}</span>
        </li>
      ))}
    </ul>
  );
}

/** The texts hold no names of patients: they are made to be copied. */
export function CopyNotices({ notices }: { notices: readonly Notice[] }) {
  return <CopyButton label={t("Copy warnings")} text={() => notices.map(noticeLine).join("\n")} />;
}

const noticeLine = ({ code, text }: Notice): string => `${code}: ${text}`;
