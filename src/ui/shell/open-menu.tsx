/** The ways in besides dropping a file. */

import { FileUp, FlaskConical, FolderOpen, ListPlus } from "lucide-react";
import { addEvaluationPhantom } from "../../state/evaluation-actions";
import { openSample } from "../../state/intake-actions";
import { showPicker } from "../../state/intake-store";
import { useSession } from "../../state/session-store";
import { addTrainingPhantom } from "../../state/training-actions";
import { t } from "../../text/text";
import { keyLabel } from "../commands/keys";
import { Menu, MenuItem, MenuLine, MenuNote } from "../common/menu";
import { useIntakesWithMore } from "../intake/intake-buttons";
import { moreOf } from "../intake/intake-texts";
import { pickFiles } from "./file-inputs";

const SAMPLES = { view: openSample, train: addTrainingPhantom, evaluate: addEvaluationPhantom };

export function OpenMenu({ isShort }: { isShort: boolean }) {
  const intakes = useIntakesWithMore();
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
      {intakes.length > 0 && <MenuLine />}
      {intakes.map(({ intake: { id, name }, more }) => (
        <MenuItem
          key={id}
          label={moreOf(name, more)}
          icon={<ListPlus size={14} aria-hidden="true" />}
          onSelect={() => showPicker(id)}
        />
      ))}
      <MenuLine />
      <MenuNote>{t("DICOM folders, CDs and ZIP archives too. Or drop them anywhere.")}</MenuNote>
    </Menu>
  );
}
