/** The ways in besides dropping a file. */

import { FileUp, FlaskConical, FolderOpen } from "lucide-react";
import { openSample } from "../../state/actions";
import { addEvaluationPhantom } from "../../state/evaluation-actions";
import { useSession } from "../../state/session-store";
import { addTrainingPhantom } from "../../state/training-actions";
import { t } from "../../text/text";
import { keyLabel } from "../commands/keys";
import { Menu, MenuItem } from "../common/menu";
import { pickFiles } from "./file-inputs";

const SAMPLES = { view: openSample, train: addTrainingPhantom, evaluate: addEvaluationPhantom };

export function OpenMenu({ isShort }: { isShort: boolean }) {
  return (
    <Menu
      {...(isShort && { label: t("Open") })}
      button={
        <>
          <FolderOpen size={16} aria-hidden="true" />
          {!isShort && t("Open")}
        </>
      }
      hasArrow={!isShort}
    >
      <MenuItem
        label={t("Open files")}
        icon={<FileUp size={14} aria-hidden="true" />}
        keys={keyLabel("Ctrl+KeyO")}
        onSelect={() => pickFiles("files")}
      />
      <MenuItem
        label={t("Open folder")}
        icon={<FolderOpen size={14} aria-hidden="true" />}
        onSelect={() => pickFiles("folder")}
      />
      <MenuItem
        label={t("Try a sample")}
        icon={<FlaskConical size={14} aria-hidden="true" />}
        onSelect={() => void SAMPLES[useSession.getState().panel]()}
      />
    </Menu>
  );
}
