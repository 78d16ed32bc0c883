/** Series, files, and the page itself. */

import { autoWindow, resetView } from "../../state/actions";
import { closeSeries } from "../../state/closing";
import { useMeasure } from "../../state/measure-store";
import { changePrefs, usePrefs } from "../../state/prefs-store";
import { changeCrispness, isNoiseAware, useRun } from "../../state/run-store";
import { saveResult } from "../../state/saving";
import { activeResult } from "../../state/series-store";
import { type Panel, useSession } from "../../state/session-store";
import { undo, useUndo } from "../../state/undo";
import { t } from "../../text/text";
import { NARROW } from "../common/use-media";
import { pickFiles } from "../shell/file-inputs";
import { closeSheet, openDialog, openDicomDialog, toggleSheet, useShell } from "../shell/shell-store";
import { chooseTool, currentTool, useStage } from "../stage/stage-store";
import { activeSeries, type Command, isViewing } from "./command";
import { resetLayout } from "./layout-commands";

const panel = (value: Panel, title: () => string): Command => ({
  id: `panel-${value}`,
  keys: [],
  title,
  run: () => useSession.setState({ panel: value }),
});

const CRISPNESS_STEP = 0.1;
const crispPercent = () => `${Math.round(100 * (useRun.getState().crispness ?? 0))} %`;

export const SERIES_COMMANDS: readonly Command[] = [
  { id: "open", keys: ["Ctrl+KeyO"], title: () => t("Open files"), run: () => pickFiles("files") },
  { id: "open-folder", keys: [], title: () => t("Open folder"), run: () => pickFiles("folder") },
  {
    id: "save",
    keys: ["Ctrl+KeyS"],
    title: () => t("Save the result"),
    run: () => void saveResult(activeResult()?.id ?? ""),
    isEnabled: () => activeResult() !== undefined,
  },
  {
    id: "save-dicom",
    keys: [],
    title: () => t("Save the result as a DICOM series"),
    run: () => openDicomDialog(activeResult()?.id ?? ""),
    isEnabled: () => activeResult() !== undefined,
  },
  {
    id: "calmer",
    keys: [],
    title: () => t("Super-resolve: calmer, now {percent} crisp", { percent: crispPercent() }),
    run: () => changeCrispness(-CRISPNESS_STEP),
    isEnabled: () => isViewing() && isNoiseAware(),
    repeats: true,
  },
  {
    id: "crisper",
    keys: [],
    title: () => t("Super-resolve: crisper, now {percent} crisp", { percent: crispPercent() }),
    run: () => changeCrispness(CRISPNESS_STEP),
    isEnabled: () => isViewing() && isNoiseAware(),
    repeats: true,
  },
  {
    id: "close",
    keys: [],
    title: () => t("Close the series"),
    run: () => void closeSeries(activeSeries()?.id ?? ""),
    isEnabled: isViewing,
  },
];

export const PAGE_COMMANDS: readonly Command[] = [
  { id: "palette", keys: ["Ctrl+KeyK"], title: () => t("All commands"), run: () => openDialog("palette") },
  { id: "help", keys: ["Shift+Slash", "Slash", "F1"], title: () => t("Mouse and keys"), run: () => openDialog("help") },
  {
    id: "undo",
    keys: ["Ctrl+KeyZ"],
    title: () => t("Undo"),
    run: () => undo(),
    isEnabled: () => useUndo.getState().steps.length > 0,
  },
  { id: "cancel", keys: ["Escape"], title: () => t("Put the tool away, or show all tiles"), run: cancel },
  {
    id: "inspector",
    keys: ["KeyB"],
    title: () => t("Inspector on or off"),
    run: toggleInspector,
    isEnabled: isViewing,
  },
  {
    id: "reset-all",
    keys: [],
    title: () => t("Reset view, window and layout"),
    run: resetAll,
    isEnabled: isViewing,
  },
  panel("view", () => t("Go to View")),
  panel("train", () => t("Go to Train")),
  panel("evaluate", () => t("Go to Evaluate")),
  { id: "mouse", keys: [], title: () => t("Mouse: neuroimaging or radiology habits"), run: changeMouse },
  { id: "theme", keys: [], title: () => t("Dark or light"), run: changeTheme },
  { id: "language", keys: [], title: () => t("English or Korean"), run: changeLanguage },
  { id: "diagnostics", keys: [], title: () => t("Diagnostics to copy"), run: () => openDialog("diagnostics") },
];

/** The column beside the stage, or the sheet over it. */
export function toggleInspector(): void {
  if (matchMedia(NARROW).matches) toggleSheet("inspector");
  else changePrefs({ inspector: !usePrefs.getState().inspector });
}

function resetAll(): void {
  resetLayout();
  autoWindow(activeSeries()?.id);
  resetView();
}

function changeMouse(): void {
  changePrefs({ mouse: usePrefs.getState().mouse === "neuro" ? "radiology" : "neuro" });
}

function changeTheme(): void {
  changePrefs({ theme: document.documentElement.dataset.theme === "light" ? "dark" : "light" });
}

function changeLanguage(): void {
  changePrefs({ language: document.documentElement.lang === "ko" ? "en" : "ko" });
}

/** One thing at a time, the innermost first. */
function cancel(): void {
  if (useShell.getState().sheet) closeSheet();
  else if (useMeasure.getState().draft) useMeasure.setState({ draft: undefined });
  else if (currentTool() !== undefined) chooseTool(undefined);
  else useStage.setState({ maximised: undefined });
}
