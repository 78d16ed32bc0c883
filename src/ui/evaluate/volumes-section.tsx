/** The high-resolution volumes to judge on. */

import { useRef } from "react";
import { addEvaluationFiles, addEvaluationPhantom, removeEvaluationVolume } from "../../state/evaluation-actions";
import { useEvaluation } from "../../state/evaluation-store";
import { formatDims, formatSpacing } from "../common/format";

export function VolumesSection() {
  const volumes = useEvaluation((state) => state.volumes);
  const reading = useEvaluation((state) => state.reading);
  return (
    <section className="evaluate-section" aria-label="Volumes">
      <header className="evaluate-head">
        <h2>High-resolution volumes</h2>
        <span className="muted" role="status">
          {reading > 0 ? `Reading ${reading}…` : volumes.length > 0 ? volumes.length : ""}
        </span>
      </header>
      {volumes.length > 0 && (
        <ul className="evaluate-volumes">
          {volumes.map(({ id, name, dims, spacing, notices }) => (
            <li key={id}>
              <span title={[name, ...notices].join("\n")}>
                <bdi>{name}</bdi>
                <br />
                <span className="muted">
                  {formatDims(dims)}, {formatSpacing(spacing)}
                  {notices.length > 0 && <span className="warn"> · {notices.length} notes</span>}
                </span>
              </span>
              <button
                type="button"
                className="icon-button"
                aria-label={`Remove ${name}`}
                onClick={() => removeEvaluationVolume(id)}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="evaluate-buttons">
        <FileButton label="Add files" />
        <FileButton label="Add a folder" isFolder />
        <button type="button" className="button quiet small" onClick={() => void addEvaluationPhantom()}>
          Add a synthetic head
        </button>
      </div>
    </section>
  );
}

function FileButton({ label, isFolder = false }: { label: string; isFolder?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className="button small" onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label={label}
        {...(isFolder ? { webkitdirectory: "" } : { accept: ".nii,.nii.gz,.gz,application/gzip" })}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = "";
          void addEvaluationFiles(isFolder ? files.filter(({ name }) => /\.nii(\.gz)?$/i.test(name)) : files);
        }}
      />
    </>
  );
}
