/** The volumes to learn from and to judge by. */

import { useId } from "react";
import { MASK_KINDS, type MaskKind } from "../../core/mask";
import { SCAN_ACCEPT, SCAN_EXTENSIONS } from "../../formats/scan-names";
import { addTrainingFiles, addTrainingPhantom, removeVolume } from "../../state/training-actions";
import type { TrainingVolume } from "../../state/training-settings";
import { changeVolume, useTraining } from "../../state/training-store";
import { FileButton } from "../common/file-button";
import { formatBytes, formatDims, formatSpacing } from "../common/format";
import { MASKS } from "../common/masks";

export function VolumesSection() {
  const volumes = useTraining((state) => state.volumes);
  const adding = useTraining((state) => state.adding);
  return (
    <section className="train-section" aria-labelledby="train-volumes">
      <div className="section-head">
        <h2 id="train-volumes">Volumes</h2>
        <FileButton
          label="Add files"
          inputLabel="Training volumes"
          accept={SCAN_ACCEPT}
          onFiles={(files) => void addTrainingFiles(files)}
        />
        <button type="button" className="button quiet small" onClick={() => void addTrainingPhantom()}>
          Add a phantom
        </button>
      </div>
      {volumes.length === 0 && adding.length === 0 && (
        <p className="muted">
          Drop high-resolution {SCAN_EXTENSIONS.join(" or ")} files here, or whole folders of them.
        </p>
      )}
      <ul className="volume-list">
        {volumes.map((volume) => (
          <VolumeRow key={volume.id} volume={volume} />
        ))}
      </ul>
      <p className="muted" role="status">
        {adding.length > 0 && (
          <>
            Reading <bdi>{adding[0]}</bdi>
            {adding.length > 1 && ` and ${adding.length - 1} more`}…
          </>
        )}
      </p>
    </section>
  );
}

function VolumeRow({ volume }: { volume: TrainingVolume }) {
  const { id, name, dims, spacing, fileBytes, maskVoxels, notices, mask, heldOut } = volume;
  const heading = useId();
  return (
    <li aria-labelledby={heading}>
      <div className="volume-name">
        <strong id={heading} title={name}>
          <bdi>{name}</bdi>
        </strong>
        <button type="button" className="icon-button" aria-label={`Remove ${name}`} onClick={() => removeVolume(id)}>
          ×
        </button>
      </div>
      <p className="muted">
        {formatDims(dims)} · {formatSpacing(spacing)}
        {fileBytes > 0 && ` · ${formatBytes(fileBytes)}`}
      </p>
      <div className="volume-choices">
        <label className="mask-choice">
          Mask{" "}
          <select value={mask} onChange={(event) => changeVolume(id, { mask: event.currentTarget.value as MaskKind })}>
            {MASK_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {MASKS[kind].name}: {maskVoxels[kind].toLocaleString("en")} voxels
              </option>
            ))}
          </select>
        </label>
        <label>
          Role{" "}
          <select
            value={heldOut ? "held out" : "train"}
            onChange={(event) => changeVolume(id, { heldOut: event.currentTarget.value === "held out" })}
          >
            <option>train</option>
            <option>held out</option>
          </select>
        </label>
      </div>
      {notices.map((text) => (
        <p key={text} className="warn">
          {text}
        </p>
      ))}
    </li>
  );
}
