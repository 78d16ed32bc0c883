/** The high-resolution volumes to judge on. */

import { isScanName, SCAN_ACCEPT } from "../../formats/scan-names";
import { addEvaluationFiles, addEvaluationPhantom, removeEvaluationVolume } from "../../state/evaluation-actions";
import { useEvaluation } from "../../state/evaluation-store";
import { Button, CrossButton } from "../common/button";
import { FileButton } from "../common/file-button";
import { formatDims, formatSpacing } from "../common/format";

export function VolumesSection() {
  const volumes = useEvaluation((state) => state.volumes);
  const adding = useEvaluation((state) => state.adding);
  return (
    <section className="section stack" aria-label="Volumes">
      <header className="row wrap evaluate-head">
        <h2>High-resolution volumes</h2>
        <span className="muted" role="status">
          {adding.length > 0 ? `Reading ${adding.length}…` : volumes.length > 0 ? volumes.length : ""}
        </span>
      </header>
      {volumes.length > 0 && (
        <ul className="evaluate-volumes">
          {volumes.map(({ id, name, dims, spacing, notices }) => (
            <li key={id} className="row">
              <span className="cut" title={[name, ...notices].join("\n")}>
                <bdi>{name}</bdi>
                <br />
                <span className="muted">
                  {formatDims(dims)}, {formatSpacing(spacing)}
                  {notices.length > 0 && <span className="warn"> · {notices.length} notes</span>}
                </span>
              </span>
              <CrossButton label={`Remove ${name}`} onClick={() => removeEvaluationVolume(id)} />
            </li>
          ))}
        </ul>
      )}
      <div className="row wrap evaluate-line">
        <FileButton label="Add files" accept={SCAN_ACCEPT} onFiles={(files) => void addEvaluationFiles(files)} />
        <FileButton
          label="Add a folder"
          isFolder
          onFiles={(files) => void addEvaluationFiles(files.filter(({ name }) => isScanName(name)))}
        />
        <Button label="Add a synthetic head" kind="quiet small" onClick={() => void addEvaluationPhantom()} />
      </div>
    </section>
  );
}
