/** The whole page: one row on top, what the panel is for, one strip at the bottom, and what lies over them. */

import { useEffect } from "react";
import { usePrefs } from "../state/prefs-store";
import { useSession } from "../state/session-store";
import { t } from "../text/text";
import { CommandPalette } from "./commands/palette";
import { useCommands } from "./commands/use-commands";
import { rememberWindows } from "./commands/window-undo";
import { keepFocus } from "./common/focus";
import { EvaluatePanel } from "./evaluate/evaluate-panel";
import { DicomDialog } from "./inspector/dicom-dialog";
import { SeriesPicker } from "./intake/series-picker";
import { Diagnostics } from "./shell/diagnostics";
import { DropZone } from "./shell/drop-zone";
import { FileInputs } from "./shell/file-inputs";
import { FirstNotice } from "./shell/first-notice";
import { Help } from "./shell/help";
import { guardLeaving } from "./shell/leaving";
import { GpuDialog, PrivacyDialog } from "./shell/machine-dialogs";
import { Messages } from "./shell/messages";
import { QuestionDialog } from "./shell/question";
import { StatusStrip } from "./shell/status-strip";
import { Toast } from "./shell/toast";
import { TopRow } from "./shell/top-row";
import { ViewPanel } from "./shell/view-panel";
import { Warnings } from "./shell/warnings";
import { TrainPanel } from "./train/train-panel";

export function App() {
  // Everything is drawn anew in another language.
  usePrefs((prefs) => prefs.language);
  const panel = useSession((session) => session.panel);
  useCommands();
  useEffect(keepFocus, []);
  useEffect(guardLeaving, []);
  useEffect(rememberWindows, []);
  return (
    <div className="page">
      <TopRow />
      <ViewPanel isHidden={panel !== "view"} />
      <main className="panel train" hidden={panel !== "train"} tabIndex={-1} aria-label={t("Train")}>
        <TrainPanel />
      </main>
      <main className="panel evaluate" hidden={panel !== "evaluate"} tabIndex={-1} aria-label={t("Evaluate")}>
        <EvaluatePanel />
      </main>
      <StatusStrip />
      <Messages />
      <Toast />
      <FileInputs />
      <DropZone />
      <CommandPalette />
      <Help />
      <Diagnostics />
      <GpuDialog />
      <PrivacyDialog />
      <Warnings />
      <SeriesPicker />
      <DicomDialog />
      <QuestionDialog />
      <FirstNotice />
    </div>
  );
}
