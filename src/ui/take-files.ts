/** Files that a person hands over: what they become depends on what they are and on the panel that shows. */

import { openFiles } from "../state/actions";
import { openBank } from "../state/bank-actions";
import { addEvaluationFiles } from "../state/evaluation-actions";
import { useSession } from "../state/session-store";
import { loadSums } from "../state/sums-actions";
import { addTrainingFiles } from "../state/training-actions";

/** Banks and accumulators are loaded as such. Of other files the viewer opens the first scan, training
 * and evaluation take them all. */
export function takeFiles(files: readonly File[]): void {
  const scans: File[] = [];
  for (const file of files) {
    if (/\.sums\.safetensors$/i.test(file.name)) void loadSums([file]);
    else if (/\.safetensors$/i.test(file.name)) void openBank(file);
    else scans.push(file);
  }
  if (scans.length > 0) void TAKE[useSession.getState().panel](scans);
}

const TAKE = { view: openFiles, train: addTrainingFiles, evaluate: addEvaluationFiles };
