/** What must be known about one series: repairs, conflicts, what is left out. */

import { findSeries, useSeries } from "../../state/series-store";
import { t } from "../../text/text";
import { Modal } from "../common/modal";
import { CopyNotices, NoticeList } from "../common/notice-list";
import { useShell } from "./shell-store";

export function openWarnings(seriesId: string): void {
  useShell.setState({ warningsOf: seriesId });
}

export function Warnings() {
  const id = useShell((shell) => shell.warningsOf);
  const series = useSeries((state) => findSeries(id, state));
  const warnings = series?.warnings ?? [];
  return (
    <Modal
      title={t("Warnings of {title}", { title: series?.title ?? "" })}
      isOpen={series !== undefined}
      onClose={() => useShell.setState({ warningsOf: undefined })}
    >
      <p className="muted">
        <bdi>{series?.name}</bdi>
      </p>
      <NoticeList notices={warnings} />
      {warnings.length === 0 ? <p>{t("There are none.")}</p> : <CopyNotices notices={warnings} />}
    </Modal>
  );
}
