/** Files that a person hands over: what they become depends on what they are and on the panel that shows. */

import { openFile } from "../state/actions";
import { openBank } from "../state/bank-actions";
import { addEvaluationFiles } from "../state/evaluation-actions";
import { notify } from "../state/notice-store";
import { useSession } from "../state/session-store";
import { loadSums } from "../state/sums-actions";
import { addTrainingFiles } from "../state/training-actions";

/** Banks and accumulators are loaded as such. Of other files the viewer opens the first, training and
 * evaluation take them all. */
export function takeFiles(files: readonly File[]): void {
  const scans: File[] = [];
  for (const file of files) {
    if (/\.sums\.safetensors$/i.test(file.name)) void loadSums([file]);
    else if (/\.safetensors$/i.test(file.name)) void openBank(file);
    else scans.push(file);
  }
  const [first] = scans;
  if (!first) return;
  const { panel } = useSession.getState();
  if (panel !== "view") {
    void (panel === "train" ? addTrainingFiles(scans) : addEvaluationFiles(scans));
    return;
  }
  if (scans.length > 1) {
    const message = `${scans.length} files were given; one is opened at a time. The first, ${first.name}, is opened.`;
    notify("Open files", { code: "E_ARGUMENT", message });
  }
  void openFile(first);
}
