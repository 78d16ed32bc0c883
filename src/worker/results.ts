/** Super-resolution jobs and their results, which wait here to be saved. */

import { EigenvoxError } from "../core/errors";
import type { ProgressFn } from "../core/progress";
import type { Volume } from "../core/volume";
import { upscale } from "../engine/jobs/upscale";
import { writeNifti } from "../io/nifti-write";
import { describeResult, SOFTWARE } from "../io/provenance";
import { currentGpu, explainFailure } from "./gpu-session";
import { ownBank } from "./own-banks";
import type { Provenance, SuperResolved, SuperResolveRequest } from "./protocol";
import { heldScan } from "./scans";
import { isShipped, shippedBank } from "./shipped-banks";

export interface HeldResult {
  readonly scanId: string;
  readonly volume: Volume;
  readonly spaceCode: number;
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

/** The result as a .nii.gz file. Throws `E_NOT_FOUND` for a result that was replaced, and what `writeNifti` throws. */
export function encodeHeldResult(resultId: string): Promise<Uint8Array<ArrayBuffer>> {
  const result = results.get(resultId);
  if (!result) {
    return Promise.reject(
      new EigenvoxError("E_NOT_FOUND", "This result is no longer held. Run super-resolution again."),
    );
  }
  const { volume, spaceCode, provenance } = result;
  return writeNifti(volume, { ...describeResult(provenance), spaceCode });
}

async function compute(
  { scanId, bankId }: SuperResolveRequest,
  signal: AbortSignal,
  onProgress: ProgressFn,
): Promise<SuperResolved> {
  signal.throwIfAborted();
  const scan = heldScan(scanId);
  const started = performance.now();
  onProgress({ stage: "Loading the filter bank", fraction: 0 });
  const [gpu, { bank, hash }] = await Promise.all([
    currentGpu(),
    isShipped(bankId) ? shippedBank(bankId) : ownBank(bankId),
  ]);
  const { factor } = bank.metadata;
  const made = await upscale(gpu, scan.volume, {
    factor,
    method: "paper",
    bank,
    keepInterpolated: true,
    signal,
    onProgress,
  }).catch(async (error: unknown) => {
    throw await explainFailure(gpu, error, signal);
  });
  signal.throwIfAborted();
  const provenance: Provenance = {
    method: "paper",
    factor,
    bankTitle: bank.metadata.title,
    bankHash: hash,
    software: SOFTWARE,
    adapterName: gpu.adapterName,
    seconds: (performance.now() - started) / 1000,
  };
  return {
    resultId: holdResult({ scanId, volume: made.output, spaceCode: scan.spaceCode, provenance }),
    interpolated: made.interpolated as Volume,
    superResolved: { ...made.output, data: made.output.data.slice() },
    provenance,
  };
}
