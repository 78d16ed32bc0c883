/** What a person can do, as functions: they call the engine and put the outcome into the stores. */

import { centreMm } from "../core/probe";
import { formatFactor } from "../core/volume";
import { defaultSteps } from "../degradations/degradation";
import { getEngine } from "../session/client";
import type { MapKind, OpenedScan, Outcome, SuperResolved, SuperResolveRequest } from "../session/wire";
import { ask } from "./ask";
import { beginJob, endJob, reportJob, useJob } from "./job-store";
import { notify, valueOrNotice } from "./notice-store";
import { tellRefused } from "./read-files";
import { type RunChoice, SELF } from "./run-choices";
import { type ResultInfo, useSession } from "./session-store";
import { findKeptTraining } from "./training-actions";
import { changeSettings } from "./training-store";
import { changeView } from "./view-store";
import { dropVolumes, getVolume, putVolume } from "./volumes";

/** Asks the worker what this browser can do; to be called once. `banksUrl` is the folder of the shipped banks. */
export async function startSession(banksUrl: string): Promise<void> {
  const engine = getEngine();
  const [gpu, known, shipped, own] = await Promise.all([
    engine.openGpu(),
    engine.methods(),
    engine.listBanks(banksUrl),
    engine.ownBanks(),
  ]);
  const methods = valueOrNotice(known, "Methods") ?? [];
  const shippedBanks = valueOrNotice(shipped, "Filter banks") ?? [];
  useSession.setState({
    gpu: gpu.ok ? gpu.value : { available: false, reason: gpu.error.message },
    methods,
    banks: [...(valueOrNotice(own, "Own filter banks") ?? []), ...shippedBanks],
  });
  changeSettings({ method: methods.find(({ learns }) => learns)?.id ?? "" });
  await findKeptTraining();
}

/** Opens the first scan in the files. */
export function openFiles(files: readonly File[]): Promise<void> {
  return open(files[0]?.name ?? "", async () => {
    const outcome = await getEngine().openFiles(files);
    if (!outcome.ok) return outcome;
    const { scan, refused, unread } = outcome.value;
    tellRefused(refused, files.length - unread);
    if (scan && unread > 0) {
      const message = `${files.length} files were given; one is opened at a time. The first, ${scan.name}, is opened.`;
      notify("Open files", { code: "E_ARGUMENT", message });
    }
    return scan && { ok: true, value: scan };
  });
}

export function openSample(): Promise<void> {
  return open("Sample", () => getEngine().openSample());
}

let openCount = 0;

/** A refused file changes nothing but the notices; a later opening overtakes an earlier one. */
async function open(name: string, read: () => Promise<Outcome<OpenedScan> | undefined>): Promise<void> {
  const turn = ++openCount;
  useSession.setState({ opening: name });
  const outcome = await read();
  const isLatest = () => turn === openCount;
  if (isLatest()) useSession.setState({ opening: undefined });
  if (!outcome?.ok) {
    if (outcome) notify(name, outcome.error);
    return;
  }
  const scan = outcome.value;
  if (!isLatest() || !(await mayReplaceScan(scan.name)) || !isLatest()) {
    await getEngine().forgetScan(scan.id);
    return;
  }
  cancelJob();
  showScan(scan);
}

/** False when a job is running and the person wants it to go on. */
export function mayReplaceScan(name: string): boolean | Promise<boolean> {
  if (!useJob.getState().job) return true;
  return ask({
    text: `A super-resolution job is running. Stop it and open ${name}?`,
    confirm: "Stop and open",
    decline: "Keep running",
  });
}

function showScan({ volume, ...info }: OpenedScan): void {
  const { scan: oldScan, result: oldResult } = useSession.getState();
  putVolume(info.id, volume);
  changeView({
    crosshairMm: centreMm(volume),
    panMm: [0, 0, 0],
    zoom: 1,
    window: info.window,
    letters: info.orientationKnown,
  });
  const scan = { ...info, grid: { dims: volume.dims, spacing: volume.spacing } };
  useSession.setState({ scan, result: undefined });
  if (oldResult) dropVolumes(volumeIdsOf(oldResult));
  if (!oldScan) return;
  dropVolumes([oldScan.id]);
  void getEngine().forgetScan(oldScan.id);
}

/** Runs a bank, or one learned from it, on the open scan. */
export async function superResolve(choice: RunChoice): Promise<void> {
  const { scan } = useSession.getState();
  if (!scan || useJob.getState().job) return;
  const jobId = beginJob();
  const outcome = await getEngine().superResolve(requestOf(choice, jobId, scan.id), (progress) =>
    reportJob(jobId, progress),
  );
  // A cancelled job settles late: nothing of it may reach the screen.
  if (useJob.getState().job?.id !== jobId) return;
  if (!outcome.ok) {
    endJob("Super-resolution failed");
    notify(`Super-resolution of ${scan.name}`, outcome.error);
    return;
  }
  showResult(scan.id, choice.id, outcome.value);
  endJob(`Super-resolution ${formatFactor(choice.factor)} finished`);
}

/** Puts a scan on the screen with a result that was computed elsewhere. */
export function showComputed(scan: OpenedScan, result: SuperResolved): void {
  showScan(scan);
  showResult(scan.id, "", result);
}

function showResult(scanId: string, bankId: string, made: SuperResolved): void {
  const { resultId, interpolated, superResolved, provenance, maps = [] } = made;
  const result: ResultInfo = {
    scanId,
    resultId,
    interpolatedId: `${resultId}/interpolated`,
    superResolvedId: `${resultId}/super-resolved`,
    grid: { dims: superResolved.dims, spacing: superResolved.spacing },
    bankId,
    provenance,
    isSaving: false,
    mapKinds: maps,
    maps: {},
    picture: "result",
  };
  putVolume(result.interpolatedId, interpolated);
  putVolume(result.superResolvedId, superResolved);
  const old = useSession.getState().result;
  useSession.setState({ result });
  if (old) dropVolumes(volumeIdsOf(old));
}

function requestOf(
  { id, factor, degradation, priorId }: RunChoice,
  jobId: string,
  scanId: string,
): SuperResolveRequest {
  const steps = useSession.getState().steps ?? defaultSteps(degradation);
  return id === SELF
    ? { jobId, scanId, steps, bankId: priorId, learn: { factor, degradation } }
    : { jobId, scanId, steps, bankId: id };
}

function volumeIdsOf({ interpolatedId, superResolvedId, maps }: ResultInfo): readonly string[] {
  return [interpolatedId, superResolvedId, ...Object.values(maps).map(({ volumeId }) => volumeId)];
}

/** Shows the result, or one of its maps as soon as it is here, in the result's pane. */
export async function showPicture(picture: ResultInfo["picture"]): Promise<void> {
  const { result } = useSession.getState();
  if (!result) return;
  useSession.setState({ result: { ...result, picture } });
  if (picture !== "result" && !result.maps[picture]) await fetchMap(result.resultId, picture);
}

async function fetchMap(resultId: string, kind: MapKind): Promise<void> {
  const outcome = await getEngine().resultMap(resultId, kind);
  const { result } = useSession.getState();
  if (result?.resultId !== resultId) return;
  if (!outcome.ok) {
    useSession.setState({ result: { ...result, picture: "result" } });
    notify("Map of the result", outcome.error);
    return;
  }
  const { volume, window } = outcome.value;
  const map = { volumeId: `${resultId}/${kind}`, window, grid: { dims: volume.dims, spacing: volume.spacing } };
  putVolume(map.volumeId, volume);
  useSession.setState({ result: { ...result, maps: { ...result.maps, [kind]: map } } });
}

/** Stops the running job; the page is free at once, the worker as soon as the GPU is. */
export function cancelJob(): void {
  const { job } = useJob.getState();
  if (!job) return;
  endJob("Super-resolution cancelled");
  void getEngine().cancel(job.id);
}

/** The result as a .nii.gz file's bytes, or undefined when there is none or it could not be made (then noticed). */
export async function encodeResult(): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { result } = useSession.getState();
  if (!result || result.isSaving) return undefined;
  useSession.setState({ result: { ...result, isSaving: true } });
  const outcome = await getEngine().encodeResult(result.resultId);
  useSession.setState(({ result: now }) =>
    now?.resultId === result.resultId ? { result: { ...now, isSaving: false } } : {},
  );
  return valueOrNotice(outcome, "Save NIfTI");
}

/** Fits the image to the panes and puts the crosshair back to the middle. */
export function resetView(): void {
  const { scan } = useSession.getState();
  const volume = scan && getVolume(scan.id);
  if (volume) changeView({ crosshairMm: centreMm(volume), panMm: [0, 0, 0], zoom: 1 });
}

export function autoWindow(): void {
  const { scan } = useSession.getState();
  if (scan) changeView({ window: scan.window });
}
