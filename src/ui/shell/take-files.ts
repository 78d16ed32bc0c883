/** Files that a person hands over: what they become depends on what they are and on the panel that shows. */

import type { GivenFile } from "../../session/wire";
import { openBank } from "../../state/bank-actions";
import { addEvaluationFiles } from "../../state/evaluation-actions";
import { openFiles } from "../../state/intake-actions";
import { notify } from "../../state/notice-store";
import { useSession } from "../../state/session-store";
import { loadSums } from "../../state/sums-actions";
import { addTrainingFiles } from "../../state/training-actions";
import { t } from "../../text/text";

/**
 * Banks and accumulators are loaded as such; all other files go to the panel, which tells what is no scan. Hidden files,
 * which systems leave in folders, are not what was meant.
 */
export function takeFiles(files: readonly GivenFile[]): void {
  const scans: GivenFile[] = [];
  const meant = files.filter(({ file, path = file.name }) => !/(^|\/)\./.test(path));
  for (const given of meant) {
    const { file } = given;
    if (/\.sums\.safetensors$/i.test(file.name)) void loadSums([file]);
    else if (/\.safetensors$/i.test(file.name)) void openBank(file);
    else scans.push(given);
  }
  if (scans.length > 0) void TAKE[useSession.getState().panel](scans);
  if (meant.length === 0) {
    notify(t("Open files"), {
      code: "E_NOT_FOUND",
      message: t("There are no files in it. Choose a scan, or a folder with scans."),
    });
  }
}

export function tellUnreadable(error: unknown): void {
  const message = t("The browser could not read what was dropped ({why}). Use the buttons instead.", {
    why: error instanceof Error ? error.message : String(error),
  });
  notify(t("Drop"), { code: "E_NOT_FOUND", message });
}

const TAKE = { view: openFiles, train: addTrainingFiles, evaluate: addEvaluationFiles };
