/** The worker that reads files and runs the engine, so that the page never waits for either. */

import * as Comlink from "comlink";
import { EigenvoxError } from "../core/errors";
import { cancelEvaluation, evaluationPictures, runEvaluation, showEvaluated } from "./evaluation";
import { addEvaluationPhantom, addEvaluationScan, removeEvaluationVolume } from "./evaluation-volumes";
import { currentGpu } from "./gpu-session";
import { describeKept } from "./kept-training";
import { settle } from "./outcome";
import { keepOwnBank, listOwnBanks, openOwnBank, ownBank, removeOwnBank } from "./own-banks";
import type { EngineApi, GpuStatus, Outcome, SuperResolved } from "./protocol";
import { readEach } from "./read-files";
import { cancelJob, dropResultsOf, encodeHeldResult, heldMap, runSuperResolution } from "./results";
import { dropScan, makeSample, openFirst } from "./scans";
import { listShippedBanks } from "./shipped-banks";
import { dropSums, encodeSums, loadSums, mergeHeldSums } from "./sums";
import { forgetKept, plan, restoreKept } from "./train-paper";
import { cancelTraining, runTraining, setPaused } from "./training";
import { addPhantom, addScan, removeVolume } from "./training-volumes";

const api: EngineApi = {
  openGpu: () => settle(gpuStatus),
  listBanks: (baseUrl) => settle(() => listShippedBanks(baseUrl)),
  openFiles: async (files) => {
    const outcome = await settle(() => openFirst(files));
    const scan = outcome.ok && outcome.value.scan;
    return scan ? Comlink.transfer(outcome, [scan.volume.data.buffer]) : outcome;
  },
  openSample: async () => {
    const outcome = await settle(makeSample);
    return outcome.ok ? Comlink.transfer(outcome, [outcome.value.volume.data.buffer]) : outcome;
  },
  superResolve: async (request, onProgress) =>
    transferResult(await settle(() => runSuperResolution(request, onProgress))),
  cancel: async (jobId) => {
    cancelJob(jobId);
    cancelTraining(jobId);
    cancelEvaluation(jobId);
  },
  resultMap: async (resultId, kind) => {
    const outcome = await settle(async () => heldMap(resultId, kind));
    return outcome.ok ? Comlink.transfer(outcome, [outcome.value.volume.data.buffer]) : outcome;
  },
  encodeResult: async (resultId) => {
    const outcome = await settle(() => encodeHeldResult(resultId));
    return outcome.ok ? Comlink.transfer(outcome, [outcome.value.buffer]) : outcome;
  },
  forgetScan: async (scanId) => {
    dropScan(scanId);
    dropResultsOf(scanId);
  },

  addTrainingVolumes: (files, onRead) => settle(() => readEach(files, addScan, onRead)),
  addTrainingPhantom: () => settle(addPhantom),
  removeTrainingVolume: async (id) => removeVolume(id),
  planTraining: (request) => settle(() => plan(request)),
  train: async (jobId, request, onProgress) => settle(() => runTraining(jobId, request, onProgress)),
  pause: async (jobId) => setPaused(jobId, true),
  resume: async (jobId) => setPaused(jobId, false),

  loadSums: (file) => settle(() => loadSums(file)),
  mergeSums: (ids) => settle(() => mergeHeldSums(ids)),
  encodeSums: (id) => settle(() => encodeSums(id)),
  dropSums: async (id) => dropSums(id),

  ownBanks: () => settle(listOwnBanks),
  openBank: (file) => settle(() => openOwnBank(file)),
  encodeBank: (id) => settle(async () => ownBank(id).bytes),
  keepBank: (id) => settle(() => keepOwnBank(id)),
  removeBank: (id) => removeOwnBank(id),

  keptTraining: () => settle(describeKept),
  restoreTraining: () => settle(restoreKept),
  discardKeptTraining: forgetKept,

  addEvaluationVolumes: (files, onRead) => settle(() => readEach(files, addEvaluationScan, onRead)),
  addEvaluationPhantom: () => settle(addEvaluationPhantom),
  removeEvaluationVolume: async (id) => removeEvaluationVolume(id),
  evaluate: (jobId, request, onProgress, onDone) => settle(() => runEvaluation(jobId, request, onProgress, onDone)),
  evaluationPictures: (of) => settle(() => evaluationPictures(of)),
  showEvaluated: async (jobId, of, onProgress) => {
    const outcome = await settle(() => showEvaluated(jobId, of, onProgress));
    if (!outcome.ok) return outcome;
    const { scan, result } = outcome.value;
    const volumes = [scan.volume, result.interpolated, result.superResolved];
    return Comlink.transfer(
      outcome,
      volumes.map(({ data }) => data.buffer),
    );
  },
};

Comlink.expose(api);

async function gpuStatus(): Promise<GpuStatus> {
  try {
    const { name: adapterName, isSoftware } = await currentGpu();
    return { available: true, adapterName, isSoftware };
  } catch (error) {
    if (error instanceof EigenvoxError) return { available: false, reason: error.message };
    throw error;
  }
}

function transferResult(outcome: Outcome<SuperResolved>): Outcome<SuperResolved> {
  if (!outcome.ok) return outcome;
  const { interpolated, superResolved } = outcome.value;
  return Comlink.transfer(outcome, [interpolated.data.buffer, superResolved.data.buffer]);
}
