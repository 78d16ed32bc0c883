/** The high-resolution volumes to judge on. */

import {
  addEvaluationFiles,
  addEvaluationPhantom,
  addOpenScansToEvaluation,
  removeEvaluationVolume,
} from "../../state/evaluation-actions";
import { useEvaluation } from "../../state/evaluation-store";
import { t } from "../../text/text";
import { Button, CrossButton } from "../common/button";
import { FileButton } from "../common/file-button";
import { formatDims, formatSpacing } from "../common/format";
import { givenFiles } from "../common/given-files";
import { noticeTitle } from "../common/notice-texts";
import { OpenScansButton } from "../common/open-scans-button";
import { FolderButton, VolumeBox } from "../common/volume-box";

export function VolumesSection() {
  const volumes = useEvaluation((state) => state.volumes);
  const adding = useEvaluation((state) => state.adding);
  const isRunning = useEvaluation((state) => state.run !== undefined);
  return (
    <section className="section stack" aria-labelledby="evaluate-volumes">
      <header className="row wrap evaluate-head">
        <h2 id="evaluate-volumes">{t("High-resolution volumes")}</h2>
        <span className="muted" role="status">
          {adding.length > 0
            ? t("Reading {count}…", { count: adding.length })
            : volumes.length > 0
              ? volumes.length
              : ""}
        </span>
      </header>
      <div className="row wrap">
        <FileButton label={t("Add files")} onFiles={(files) => void addEvaluationFiles(givenFiles(files))} />
        <FolderButton onFiles={(files) => void addEvaluationFiles(files)} />
        <OpenScansButton volumes={volumes} onAdd={() => void addOpenScansToEvaluation()} />
        <Button label={t("Add a synthetic head")} kind="quiet small" onClick={() => void addEvaluationPhantom()} />
      </div>
      <VolumeBox isEmpty={volumes.length === 0} isRunning={isRunning}>
        <ul className="evaluate-volumes">
          {volumes.map(({ id, name, dims, spacing, notices }) => (
            <li key={id} className="row">
              <span className="cut" title={[name, ...notices.map(noticeTitle)].join("\n")}>
                <bdi>{name}</bdi>
                <br />
                <span className="muted">
                  {formatDims(dims)}, {formatSpacing(spacing)}
                  {notices.length > 0 && (
                    <span className="warn">
                      {" · "}
                      {t("{count, plural, one {# note} other {# notes}}", { count: notices.length })}
                    </span>
                  )}
                </span>
              </span>
              <CrossButton label={t("Remove {name}", { name })} onClick={() => removeEvaluationVolume(id)} />
            </li>
          ))}
        </ul>
      </VolumeBox>
    </section>
  );
}
