/** The volumes to learn from and to judge by. */

import { useId } from "react";
import { MASK_KINDS } from "../../core/mask";
import { SCAN_ACCEPT, SCAN_EXTENSIONS } from "../../formats/scan-names";
import { addTrainingFiles, addTrainingPhantom, removeVolume } from "../../state/training-actions";
import type { TrainingVolume } from "../../state/training-settings";
import { changeVolume, useTraining } from "../../state/training-store";
import { Button, CrossButton } from "../common/button";
import { FileButton } from "../common/file-button";
import { formatBytes, formatDims, formatSpacing } from "../common/format";
import { MASKS } from "../common/masks";
import { Select } from "../common/select";

export function VolumesSection() {
  const volumes = useTraining((state) => state.volumes);
  const adding = useTraining((state) => state.adding);
  return (
    <section className="section stack" aria-labelledby="train-volumes">
      <div className="row section-head">
        <h2 id="train-volumes">Volumes</h2>
        <FileButton
          label="Add files"
          inputLabel="Training volumes"
          accept={SCAN_ACCEPT}
          onFiles={(files) => void addTrainingFiles(files)}
        />
        <Button label="Add a phantom" kind="quiet small" onClick={() => void addTrainingPhantom()} />
      </div>
      {volumes.length === 0 && adding.length === 0 && (
        <p className="muted">
          Drop high-resolution {SCAN_EXTENSIONS.join(" or ")} files here, or whole folders of them.
        </p>
      )}
      <ul className="stack tight">
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

const ROLES = (["train", "held out"] as const).map((role) => [role, role] as const);

function VolumeRow({ volume }: { volume: TrainingVolume }) {
  const { id, name, dims, spacing, fileBytes, maskVoxels, notices, mask, heldOut } = volume;
  const heading = useId();
  return (
    <li className="stack entry" aria-labelledby={heading}>
      <div className="row">
        <strong className="cut" id={heading} title={name}>
          <bdi>{name}</bdi>
        </strong>
        <CrossButton label={`Remove ${name}`} onClick={() => removeVolume(id)} />
      </div>
      <p className="muted">
        {formatDims(dims)} · {formatSpacing(spacing)}
        {fileBytes > 0 && ` · ${formatBytes(fileBytes)}`}
      </p>
      <div className="row loose">
        <label className="row tight mask-choice">
          Mask{" "}
          <Select
            value={mask}
            options={MASK_KINDS.map((kind) => [
              kind,
              `${MASKS[kind].name}: ${maskVoxels[kind].toLocaleString("en")} voxels`,
            ])}
            onChange={(kind) => changeVolume(id, { mask: kind })}
          />
        </label>
        <label className="row tight">
          Role{" "}
          <Select
            value={heldOut ? "held out" : "train"}
            options={ROLES}
            onChange={(role) => changeVolume(id, { heldOut: role === "held out" })}
          />
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
