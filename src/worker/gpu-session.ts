/** The worker's one GPU device, opened when first needed and again after it was lost. */

import { EigenvoxError } from "../core/errors";
import type { GpuContext } from "../engine/gpu/context";
import { openBrowserGpu } from "../hosts/browser-device";

let current: Promise<GpuContext> | undefined;

/** Throws what `openBrowserGpu` throws; a failure is not remembered, so a later call tries again. */
export function currentGpu(): Promise<GpuContext> {
  if (!current) {
    const opening = openBrowserGpu();
    const forget = () => {
      if (current === opening) current = undefined;
    };
    opening.then((gpu) => gpu.device.lost).then(forget, forget);
    current = opening;
  }
  return current;
}

/** A lost device fails pending calls in its own ways, some of them before it says that it is lost. */
const LOSS_DELAY_MS = 1000;

/**
 * What really went wrong with work on `gpu`: the loss of the device when there was one, else the error itself. An
 * AbortError is only believed of a job whose `signal` is aborted, since lost devices reject with it too.
 */
export async function explainFailure(gpu: GpuContext, error: unknown, signal: AbortSignal): Promise<unknown> {
  if (error instanceof EigenvoxError || signal.aborted) return error;
  const loss = gpu.lost.catch((lost: unknown) => lost);
  const delay = new Promise<unknown>((resolve) => setTimeout(() => resolve(error), LOSS_DELAY_MS));
  return Promise.race([loss, delay]);
}
