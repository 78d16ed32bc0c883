/** Super-resolution jobs and their results, which wait here to be saved. */

import { bankHash } from "../banks/bank-hash";
import type { Executor } from "../compute/executor";
import { EigenvoxError } from "../core/errors";
import { displayWindow, referenceIntensity, workingUnits } from "../core/intensity";
import { noiseLevel } from "../core/noise-level";
import { type ProgressFn, partOf } from "../core/progress";
import type { Volume } from "../core/volume";
import { describeResult, SOFTWARE } from "../formats/provenance";
import { writeScan } from "../formats/registry";
import type { ScanOrigin } from "../formats/scan-format";
import { makeConsistent } from "../jobs/consistency";
import { upscale } from "../jobs/upscale";
import { isFolded } from "../methods/bank";
import { trainOnScan } from "../methods/folded/self";
import { writeBank } from "../methods/write-bank";
import { currentGpu, explainFailure } from "./gpu-session";
import { ownBank } from "./own-banks";
import type { MapKind, Provenance, ResultMap, SuperResolved, SuperResolveRequest } from "./protocol";
import { heldScan } from "./scans";
import { isShipped, shippedBank } from "./shipped-banks";

export interface HeldResult {
  readonly scanId: string;
  readonly volume: Volume;
  readonly maps?: Partial<Record<MapKind, Volume>>;
  /** Of the scan. */
  readonly origin: ScanOrigin | undefined;
  readonly provenance: Provenance;
}

const results = new Map<string, HeldResult>();
const running = new Map<string, AbortController>();
let lastResult = 0;
/** Settles when the job before has: a cancelled job may still be on the GPU when the next one is asked for. */
let previous: Promise<unknown> = Promise.resolve();

/** Throws `E_NOT_FOUND`, `E_BANK`, `E_NO_GPU` and what `upscale` throws; rejects with an AbortError when cancelled. */
export async function runSuperResolution(request: SuperResolveRequest, onProgress: ProgressFn): Promise<SuperResolved> {
  const controller = new AbortController();
  running.set(request.jobId, controller);
  const job = previous.then(() => compute(request, controller.signal, onProgress));
  previous = job.catch(() => {});
  try {
    return await job;
  } finally {
    running.delete(request.jobId);
  }
}

export function cancelJob(jobId: string): void {
  running.get(jobId)?.abort();
}

export function dropResultsOf(scanId: string): void {
  for (const [id, result] of results) if (result.scanId === scanId) results.delete(id);
}

/** Keeps a result, in place of others of its scan, to be saved under the id. */
export function holdResult(result: HeldResult): string {
  dropResultsOf(result.scanId);
  const id = `result-${++lastResult}`;
  results.set(id, result);
  return id;
}

/** The result as a file. Throws `E_NOT_FOUND` for a result that was replaced, and what `writeScan` throws. */
export async function encodeHeldResult(resultId: string): Promise<Uint8Array<ArrayBuffer>> {
  const { volume, origin, provenance } = heldResult(resultId);
  return writeScan(volume, describeResult(provenance), origin);
}

/** A copy of a map for the page. Throws `E_NOT_FOUND`. */
export function heldMap(resultId: string, kind: MapKind): ResultMap {
  const volume = heldResult(resultId).maps?.[kind];
  if (!volume) throw new EigenvoxError("E_NOT_FOUND", "There is no such map of this result.");
  const [, high] = displayWindow(volume.data.map(Math.abs));
  return {
    volume: { ...volume, data: volume.data.slice() },
    window: kind === "residual" ? [-high, high] : [0, high],
  };
}

function heldResult(id: string): HeldResult {
  const result = results.get(id);
  if (!result) throw new EigenvoxError("E_NOT_FOUND", "This result is no longer held. Run super-resolution again.");
  return result;
}

async function compute(
  request: SuperResolveRequest,
  signal: AbortSignal,
  onProgress: ProgressFn,
): Promise<SuperResolved> {
  signal.throwIfAborted();
  const scan = heldScan(request.scanId);
  const started = performance.now();
  onProgress({ stage: "Loading the filter bank", fraction: 0 });
  const gpu = await currentGpu();
  const { bank, hash, made, checked } = await applyBank(gpu, scan.volume, request, { signal, onProgress }).catch(
    async (error: unknown) => {
      throw await explainFailure(gpu, error, signal);
    },
  );
  signal.throwIfAborted();
  const { method, factor, degradation, title } = bank.metadata;
  const { data } = scan.volume;
  const provenance: Provenance = {
    method,
    factor,
    bankTitle: title,
    bankHash: hash,
    consistency: {
      degradation,
      steps: request.steps,
      rmse: checked.rmse,
      rmseBefore: checked.rmseBefore,
      range: isFolded(bank) ? workingUnits(data).scale : referenceIntensity(data),
      noise: noiseLevel(scan.volume),
    },
    ...(made.guarded === undefined ? {} : { guardedShare: made.guarded / made.output.data.length }),
    ...(made.fewRows === undefined ? {} : { fewRowsShare: made.fewRows / made.output.data.length }),
    software: SOFTWARE,
    adapterName: gpu.name,
    seconds: (performance.now() - started) / 1000,
  };
  const maps = {
    ...(made.predictedError ? { error: made.predictedError } : {}),
    residual: checked.residual,
  };
  return {
    resultId: holdResult({ scanId: scan.id, volume: checked.output, maps, origin: scan.origin, provenance }),
    interpolated: made.interpolated as Volume,
    superResolved: { ...checked.output, data: checked.output.data.slice() },
    provenance,
    maps: Object.keys(maps) as MapKind[],
  };
}

/** Share of a job's progress that learning takes where there is some. */
const LEARNING_SHARE = 0.6;
const CHECKING_SHARE = 0.1;

async function applyBank(
  gpu: Executor,
  scan: Volume,
  { bankId, learn, steps }: SuperResolveRequest,
  { signal, onProgress }: { signal: AbortSignal; onProgress: ProgressFn },
) {
  const given = bankId === undefined ? undefined : await (isShipped(bankId) ? shippedBank(bankId) : ownBank(bankId));
  const applyingFrom = learn ? LEARNING_SHARE : 0;
  const checkingFrom = 1 - (steps + 1) * CHECKING_SHARE;
  let named = given;
  if (learn) {
    const prior = given && isFolded(given.bank) ? { prior: given.bank } : {};
    const bank = await trainOnScan(gpu, scan, {
      ...learn,
      ...prior,
      signal,
      onProgress: partOf(onProgress, 0, applyingFrom),
    });
    named = { bank, hash: await bankHash(writeBank(bank, { filters: "F32" })) };
  }
  if (!named) throw new EigenvoxError("E_NOT_FOUND", "No filter bank was chosen.");
  const { bank, hash } = named;
  const { method, factor, degradation } = bank.metadata;
  const made = await upscale(gpu, scan, {
    factor,
    method,
    bank,
    keepInterpolated: true,
    wantErrors: true,
    signal,
    onProgress: partOf(onProgress, applyingFrom, checkingFrom),
  });
  const checked = await makeConsistent(gpu, scan, made.output, {
    factor,
    degradation,
    steps,
    signal,
    onProgress: partOf(onProgress, checkingFrom, 1),
  });
  return { bank, hash, made, checked };
}
