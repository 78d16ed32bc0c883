/** What went wrong with work on a machine. */

import { Fate } from "../core/abort";
import { EigenvoxError, MACHINE_CODES } from "../core/errors";
import type { Executor } from "./executor";

/** A lost device fails pending calls in its own ways, some of them before it says that it is lost. */
const LOSS_DELAY_MS = 1000;

const codeOf = (error: unknown) => (error instanceof EigenvoxError ? error.code : undefined);

/** True where the machine is gone. */
export const isLoss = (error: unknown): boolean => codeOf(error) === "E_GPU_LOST";

/** True where the machine has no room for a buffer, but may have it for a smaller one. */
export const isShortage = (error: unknown): boolean =>
  codeOf(error) === "E_GPU_MEMORY" || codeOf(error) === "E_GPU_LIMIT";

/** True where another machine may do what this one could not. */
export const isMachineTrouble = (error: unknown): error is EigenvoxError =>
  error instanceof EigenvoxError && MACHINE_CODES.includes(error.code);

/**
 * What really went wrong with work on a device: the loss of it when there was one, else the error itself. An AbortError is
 * only believed of a job whose `signal` is aborted, since lost devices reject with it too.
 */
export async function explainFailure(
  executor: Pick<Executor, "lost">,
  error: unknown,
  signal?: AbortSignal,
): Promise<unknown> {
  // A kernel that was being compiled when the device went reads as one that does not compile.
  const isCertain = error instanceof EigenvoxError && error.code !== "E_GPU_VALIDATION";
  if (isCertain || signal?.aborted) return error;
  const delay = new Promise<unknown>((resolve) => setTimeout(() => resolve(error), LOSS_DELAY_MS));
  return new Fate(executor.lost).race(delay).catch((lost: unknown) => lost);
}
