/** The worker's GPU devices, opened when first needed and again after they were lost. */

import type { Executor } from "../compute/executor";
import { EigenvoxError } from "../core/errors";
import { openBrowserGpu } from "../hosts/browser-device";

/** Throws what `openBrowserGpu` throws; a failure is not remembered, so a later call tries again. */
function gpuSession(): () => Promise<Executor> {
  let current: Promise<Executor> | undefined;
  return () => {
    if (!current) {
      const opening = openBrowserGpu();
      const forget = () => {
        if (current === opening) current = undefined;
      };
      opening.then((gpu) => gpu.lost).then(forget, forget);
      current = opening;
    }
    return current;
  };
}

/** For what a person waits for. */
export const currentGpu = gpuSession();
/** A device of its own for training, so that it can be paused, and lost, alone. */
export const trainingGpu = gpuSession();
/** And one for evaluations. */
export const evaluationGpu = gpuSession();

/** A lost device fails pending calls in its own ways, some of them before it says that it is lost. */
const LOSS_DELAY_MS = 1000;

/**
 * What really went wrong with work on `gpu`: the loss of the device when there was one, else the error itself. An
 * AbortError is only believed of a job whose `signal` is aborted, since lost devices reject with it too.
 */
export async function explainFailure(gpu: Executor, error: unknown, signal: AbortSignal): Promise<unknown> {
  // A kernel that was being compiled when the device went reads as one that does not compile.
  const isCertain = error instanceof EigenvoxError && error.code !== "E_GPU_VALIDATION";
  if (isCertain || signal.aborted) return error;
  const loss = gpu.lost.catch((lost: unknown) => lost);
  const delay = new Promise<unknown>((resolve) => setTimeout(() => resolve(error), LOSS_DELAY_MS));
  return Promise.race([loss, delay]);
}
