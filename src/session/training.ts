/** Training jobs, one after the other. */

import { trainFoldedBank } from "./train-folded";
import { trainPaperBank } from "./train-paper";
import { TrainingJob } from "./training-job";
import type { TrainedReport, TrainingReport, TrainingRequest } from "./training-protocol";

const jobs = new Map<string, TrainingJob>();
/** Settles when the job before has: a cancelled one may still be unwinding when the next is asked for. */
let previous: Promise<unknown> = Promise.resolve();

/** Throws what the method's training throws; rejects with an AbortError when cancelled. */
export async function runTraining(
  jobId: string,
  request: TrainingRequest,
  onProgress: (report: TrainingReport) => void,
): Promise<TrainedReport> {
  const job = new TrainingJob();
  jobs.set(jobId, job);
  const result = previous.then((): Promise<TrainedReport> => {
    job.signal.throwIfAborted();
    return request.method === "folded"
      ? trainFoldedBank(job, request, onProgress)
      : trainPaperBank(job, request, onProgress);
  });
  previous = result.catch(() => {});
  try {
    return await result;
  } finally {
    job.setPaused(false);
    jobs.delete(jobId);
  }
}

export function cancelTraining(jobId: string): void {
  jobs.get(jobId)?.cancel();
}

export function setPaused(jobId: string, isPaused: boolean): void {
  jobs.get(jobId)?.setPaused(isPaused);
}
