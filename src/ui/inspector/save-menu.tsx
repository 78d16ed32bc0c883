/** What can be taken out of the page: the result as a file, pictures and clips of what is on the stage. */

import { saveResult } from "../../state/saving";
import { type Series, useSeries } from "../../state/series-store";
import { t } from "../../text/text";
import { Menu, MenuItem } from "../common/menu";
import { openDicomDialog } from "../shell/shell-store";
import { saveClip, savePicture } from "../stage/stage-picture";

export function SaveMenu({ result }: { result: Series }) {
  const isSaving = useSeries((state) => state.saving.includes(result.id));
  const canCompare = useSeries((state) => state.a !== undefined && state.b !== undefined);
  return (
    <Menu button={isSaving ? t("Saving…") : t("Save")} kind="primary" align="end">
      <MenuItem
        label={t("NIfTI file and what it is (JSON)")}
        isDisabled={isSaving}
        onSelect={() => void saveResult(result.id)}
      />
      <MenuItem label={t("DICOM series (ZIP)")} isDisabled={isSaving} onSelect={() => openDicomDialog(result.id)} />
      <MenuItem label={t("Picture of the stage (PNG)")} onSelect={() => void savePicture("stage")} />
      <MenuItem label={t("Picture of this tile (PNG)")} onSelect={() => void savePicture("tile")} />
      <MenuItem
        label={t("Comparison clip, flicker (GIF)")}
        isDisabled={!canCompare}
        onSelect={() => void saveClip("flicker")}
      />
      <MenuItem
        label={t("Comparison clip, curtain (GIF)")}
        isDisabled={!canCompare}
        onSelect={() => void saveClip("curtain")}
      />
    </Menu>
  );
}
