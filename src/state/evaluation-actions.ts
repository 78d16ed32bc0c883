/** What a person can do in the Evaluate panel. */

import type { Progress } from "../core/progress";
import type { EvaluationRow } from "../jobs/evaluate/rows";
import { getEngine } from "../session/client";
import type { EvaluationCase, EvaluationVolumeInfo } from "../session/evaluation-wire";
import type { GivenFile } from "../session/wire";
import { t } from "../text/text";
import { showComputed } from "./actions";
import { chosenBanks, useEvaluation } from "./evaluation-store";
import { advanceJob, newJob } from "./job-store";
import { notify, valueOrNotice } from "./notice-store";
import { scansToAdd } from "./open-scans";
import { makePhantom, readFiles } from "./read-files";
import { useSeries } from "./series-store";
import { useSession } from "./session-store";

/** Adds high-resolution volumes; a file that is refused changes nothing but the notices. */
export function addEvaluationFiles(files: readonly GivenFile[]): Promise<void> {
  const names = files.map(({ file }) => file);
  return readFiles(useEvaluation, names, (onRead) => getEngine().addEvaluationVolumes(files, onRead), takeVolume);
}

/** Adds the scans that are open in View. */
export function addOpenScansToEvaluation(): Promise<void> {
  const scans = scansToAdd(useSeries.getState().series, useEvaluation.getState().volumes);
  return readFiles(useEvaluation, scans, (onRead) => getEngine().addEvaluationScans(scans, onRead), takeVolume);
}

export function addEvaluationPhantom(): Promise<void> {
  return makePhantom(useEvaluation, t("Synthetic head"), () => getEngine().addEvaluationPhantom(), takeVolume);
}

function takeVolume(volume: EvaluationVolumeInfo): void {
  useEvaluation.setState(({ volumes }) => ({ volumes: [...volumes, volume] }));
}

export function removeEvaluationVolume(id: string): void {
  useEvaluation.setState(({ volumes }) => ({ volumes: volumes.filter((volume) => volume.id !== id) }));
  void getEngine().removeEvaluationVolume(id);
}

/** Scores every chosen method on every volume; the table grows with each volume that is done. */
export async function runEvaluation(): Promise<void> {
  const state = useEvaluation.getState();
  if (state.run) return;
  const jobId = beginRun(t("Evaluation started"));
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
    endRun(t("Evaluation failed"));
    notify(t("Evaluation"), outcome.error);
    return;
  }
  const { isComplete, failures } = outcome.value;
  useEvaluation.setState({ evaluation: outcome.value });
  endRun(isComplete ? t("Evaluation finished") : t("Evaluation cancelled; the volumes that were done are shown"));
  for (const { volume, reason } of failures)
    notify(volume, { code: "E_ARGUMENT", message: t("not evaluated: {reason}", { reason }) });
}

/** Stops the running job at its next GPU submit; the table keeps the volumes that are done. */
export function cancelEvaluation(): void {
  const { run } = useEvaluation.getState();
  if (!run) return;
  useEvaluation.setState({ run: { ...run, stage: t("Stopping"), isStopping: true } });
  void getEngine().cancel(run.id);
}

/** Fetches the pictures of a volume degraded in one way. */
export async function showPictures({ volume, factor, degradation }: EvaluationCase): Promise<void> {
  const shown = { volume, factor, degradation };
  useEvaluation.setState({ shown, pictures: undefined });
  const outcome = await getEngine().evaluationPictures(shown);
  if (useEvaluation.getState().shown === shown)
    useEvaluation.setState({ pictures: valueOrNotice(outcome, t("Pictures of {volume}", { volume })) });
}

/** Computes a row's result again and opens it in the viewer, beside the original and tricubic interpolation. */
export async function viewRow({ volume, factor, degradation, name }: EvaluationRow): Promise<void> {
  if (useEvaluation.getState().run) return;
  const jobId = beginRun(t("Computing {name} of {volume}", { name, volume }));
  const outcome = await getEngine().showEvaluated(jobId, { volume, factor, degradation, name }, (progress) =>
    reportRun(jobId, progress),
  );
  if (!isCurrent(jobId)) return;
  endRun(outcome.ok ? t("{name} of {volume} is in the viewer", { name, volume }) : "");
  if (!outcome.ok) {
    if (outcome.error.code !== "ABORTED") notify(t("{name} of {volume}", { name, volume }), outcome.error);
    return;
  }
  // Panes that come into being while they are hidden have no size to draw in.
  useSession.setState({ panel: "view" });
  showComputed(outcome.value.scan, outcome.value.result);
}

const isCurrent = (jobId: string) => useEvaluation.getState().run?.id === jobId;

function beginRun(announcement: string): string {
  const run = { ...newJob(), isStopping: false };
  useEvaluation.setState({ run, announcement });
  return run.id;
}

function reportRun(id: string, progress: Progress): void {
  useEvaluation.setState(({ run }) =>
    run?.id === id && !run.isStopping
      ? { run: { ...advanceJob(run, progress, performance.now()), isStopping: false } }
      : {},
  );
}

function endRun(announcement: string): void {
  useEvaluation.setState({ run: undefined, announcement });
}
