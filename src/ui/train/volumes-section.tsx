/** The volumes to learn from and to judge by. */

import { useId } from "react";
import { MASK_KINDS } from "../../core/mask";
import {
  addOpenScansToTraining,
  addTrainingFiles,
  addTrainingPhantom,
  removeVolume,
} from "../../state/training-actions";
import type { TrainingVolume } from "../../state/training-settings";
import { changeVolume, useTraining } from "../../state/training-store";
import { t } from "../../text/text";
import { Button, CrossButton } from "../common/button";
import { FileButton } from "../common/file-button";
import { formatBytes, formatDims, formatSpacing } from "../common/format";
import { givenFiles } from "../common/given-files";
import { maskTexts } from "../common/masks";
import { NoticeList } from "../common/notice-list";
import { OpenScansButton } from "../common/open-scans-button";
import { Select } from "../common/select";
import { FolderButton, VolumeBox } from "../common/volume-box";

export function VolumesSection() {
  const volumes = useTraining((state) => state.volumes);
  const adding = useTraining((state) => state.adding);
  const isRunning = useTraining((state) => state.run !== undefined);
  return (
    <section className="section stack" aria-labelledby="train-volumes">
      <h2 id="train-volumes">{t("Volumes")}</h2>
      <div className="row wrap">
        <FileButton
          label={t("Add files")}
          inputLabel={t("Training volumes")}
          onFiles={(files) => void addTrainingFiles(givenFiles(files))}
        />
        <FolderButton onFiles={(files) => void addTrainingFiles(files)} />
        <OpenScansButton volumes={volumes} onAdd={() => void addOpenScansToTraining()} />
        <Button label={t("Add a phantom")} kind="quiet small" onClick={() => void addTrainingPhantom()} />
      </div>
      <VolumeBox isEmpty={volumes.length === 0} isRunning={isRunning}>
        <ul className="stack tight">
          {volumes.map((volume) => (
            <VolumeRow key={volume.id} volume={volume} />
          ))}
        </ul>
      </VolumeBox>
      <div className="volume-words" role="status">
        {adding.length > 0 ? (
          <p className="muted">
            {t("Reading {name}{more, plural, =0 {} other { and # more}}…", {
              name: adding[0] as string,
              more: adding.length - 1,
            })}
          </p>
        ) : (
          <HeldOut volumes={volumes} />
        )}
      </div>
    </section>
  );
}

/** Which volumes judge the bank, in words. */
function HeldOut({ volumes }: { volumes: readonly TrainingVolume[] }) {
  const heldOut = volumes.filter((volume) => volume.heldOut).map(({ name }) => name);
  if (volumes.length === 0) return null;
  return (
    <p className={heldOut.length > 0 ? "muted" : "warn"}>
      {heldOut.length > 0
        ? t("Held out: {names}. The bank is scored on what it has not learned from; roles can be changed above.", {
            names: heldOut.join(", "),
          })
        : t("No volume is held out, so the bank will not be scored on a scan that it has not seen.")}
    </p>
  );
}

function VolumeRow({ volume }: { volume: TrainingVolume }) {
  const { id, name, dims, spacing, fileBytes, maskVoxels, notices, mask, heldOut } = volume;
  const heading = useId();
  const roles = [
    ["train", t("train")],
    ["held out", t("held out")],
  ] as const;
  return (
    <li className="stack entry" aria-labelledby={heading}>
      <div className="row">
        <strong className="cut" id={heading} title={name}>
          <bdi>{name}</bdi>
        </strong>
        <CrossButton label={t("Remove {name}", { name })} onClick={() => removeVolume(id)} />
      </div>
      <p className="muted">
        {formatDims(dims)} · {formatSpacing(spacing)}
        {fileBytes > 0 && ` · ${formatBytes(fileBytes)}`}
      </p>
      <div className="row wrap loose">
        <label className="row tight mask-choice">
          {t("Mask")}{" "}
          <Select
            value={mask}
            options={MASK_KINDS.map((kind) => [
              kind,
              t("{mask}: {count} voxels", {
                mask: maskTexts(kind).name,
                count: maskVoxels[kind].toLocaleString("en"),
              }),
            ])}
            onChange={(kind) => changeVolume(id, { mask: kind })}
          />
        </label>
        <label className="row tight">
          {t("Role")}{" "}
          <Select
            value={heldOut ? "held out" : "train"}
            options={roles}
            onChange={(role) => changeVolume(id, { heldOut: role === "held out" })}
          />
        </label>
      </div>
      {notices.length > 0 && <NoticeList notices={notices} />}
    </li>
  );
}
