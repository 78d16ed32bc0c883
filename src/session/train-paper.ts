/** Training by the paper's method: from the held volumes to a bank, its scores and its sums. */

import { bankHash } from "../banks/bank-hash";
import type { Executor } from "../compute/executor";
import { EigenvoxError } from "../core/errors";
import { partOf } from "../core/progress";
import type { Bank } from "../methods/bank";
import type { PaperBank, PaperMetadata } from "../methods/paper/bank";
import { CLASS_COUNT } from "../methods/paper/classes";
import { globalBank } from "../methods/paper/global-bank";
import { croppedDims, type PlannedVolume, planTraining, projectSeconds } from "../methods/paper/learn/plan";
import { measureRates, type TrainingRates } from "../methods/paper/learn/rates";
import { train } from "../methods/paper/learn/train";
import { Training } from "../methods/paper/learn/training";
import { writeBank } from "../methods/write-bank";
import { trainingGpu } from "./gpu-session";
import { describeKept, discardKept, keepStart, keepSums, loadKept } from "./kept-training";
import { toWire } from "./outcome";
import { addOwnBank } from "./own-banks";
import { dropSums, heldSums, heldSumsBytes, holdSums } from "./sums";
import { judge, learningShare, ownWords, type TrainingJob, trainedVolumes } from "./training-job";
import type { KeptTraining, PaperReport, PaperRequest, PlannedTraining, TrainingReport } from "./training-protocol";
import { restoreVolumes } from "./training-volumes";

/** The last training that did not come to its end: an equal request goes on with it. */
let unfinished: { readonly key: string; readonly training: Training } | undefined;
/** Key of the training whose start lies in the browser's storage. */
let keptKey: string | undefined;
const rates = new WeakMap<Executor, Map<number, Promise<TrainingRates>>>();

/** Throws `E_ARGUMENT` for an impossible request, `E_NO_GPU` and `E_GPU_LIMIT`. */
export async function plan(request: PaperRequest): Promise<PlannedTraining> {
  const gpu = await trainingGpu();
  const settings = settingsOf(request);
  const volumes = trainedVolumes(request).map(({ volume, info, mask }): PlannedVolume => {
    return { dims: croppedDims(volume.dims, request.factor), maskVoxels: info.maskVoxels[mask] };
  });
  const { limits } = gpu;
  const planned = planTraining(limits, volumes, settings);
  const seconds = projectSeconds(limits, volumes, settings, await ratesOf(gpu, request.patch));
  const isKnown = unfinished?.key === keyOf(request);
  const hostBytes = planned.hostBytes + heldSumsBytes();
  return { ...planned, hostBytes, seconds, doneShare: isKnown ? (unfinished?.training.doneShare ?? 0) : 0 };
}

/** Loads what was kept; `trainPaperBank` with its request goes on. Throws `E_NOT_FOUND`. */
export async function restoreKept(): Promise<KeptTraining> {
  const [kept, described] = await Promise.all([loadKept(), describeKept()]);
  await restoreVolumes(kept.scans);
  let { request } = kept;
  if (kept.base) request = { ...request, continueFrom: holdSums("kept sums", kept.base).id };
  const training = newTraining(request);
  training.restore(kept.sums);
  keptKey = keyOf(request);
  unfinished = { key: keptKey, training };
  return { ...(described as KeptTraining), request };
}

export async function forgetKept(): Promise<void> {
  keptKey = undefined;
  await discardKept();
}

/** Throws what `train` of the engine throws; rejects with an AbortError when cancelled, after which it can go on. */
export async function trainPaperBank(
  job: TrainingJob,
  request: PaperRequest,
  onProgress: (report: TrainingReport) => void,
): Promise<PaperReport> {
  const started = performance.now();
  const key = keyOf(request);
  if (unfinished?.key !== key) unfinished = { key, training: newTraining(request) };
  const { training } = unfinished;
  const base = request.continueFrom === undefined ? undefined : heldSums(request.continueFrom);
  let keepTrouble: TrainingReport["keepTrouble"];
  let isKeeping = request.keep;
  const tryKeeping = async (work: () => Promise<void>) => {
    if (!isKeeping) return;
    try {
      await work();
    } catch (error) {
      isKeeping = false;
      keepTrouble = toWire(error);
    }
  };
  const report = (progress: TrainingReport) => onProgress(keepTrouble ? { ...progress, keepTrouble } : progress);
  if (keptKey !== key) {
    await tryKeeping(async () => {
      await keepStart(request, base);
      keptKey = key;
      await keepSums(training.complete);
    });
  }

  const trained = await job.onGpu((gpu) =>
    train(gpu, training, {
      shrinkRows: request.shrinkRows,
      signal: job.signal,
      onProgress: partOf(report, 0, learningShare(request)),
      onGroup: (sums) => tryKeeping(() => keepSums(sums)),
    }),
  );
  const metadata: PaperMetadata = {
    ...trained.metadata,
    ...ownWords(request),
    trainingData: [...(base?.metadata.trainingData ?? []), ...trainedVolumes(request).map(({ info }) => info.name)],
  };
  const bank: PaperBank = { ...trained, metadata };
  const bytes = writeBank(bank, { filters: "F32" });
  const banks = [
    { name: "global filter", bank: globalBank(bank) as Bank },
    { name: "new bank", bank },
  ];
  const scores = await judge(job, request, banks, report);
  unfinished = undefined;
  if (keptKey === key) await forgetKept();
  if (request.continueFrom !== undefined) dropSums(request.continueFrom);
  return {
    method: "paper",
    bank: await addOwnBank(bytes),
    metadata,
    hash: await bankHash(bytes),
    sums: holdSums(metadata.title, { metadata, sums: trained.sums }),
    classRows: trained.classRows,
    classResidual: trained.classResidual,
    filterSlices: centralSlices(trained.filters, trained.globalFilter, request.patch),
    shrink: trained.shrink,
    worstResidual: trained.worstResidual,
    scores,
    seconds: (performance.now() - started) / 1000,
  };
}

function newTraining(request: PaperRequest): Training {
  const base = request.continueFrom === undefined ? undefined : heldSums(request.continueFrom).sums;
  const inputs = trainedVolumes(request);
  if (inputs.length === 0 && !base) {
    throw new EigenvoxError("E_ARGUMENT", "Nothing to train on: add a volume that is not held out.");
  }
  return new Training(inputs, settingsOf(request), base);
}

function settingsOf({ factor, degradation, patch, sample, seed, shrinkRows }: PaperRequest) {
  return { factor, degradation, patch, sample, seed, holdOut: shrinkRows === "auto" };
}

/** Equal for requests that sum the same rows. */
function keyOf(request: PaperRequest): string {
  const volumes = request.volumes.filter(({ heldOut }) => !heldOut).map(({ id, mask }) => [id, mask]);
  return JSON.stringify([volumes, settingsOf(request), request.continueFrom]);
}

function ratesOf(gpu: Executor, patch: number): Promise<TrainingRates> {
  const known = rates.get(gpu) ?? new Map<number, Promise<TrainingRates>>();
  rates.set(gpu, known);
  let measured = known.get(patch);
  if (!measured) {
    measured = measureRates(gpu, patch);
    measured.catch(() => known.delete(patch));
    known.set(patch, measured);
  }
  return measured;
}

/** The slice z = centre of every filter, then that of the global filter. */
function centralSlices(filters: Float32Array, global: Float32Array, patch: number): Float32Array<ArrayBuffer> {
  const size = patch * patch;
  const lead = ((patch - 1) / 2) * size;
  const slices = new Float32Array((CLASS_COUNT + 1) * size);
  for (let c = 0; c < CLASS_COUNT; c++) {
    const from = c * patch * size + lead;
    slices.set(filters.subarray(from, from + size), c * size);
  }
  slices.set(global.subarray(lead, lead + size), CLASS_COUNT * size);
  return slices;
}
