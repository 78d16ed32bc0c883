/** What a person can do in the Evaluate panel. */

import type { Progress } from "../core/progress";
import type { EvaluationRow } from "../jobs/evaluate/rows";
import { getEngine } from "../session/client";
import type { EvaluationCase, EvaluationVolumeInfo } from "../session/evaluation-wire";
import { cancelJob, mayReplaceScan, showComputed } from "./actions";
import { chosenBanks, useEvaluation } from "./evaluation-store";
import { advanceJob, newJob } from "./job-store";
import { notify, valueOrNotice } from "./notice-store";
import { makePhantom, readFiles } from "./read-files";
import { useSession } from "./session-store";

/** Adds high-resolution volumes; a file that is refused changes nothing but the notices. */
export function addEvaluationFiles(files: readonly File[]): Promise<void> {
  return readFiles(useEvaluation, files, (onRead) => getEngine().addEvaluationVolumes(files, onRead), takeVolume);
}

export function addEvaluationPhantom(): Promise<void> {
  return makePhantom(useEvaluation, "Synthetic head", () => getEngine().addEvaluationPhantom(), takeVolume);
}

function takeVolume(volume: EvaluationVolumeInfo): void {
  useEvaluation.setState(({ volumes }) => ({ volumes: [...volumes, volume] }));
}

export function removeEvaluationVolume(id: string): void {
  useEvaluation.setState(({ volumes }) => ({ volumes: volumes.filter((volume) => volume.id !== id) }));
  void getEngine().removeEvaluationVolume(id);
}

const STOPPING = "Stopping";

/** Scores every chosen method on every volume; the table grows with each volume that is done. */
export async function runEvaluation(): Promise<void> {
  const state = useEvaluation.getState();
  if (state.run) return;
  const jobId = beginRun("Evaluation started");
  useEvaluation.setState({ evaluation: undefined, shown: undefined, pictures: undefined });
  const banks = chosenBanks(useSession.getState().banks ?? [], state);
  const request = {
    volumeIds: state.volumes.map(({ id }) => id),
    bankIds: banks.map(({ id }) => id),
    settings: state.settings,
  };
  const outcome = await getEngine().evaluate(
    jobId,
    request,
    (progress) => reportRun(jobId, progress),
    (evaluation) => {
      if (!isCurrent(jobId)) return;
      useEvaluation.setState({ evaluation });
      const [first] = evaluation.rows;
      if (first && !useEvaluation.getState().shown) void showPictures(first);
    },
  );
  if (!isCurrent(jobId)) return;
  if (!outcome.ok) {
    endRun("Evaluation failed");
    notify("Evaluation", outcome.error);
    return;
  }
  const { isComplete, failures } = outcome.value;
  useEvaluation.setState({ evaluation: outcome.value });
  endRun(isComplete ? "Evaluation finished" : "Evaluation cancelled; the volumes that were done are shown");
  for (const { volume, reason } of failures)
    notify(volume, { code: "E_ARGUMENT", message: `not evaluated: ${reason}` });
}

/** Stops the running job at its next GPU submit; the table keeps the volumes that are done. */
export function cancelEvaluation(): void {
  const { run } = useEvaluation.getState();
  if (!run) return;
  useEvaluation.setState({ run: { ...run, stage: STOPPING } });
  void getEngine().cancel(run.id);
}

/** Fetches the pictures of a volume degraded in one way. */
export async function showPictures({ volume, factor, degradation }: EvaluationCase): Promise<void> {
  const shown = { volume, factor, degradation };
  useEvaluation.setState({ shown, pictures: undefined });
  const outcome = await getEngine().evaluationPictures(shown);
  if (useEvaluation.getState().shown === shown)
    useEvaluation.setState({ pictures: valueOrNotice(outcome, `Pictures of ${volume}`) });
}

/** Computes a row's result again and opens it in the viewer, beside the original and tricubic interpolation. */
export async function viewRow({ volume, factor, degradation, name }: EvaluationRow): Promise<void> {
  if (useEvaluation.getState().run || !(await mayReplaceScan(`${name} of ${volume}`))) return;
  cancelJob();
  const jobId = beginRun(`Computing ${name} of ${volume}`);
  const outcome = await getEngine().showEvaluated(jobId, { volume, factor, degradation, name }, (progress) =>
    reportRun(jobId, progress),
  );
  if (!isCurrent(jobId)) return;
  endRun(outcome.ok ? `${name} of ${volume} is in the viewer` : "");
  if (!outcome.ok) {
    if (outcome.error.code !== "ABORTED") notify(`${name} of ${volume}`, outcome.error);
    return;
  }
  // Panes that come into being while they are hidden have no size to draw in.
  useSession.setState({ panel: "view" });
  showComputed(outcome.value.scan, outcome.value.result);
}

const isCurrent = (jobId: string) => useEvaluation.getState().run?.id === jobId;

function beginRun(announcement: string): string {
  const run = newJob();
  useEvaluation.setState({ run, announcement });
  return run.id;
}

function reportRun(id: string, progress: Progress): void {
  useEvaluation.setState(({ run }) =>
    run?.id === id && run.stage !== STOPPING ? { run: advanceJob(run, progress, performance.now()) } : {},
  );
}

function endRun(announcement: string): void {
  useEvaluation.setState({ run: undefined, announcement });
}
