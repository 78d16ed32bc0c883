/** What must be known about one series: repairs, conflicts, what is left out. */

import { findSeries, useSeries } from "../../state/series-store";
import { t } from "../../text/text";
import { CopyButton } from "../common/copy-button";
import { Modal } from "../common/modal";
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
      <ul className="stack warning-list">
        {warnings.map((text) => (
          <li key={text} className="warn">
            {text}
          </li>
        ))}
      </ul>
      {warnings.length === 0 && <p>{t("There are none.")}</p>}
      {warnings.length > 0 && <CopyButton label={t("Copy")} text={() => warnings.join("\n")} />}
    </Modal>
  );
}
