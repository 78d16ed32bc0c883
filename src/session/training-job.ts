/** What training jobs of both methods have in common. */

import type { Executor } from "../compute/executor";
import { EigenvoxError } from "../core/errors";
import { type ProgressFn, partOf } from "../core/progress";
import { SOFTWARE } from "../formats/provenance";
import { evaluate, type NamedBank } from "../jobs/evaluate/evaluate";
import type { BankMetadata } from "../methods/bank";
import { explainFailure, trainingGpu } from "./gpu-session";
import type { TrainedReport, TrainingRequest } from "./training-protocol";
import { heldVolume } from "./training-volumes";

/** Share of a job that judging the bank on held-out volumes is expected to take. */
const JUDGING = 0.1;

export class TrainingJob {
  private readonly controller = new AbortController();
  readonly signal = this.controller.signal;
  private gpu: Executor | undefined;
  private isPaused = false;

  cancel(): void {
    this.controller.abort();
  }

  setPaused(isPaused: boolean): void {
    this.isPaused = isPaused;
    if (isPaused) this.gpu?.pause();
    else this.gpu?.resume();
  }

  /** Work on the training device; lost once, it is opened again and the work goes on where it can. */
  async onGpu<T>(work: (gpu: Executor, attempt: number) => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      const gpu = await trainingGpu();
      this.gpu = gpu;
      if (this.isPaused) gpu.pause();
      try {
        return await work(gpu, attempt);
      } catch (error) {
        const cause = await explainFailure(gpu, error, this.signal);
        const isLost = cause instanceof EigenvoxError && cause.code === "E_GPU_LOST";
        if (!isLost || attempt > 0) throw cause;
      }
    }
  }
}

/** The volumes that are not held out. */
export function trainedVolumes({ volumes }: TrainingRequest) {
  return volumes.filter(({ heldOut }) => !heldOut).map(({ id, mask }) => ({ ...heldVolume(id), mask }));
}

/** The share of the job's progress that learning takes; `judge` takes the rest. */
export function learningShare({ volumes }: TrainingRequest): number {
  return volumes.some(({ heldOut }) => heldOut) ? 1 - JUDGING : 1;
}

/** What the person says of the bank, and what the page knows. */
export function ownWords({ title, licence }: TrainingRequest) {
  return {
    title,
    created: new Date().toISOString().slice(0, 10),
    software: SOFTWARE,
    licence,
    intendedUse: "Research; not for diagnosis.",
  } satisfies Partial<BankMetadata>;
}

/** Scores of the interpolations and the banks on every held-out volume. */
export async function judge(
  job: TrainingJob,
  request: TrainingRequest,
  banks: readonly NamedBank[],
  onProgress: ProgressFn,
): Promise<TrainedReport["scores"]> {
  const { volumes, factor, degradation } = request;
  const heldOut = volumes.filter((volume) => volume.heldOut);
  const part = (k: number) => 1 - JUDGING * (1 - k / heldOut.length);
  const all = [];
  for (const [index, { id }] of heldOut.entries()) {
    const { info, volume } = heldVolume(id);
    const report = partOf(onProgress, part(index), part(index + 1));
    const options = { factor, degradation, banks, signal: job.signal, onProgress: report };
    all.push({ volume: info.name, scores: await job.onGpu((gpu) => evaluate(gpu, volume, options)) });
  }
  return all;
}
