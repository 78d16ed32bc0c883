/** Training jobs: from the held volumes to a bank, its scores and its sums. */

import type { Bank, BankMetadata } from "../bank/bank";
import { bankHash } from "../bank/bank-hash";
import { globalBank } from "../bank/global-bank";
import { writeBank } from "../bank/write-bank";
import { EigenvoxError } from "../core/errors";
import { CLASS_COUNT } from "../core/method";
import { partOf } from "../core/progress";
import { formatFactor } from "../core/volume";
import type { GpuContext } from "../engine/gpu/context";
import { evaluate } from "../engine/jobs/evaluate";
import { train } from "../engine/jobs/train";
import { croppedDims, type PlannedVolume, planTraining, projectSeconds } from "../engine/training/plan";
import { measureRates, type TrainingRates } from "../engine/training/rates";
import { Training } from "../engine/training/training";
import { SOFTWARE } from "../io/provenance";
import { explainFailure, trainingGpu } from "./gpu-session";
import { describeKept, discardKept, keepStart, keepSums, loadKept } from "./kept-training";
import { toWire } from "./outcome";
import { addOwnBank } from "./own-banks";
import { dropSums, heldSums, heldSumsBytes, holdSums } from "./sums";
import type {
  KeptTraining,
  PlannedTraining,
  TrainedReport,
  TrainingReport,
  TrainingRequest,
} from "./training-protocol";
import { heldVolume, restoreVolumes } from "./training-volumes";

/** Share of a job that judging the bank on held-out volumes is expected to take. */
const JUDGING = 0.1;

interface Job {
  readonly controller: AbortController;
  gpu: GpuContext | undefined;
  isPaused: boolean;
}

const jobs = new Map<string, Job>();
/** Settles when the job before has: a cancelled one may still be unwinding when the next is asked for. */
let previous: Promise<unknown> = Promise.resolve();
/** The last training that did not come to its end: an equal request goes on with it. */
let unfinished: { readonly key: string; readonly training: Training } | undefined;
/** Key of the training whose start lies in the browser's storage. */
let keptKey: string | undefined;
const rates = new WeakMap<GpuContext, Map<number, Promise<TrainingRates>>>();

/** Throws `E_ARGUMENT` for an impossible request, `E_NO_GPU` and `E_GPU_LIMIT`. */
export async function plan(request: TrainingRequest): Promise<PlannedTraining> {
  const gpu = await trainingGpu();
  const settings = settingsOf(request);
  const volumes = trainedVolumes(request).map(({ volume, info, mask }): PlannedVolume => {
    return { dims: croppedDims(volume.dims, request.factor), maskVoxels: info.maskVoxels[mask] };
  });
  const { limits } = gpu.device;
  const planned = planTraining(limits, volumes, settings);
  const seconds = projectSeconds(limits, volumes, settings, await ratesOf(gpu, request.patch));
  const isKnown = unfinished?.key === keyOf(request);
  const hostBytes = planned.hostBytes + heldSumsBytes();
  return { ...planned, hostBytes, seconds, doneShare: isKnown ? (unfinished?.training.doneShare ?? 0) : 0 };
}

/** Throws what `train` of the engine throws; rejects with an AbortError when cancelled, after which it can go on. */
export async function runTraining(
  jobId: string,
  request: TrainingRequest,
  onProgress: (report: TrainingReport) => void,
): Promise<TrainedReport> {
  const job: Job = { controller: new AbortController(), gpu: undefined, isPaused: false };
  jobs.set(jobId, job);
  const result = previous.then(() => perform(job, request, onProgress));
  previous = result.catch(() => {});
  try {
    return await result;
  } finally {
    job.gpu?.pacer.resume();
    jobs.delete(jobId);
  }
}

export function cancelTraining(jobId: string): void {
  jobs.get(jobId)?.controller.abort();
}

export function setPaused(jobId: string, isPaused: boolean): void {
  const job = jobs.get(jobId);
  if (!job) return;
  job.isPaused = isPaused;
  if (isPaused) job.gpu?.pacer.pause();
  else job.gpu?.pacer.resume();
}

/** Loads what was kept; `runTraining` with its request goes on. Throws `E_NOT_FOUND`. */
export async function restoreKept(): Promise<KeptTraining> {
  const [kept, described] = await Promise.all([loadKept(), describeKept()]);
  await restoreVolumes(kept.files);
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

async function perform(
  job: Job,
  request: TrainingRequest,
  onProgress: (report: TrainingReport) => void,
): Promise<TrainedReport> {
  const started = performance.now();
  const { signal } = job.controller;
  signal.throwIfAborted();
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
  const heldOut = request.volumes.filter((volume) => volume.heldOut);
  const report = (progress: TrainingReport) => onProgress(keepTrouble ? { ...progress, keepTrouble } : progress);
  if (keptKey !== key) {
    await tryKeeping(async () => {
      await keepStart(request, base);
      keptKey = key;
      await keepSums(training.complete);
    });
  }

  const onGpu = <T>(work: (gpu: GpuContext) => Promise<T>) => withGpu(job, work);
  const trained = await onGpu((gpu) =>
    train(gpu, training, {
      shrinkRows: request.shrinkRows,
      signal,
      onProgress: partOf(report, 0, heldOut.length > 0 ? 1 - JUDGING : 1),
      onGroup: (sums) => tryKeeping(() => keepSums(sums)),
    }),
  );
  const metadata: BankMetadata = {
    ...trained.metadata,
    title: request.title || `paper ${formatFactor(request.factor)} ${request.degradation}`,
    created: new Date().toISOString().slice(0, 10),
    software: SOFTWARE,
    licence: request.licence || "not stated",
    intendedUse: "Research; not for diagnosis.",
    trainingData: [...(base?.metadata.trainingData ?? []), ...trainedVolumes(request).map(({ info }) => info.name)],
  };
  const bank: Bank = { ...trained, metadata };
  const bytes = writeBank(bank, { filters: "F32" });
  const scores = [];
  for (const [index, { id }] of heldOut.entries()) {
    const { info, volume } = heldVolume(id);
    const part = (k: number) => 1 - JUDGING * (1 - k / heldOut.length);
    scores.push({
      volume: info.name,
      scores: await onGpu((gpu) =>
        evaluate(gpu, volume, {
          factor: request.factor,
          degradation: request.degradation,
          banks: [
            { name: "global filter", bank: globalBank(bank) as Bank },
            { name: "new bank", bank },
          ],
          signal,
          onProgress: partOf(report, part(index), part(index + 1)),
        }),
      ),
    });
  }
  unfinished = undefined;
  if (keptKey === key) await forgetKept();
  if (request.continueFrom !== undefined) dropSums(request.continueFrom);
  return {
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

/** Work on the training device; lost once, it is opened again and the work goes on where it can. */
async function withGpu<T>(job: Job, work: (gpu: GpuContext) => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    const gpu = await trainingGpu();
    job.gpu = gpu;
    if (job.isPaused) gpu.pacer.pause();
    try {
      return await work(gpu);
    } catch (error) {
      const cause = await explainFailure(gpu, error, job.controller.signal);
      const isLost = cause instanceof EigenvoxError && cause.code === "E_GPU_LOST";
      if (!isLost || attempt > 0) throw cause;
    }
  }
}

function newTraining(request: TrainingRequest): Training {
  const base = request.continueFrom === undefined ? undefined : heldSums(request.continueFrom).sums;
  const inputs = trainedVolumes(request);
  if (inputs.length === 0 && !base) {
    throw new EigenvoxError("E_ARGUMENT", "Nothing to train on: add a volume that is not held out.");
  }
  return new Training(inputs, settingsOf(request), base);
}

function trainedVolumes(request: TrainingRequest) {
  return request.volumes.filter(({ heldOut }) => !heldOut).map(({ id, mask }) => ({ ...heldVolume(id), mask }));
}

function settingsOf({ factor, degradation, patch, sample, seed, shrinkRows }: TrainingRequest) {
  return { factor, degradation, patch, sample, seed, holdOut: shrinkRows === "auto" };
}

/** Equal for requests that sum the same rows. */
function keyOf(request: TrainingRequest): string {
  const volumes = request.volumes.filter(({ heldOut }) => !heldOut).map(({ id, mask }) => [id, mask]);
  return JSON.stringify([volumes, settingsOf(request), request.continueFrom]);
}

function ratesOf(gpu: GpuContext, patch: number): Promise<TrainingRates> {
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
