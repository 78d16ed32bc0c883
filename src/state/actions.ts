/** What a person can do with scans, as functions: they call the engine and put the outcome into the stores. */

import { MACHINE_CODES } from "../core/errors";
import { centreMm } from "../core/probe";
import { formatFactor, type Volume } from "../core/volume";
import { getEngine } from "../session/client";
import type { OpenedScan, SuperResolved } from "../session/wire";
import { t } from "../text/text";
import { followEvidence } from "./evidence";
import { settleFrame } from "./frames";
import { beginJob, endJob, reportJob, useJob } from "./job-store";
import { showResultLayout } from "./layout";
import { notify, valueOrNotice } from "./notice-store";
import type { RunChoice } from "./run-choices";
import { assessAtOnce, cancelAssessment, cancelTiming, requestOf, UNCHOSEN, updatePlan, useRun } from "./run-store";
import { mapSeries, resultSeries, scanSeries } from "./series";
import {
  findSeries,
  hasIntensities,
  isSuperResolved,
  putSeries,
  type Series,
  selectSeries,
  useSeries,
} from "./series-store";
import { useSession } from "./session-store";
import { findKeptTraining } from "./training-actions";
import { changeSettings } from "./training-store";
import { changeView, pixelPerVoxel, setCamera, useView, viewOf } from "./view-store";
import { getVolume, putVolume } from "./volumes";

/** Asks the worker what this browser can do; to be called once. `banksUrl` is the folder of the shipped banks, `asked`
 * which device is to compute. */
export async function startSession(banksUrl: string, asked = "auto"): Promise<void> {
  const engine = getEngine();
  followEvidence();
  const [device, known, shipped, own] = await Promise.all([
    engine.openDevice(asked),
    engine.methods(),
    engine.listBanks(banksUrl),
    engine.ownBanks(),
  ]);
  const methods = valueOrNotice(known, t("Methods")) ?? [];
  const shippedBanks = valueOrNotice(shipped, t("Filter banks")) ?? [];
  useSession.setState({
    device: device.ok ? device.value : { available: false, reason: device.error.message },
    methods,
    banks: [...(valueOrNotice(own, t("Own filter banks")) ?? []), ...shippedBanks],
  });
  changeSettings({ method: methods.find(({ learns }) => learns)?.id ?? "" });
  await updatePlan();
  await findKeptTraining();
}

/** Puts a scan into the rail; in front it is what the page shows alone. */
export function addScan(scan: OpenedScan, isInFront: boolean): Series {
  const isFirst = useSeries.getState().series.length === 0;
  putVolume(scan.id, scan.volume);
  putSeries(scanSeries(scan));
  const series = findSeries(scan.id) as Series;
  if (!isInFront) return series;
  useSeries.setState({ shown: [series.id], a: series.id, b: undefined, active: series.id, isPairChosen: false });
  showWhole(scan.volume);
  // What was chosen before there was a scan is meant for the first one.
  if (!isFirst) useRun.setState(UNCHOSEN);
  useRun.setState({ plans: {} });
  void assessAtOnce();
  return series;
}

/** Runs a bank, or one learned from it, on a scan. */
export async function superResolve(choice: RunChoice, scan: Series): Promise<void> {
  if (useJob.getState().job) return;
  cancelAssessment();
  cancelTiming();
  const jobId = beginJob(scan.id);
  await settleFrame(scan.id);
  if (useJob.getState().job?.id !== jobId) return;
  const request = { jobId, ...requestOf(choice, scan.id) };
  const outcome = await getEngine().superResolve(request, (progress) => reportJob(jobId, progress));
  // A cancelled job settles late: nothing of it may reach the screen.
  if (useJob.getState().job?.id !== jobId) {
    if (outcome.ok) void getEngine().forgetResult(outcome.value.resultId);
    return;
  }
  if (!outcome.ok) {
    endJob(t("Super-resolution failed"));
    const { error } = outcome;
    const { device } = useSession.getState();
    const isCardAtFault =
      MACHINE_CODES.some((code) => code === error.code) && device?.available && device.kind === "gpu";
    const onProcessor = {
      label: t("Compute on the processor instead"),
      run: () => void resolveOnProcessor(choice, scan),
    };
    notify(t("Super-resolution of {name}", { name: scan.name }), error, isCardAtFault ? onProcessor : undefined);
    return;
  }
  const { provenance } = outcome.value;
  addResult(scan, choice.id, outcome.value);
  for (const { code, text } of provenance.notices ?? []) {
    notify(t("Super-resolution of {name}", { name: scan.name }), { code, message: text });
  }
  const times = formatFactor(choice.factor);
  endJob(
    isSuperResolved(provenance)
      ? t("Super-resolution {times} finished", { times })
      : t("Interpolated {times} only: nothing was sharpened", { times }),
  );
  // How long it took is what the next run is told.
  await updatePlan();
}

/** The processor takes the graphics card's place, for this run and those that follow. */
async function resolveOnProcessor(choice: RunChoice, scan: Series): Promise<void> {
  const device = valueOrNotice(await getEngine().openDevice("cpu"), t("What computes here"));
  if (!device) return;
  useSession.setState({ device });
  if (device.available) await superResolve(choice, scan);
}

/** Puts a scan into the rail with a result that was computed elsewhere. */
export function showComputed(scan: OpenedScan, result: SuperResolved): void {
  addResult(addScan(scan, true), "", result);
}

/** The result beside its scan and plain interpolation, where it can be judged. A scan closed meanwhile takes it along. */
function addResult(scan: Series, bankId: string, made: SuperResolved): void {
  if (!findSeries(scan.id)) return void getEngine().forgetResult(made.resultId);
  const { interpolated, result } = resultSeries(scan, bankId, made);
  putVolume(interpolated.id, made.interpolated);
  putVolume(result.id, made.superResolved);
  putSeries(interpolated, result);
  const shown = [scan.id, interpolated.id, result.id];
  useSeries.setState({ shown, a: scan.id, b: result.id, active: result.id, isPairChosen: false });
  showResultLayout(findSeries(result.id) as Series);
}

/** Shows a map of a result as a series, as soon as it is here. */
export async function showMap(resultId: string, kind: "error" | "residual"): Promise<void> {
  const id = `${resultId}/${kind}`;
  const of = useSeries.getState().series.find((one) => one.kind === "result" && one.resultId === resultId);
  if (!of) return;
  if (!findSeries(id)) {
    const map = valueOrNotice(await getEngine().resultMap(resultId, kind), t("Map of the result"));
    if (!map || !findSeries(of.id)) return;
    putVolume(id, map.volume);
    putSeries(mapSeries(of, kind, id, map));
  }
  selectSeries(id);
}

/** Stops the running job; the page is free at once, the worker as soon as the device is. */
export function cancelJob(): void {
  const { job } = useJob.getState();
  if (!job) return;
  endJob(t("Super-resolution cancelled"));
  void getEngine().cancel(job.id);
}

/** Fits the image to the tiles and puts the crosshair back to the middle. */
export function resetView(): void {
  const { shown, active } = useSeries.getState();
  const volume = getVolume(active ?? shown[0] ?? "");
  if (volume) showWhole(volume);
}

function showWhole(volume: Volume): void {
  const middle = centreMm(volume);
  setCamera({ crosshairMm: middle, centreMm: middle, pixelsPerMm: undefined });
}

/** Draws the series, and what is linked with it, by the window that suits it. */
export function autoWindow(seriesId = useSeries.getState().active): void {
  const series = findSeries(seriesId);
  const suits = series && (findSeries(series.scanId) ?? series);
  if (series && suits) changeView(series.id, { window: hasIntensities(series) ? suits.window : series.window });
}

/** False for black that is not below white: then nothing changes. */
export function setWindow(seriesId: string, [low, high]: readonly [number, number]): boolean {
  if (!(low < high) || !Number.isFinite(high - low)) return false;
  changeView(seriesId, { window: [low, high] });
  return true;
}

/** One pixel of the screen per voxel of a series, about the crosshair. */
export function showVoxels(seriesId = useSeries.getState().active): void {
  const series = findSeries(seriesId);
  if (!series) return;
  changeView(series.id, {
    pixelsPerMm: pixelPerVoxel(series.grid),
    centreMm: viewOf(useView.getState(), series.id).crosshairMm,
  });
}
