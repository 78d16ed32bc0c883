/** What a person can do in the Train panel, as functions: they call the engine and put the outcome into the store. */

import { getEngine } from "../session/client";
import type { SumsInfo, TrainingVolumeInfo } from "../session/training-wire";
import type { GivenFile } from "../session/wire";
import { t } from "../text/text";
import { ask } from "./ask";
import { listBank } from "./bank-actions";
import { newJob } from "./job-store";
import { notify, valueOrNotice } from "./notice-store";
import { scansToAdd } from "./open-scans";
import { makePhantom, readFiles } from "./read-files";
import { useSeries } from "./series-store";
import { methodOf, useSession } from "./session-store";
import { findObstacle, settingsOf, trainingRequest } from "./training-settings";
import { listVolumes, markPaused, reportTraining, useTraining } from "./training-store";

/** Adds high-resolution volumes; a file that is refused changes nothing but the notices. */
export function addTrainingFiles(files: readonly GivenFile[]): Promise<void> {
  const names = files.map(({ file }) => file);
  return readFiles(useTraining, names, (onRead) => getEngine().addTrainingVolumes(files, onRead), takeVolume);
}

/** Adds the scans that are open in View. */
export function addOpenScansToTraining(): Promise<void> {
  const scans = scansToAdd(useSeries.getState().series, useTraining.getState().volumes);
  return readFiles(useTraining, scans, (onRead) => getEngine().addTrainingScans(scans, onRead), takeVolume);
}

export function addTrainingPhantom(): Promise<void> {
  return makePhantom(useTraining, t("Add a phantom"), () => getEngine().addTrainingPhantom(), takeVolume);
}

function takeVolume(volume: TrainingVolumeInfo): void {
  listVolumes((volumes) => [...volumes, { ...volume, mask: "auto", heldOut: false }]);
}

export function removeVolume(id: string): void {
  listVolumes((volumes) => volumes.filter((volume) => volume.id !== id));
  void getEngine().removeTrainingVolume(id);
}

function currentRequest() {
  const { settings, volumes, continueFrom } = useTraining.getState();
  const { methods, banks = [] } = useSession.getState();
  const method = methodOf(methods, settings.method);
  if (!method || findObstacle(settings, volumes, continueFrom !== undefined)) return undefined;
  return trainingRequest(settings, method, volumes, banks, continueFrom);
}

let planCount = 0;

/** Asks what training would take; a later call overtakes an earlier one. */
export async function planTraining(): Promise<void> {
  const turn = ++planCount;
  const request = currentRequest();
  useTraining.setState({ plan: { state: request ? "planning" : "none" } });
  if (!request) return;
  const outcome = await getEngine().planTraining(request);
  if (turn !== planCount) return;
  useTraining.setState({
    plan: outcome.ok ? { state: "ready", plan: outcome.value } : { state: "failed", message: outcome.error.message },
  });
}

/** Trains as it is set; goes on where a cancelled run of the same settings stopped, as far as the method can. */
export async function startTraining(): Promise<void> {
  const request = currentRequest();
  const { run: running, plan } = useTraining.getState();
  if (!request || running) return;
  const job = newJob();
  const doneBefore = plan.state === "ready" ? plan.plan.doneShare : 0;
  const run = { ...job, request, doneBefore, pausedMs: undefined, details: {}, classRows: undefined, curve: [] };
  useTraining.setState({ run, areRolesChosen: true, announcement: t("Training started") });
  let isTold = false;
  const outcome = await getEngine().train(job.id, request, (report) => {
    reportTraining(job.id, report);
    if (report.keepTrouble && !isTold) notify(t("Keep progress"), report.keepTrouble);
    isTold ||= report.keepTrouble !== undefined;
  });
  // A cancelled run settles late: nothing of it may reach the screen.
  if (useTraining.getState().run?.id !== job.id) return;
  if (!outcome.ok) {
    useTraining.setState({ run: undefined, announcement: t("Training failed") });
    notify(t("Training"), outcome.error);
    return;
  }
  const report = outcome.value;
  useTraining.setState({ run: undefined, report, announcement: t("Training finished") });
  if (report.sums) holdNewSums(report.sums, request.continueFrom);
  listBank(report.bank);
}

/** The new sums hold those they were added to, which the engine has given up. */
function holdNewSums(made: SumsInfo, base: string | undefined): void {
  useTraining.setState(({ sums }) => ({
    sums: [...sums.filter(({ id }) => id !== base), made],
    continueFrom: undefined,
    kept: undefined,
  }));
}

/** Stops the run; the page is free at once. What is complete stays for the same settings, where the method keeps it. */
export function cancelTraining(): void {
  const { run } = useTraining.getState();
  if (!run) return;
  useTraining.setState({ run: undefined, announcement: t("Training cancelled") });
  void getEngine().cancel(run.id);
}

export function holdTraining(isPaused: boolean): void {
  const { run } = useTraining.getState();
  if (!run) return;
  markPaused(isPaused);
  void (isPaused ? getEngine().pause(run.id) : getEngine().resume(run.id));
}

/** Looks for what an earlier visit left unfinished; to be called once. */
export async function findKeptTraining(): Promise<void> {
  useTraining.setState({ kept: valueOrNotice(await getEngine().keptTraining(), t("Unfinished training")) });
}

/** Brings the volumes and settings of the unfinished run back and goes on with it. */
export async function resumeKeptTraining(): Promise<void> {
  const restored = valueOrNotice(await getEngine().restoreTraining(), t("Unfinished training"));
  if (!restored) return;
  const { request, volumes, doneShare } = restored;
  const { volumes: choices, continueFrom } = request;
  useTraining.setState(({ plan, settings }) => ({
    kept: undefined,
    settings: settingsOf(request, settings),
    continueFrom,
    areRolesChosen: true,
    // The scans of that visit are not those that are open now.
    volumes: volumes.map(({ scanId: _, ...info }) => {
      const choice = choices.find(({ id }) => id === info.id);
      return { ...info, mask: choice?.mask ?? "auto", heldOut: choice?.heldOut ?? false };
    }),
    plan: plan.state === "ready" ? { state: "ready", plan: { ...plan.plan, doneShare } } : plan,
  }));
  await startTraining();
}

export async function discardKeptTraining(): Promise<void> {
  const isSure = await ask({
    text: t("Discard the unfinished training? Its volumes and sums are removed from this browser."),
    confirm: t("Discard"),
    decline: t("Keep"),
  });
  if (!isSure) return;
  useTraining.setState({ kept: undefined });
  await getEngine().discardKeptTraining();
}
