/** Errors that a device tells of apart from the calls that caused them. */

import { EigenvoxError } from "../../core/errors";

/** A device that is going may never answer. */
const POP_TIMEOUT_MS = 5000;

/**
 * Runs `work` and throws `E_GPU_MEMORY` or `E_GPU_VALIDATION` for what the device found wrong with its commands, else what
 * `work` threw. Scopes are one stack per device: no two of these may overlap.
 */
export async function inErrorScopes<T>(device: GPUDevice, label: string, work: () => Promise<T>): Promise<T> {
  device.pushErrorScope("out-of-memory");
  device.pushErrorScope("validation");
  const [outcome] = await Promise.allSettled([work()]);
  const [validation, memory] = await Promise.all([popScope(device), popScope(device)]);
  const options = outcome.status === "rejected" ? { cause: outcome.reason } : {};
  if (memory) {
    throw new EigenvoxError("E_GPU_MEMORY", `The GPU ran out of memory (${label}): ${memory.message}`, options);
  }
  if (validation) {
    throw new EigenvoxError("E_GPU_VALIDATION", `The GPU refused a command (${label}): ${validation.message}`, options);
  }
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}

function popScope(device: GPUDevice): Promise<GPUError | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, POP_TIMEOUT_MS, null);
    device
      .popErrorScope()
      .catch(() => null)
      .then((error) => {
        clearTimeout(timer);
        resolve(error);
      });
  });
}
