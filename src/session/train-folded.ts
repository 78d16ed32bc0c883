/** Folded training: from the held volumes to a bank and its scores. */

import { bankHash } from "../banks/bank-hash";
import { EigenvoxError } from "../core/errors";
import { partOf } from "../core/progress";
import { isFolded } from "../methods/bank";
import type { FoldedBank } from "../methods/folded/bank";
import { trainFolded } from "../methods/folded/learn/train";
import { writeBank } from "../methods/write-bank";
import { addOwnBank, ownBank } from "./own-banks";
import { isShipped, shippedBank } from "./shipped-banks";
import { judge, learningShare, ownWords, type TrainingJob, trainedVolumes } from "./training-job";
import type { FoldedReport, FoldedRequest, TrainingReport } from "./training-protocol";

/**
 * Throws `E_ARGUMENT` when there is nothing to train on, `E_BANK_MISMATCH` for a prior that is no folded bank of the
 * factor, and what `trainFolded` throws; rejects with an AbortError when cancelled. A training that lost its GPU starts
 * again on another one, once.
 */
export async function trainFoldedBank(
  job: TrainingJob,
  request: FoldedRequest,
  onProgress: (report: TrainingReport) => void,
): Promise<FoldedReport> {
  const started = performance.now();
  const { factor, degradation, rowsPerVolume, seed, mask, shrinkRows, priorId } = request;
  const volumes = trainedVolumes(request);
  if (volumes.length === 0) {
    throw new EigenvoxError("E_ARGUMENT", "Nothing to train on: add a volume that is not held out.");
  }
  const prior = priorId === undefined ? undefined : await foldedBank(priorId);
  const settings = { factor, degradation, rowsPerVolume, seed, mask, shrinkRows };
  const scans = volumes.map(({ volume }) => volume);
  const report = partOf(onProgress, 0, learningShare(request));
  const trained = await job.onGpu((gpu, attempt) =>
    trainFolded(gpu, scans, {
      ...settings,
      ...(prior ? { prior, taps: prior.metadata.taps } : { taps: request.taps }),
      signal: job.signal,
      onProgress: ({ stage, fraction }) =>
        report({ stage: attempt === 0 ? stage : `${stage}, again after a lost GPU`, fraction }),
    }),
  );
  const trainingData = volumes.map(({ info }) => info.name);
  const bank: FoldedBank = { ...trained, metadata: { ...trained.metadata, ...ownWords(request), trainingData } };
  const banks = [...(prior ? [{ name: "prior", bank: prior }] : []), { name: "new bank", bank }];
  const scores = await judge(job, request, banks, onProgress);
  const bytes = writeBank(bank, { filters: "F32" });
  return {
    method: "folded",
    bank: await addOwnBank(bytes),
    metadata: bank.metadata,
    hash: await bankHash(bytes),
    structure: { filters: bank.structureFilters, rows: bank.structureRows, residual: bank.structureResidual },
    level: { filters: bank.levelFilters, rows: bank.levelRows, residual: bank.levelResidual },
    shrinkRows,
    priorTitle: prior?.metadata.title,
    scores,
    seconds: (performance.now() - started) / 1000,
  };
}

async function foldedBank(id: string): Promise<FoldedBank> {
  const { bank } = await (isShipped(id) ? shippedBank(id) : ownBank(id));
  if (isFolded(bank)) return bank;
  throw new EigenvoxError("E_BANK_MISMATCH", `The bank "${bank.metadata.title}" to draw towards is no folded bank.`);
}
