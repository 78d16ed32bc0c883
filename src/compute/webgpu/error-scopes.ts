/** Errors that a device tells of apart from the calls that caused them. */

import type { Fate } from "../../core/abort";
import { EigenvoxError } from "../../core/errors";

/** A device, and the loss of it. */
export interface FatedDevice {
  readonly device: GPUDevice;
  readonly fate: Fate;
}

/**
 * Runs `work` and throws `E_GPU_MEMORY` or `E_GPU_VALIDATION` for what the device found wrong with its commands, else what
 * `work` threw. Scopes are one stack per device: no two of these may overlap.
 */
export async function inErrorScopes<T>(machine: FatedDevice, label: string, work: () => Promise<T>): Promise<T> {
  const { device } = machine;
  device.pushErrorScope("out-of-memory");
  device.pushErrorScope("validation");
  const [outcome] = await Promise.allSettled([work()]);
  const [validation, memory] = await Promise.all([popScope(machine), popScope(machine)]);
  const options = outcome.status === "rejected" ? { cause: outcome.reason } : {};
  if (memory) throw outOfMemory(label, memory, options);
  // Commands on a buffer that could not be had are refused too.
  if (outcome.status === "rejected" && outcome.reason?.code === "E_GPU_MEMORY") throw outcome.reason;
  if (validation) {
    throw new EigenvoxError("E_GPU_VALIDATION", `The GPU refused a command (${label}): ${validation.message}`, options);
  }
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}

/** The buffer, and what kept the device from having the memory for it, as soon as it is known. */
export function tryBuffer(
  machine: FatedDevice,
  descriptor: GPUBufferDescriptor,
): { readonly buffer: GPUBuffer; readonly trouble: Promise<EigenvoxError | undefined> } {
  machine.device.pushErrorScope("out-of-memory");
  const buffer = machine.device.createBuffer(descriptor);
  const what = `${descriptor.label}, ${descriptor.size} bytes`;
  return { buffer, trouble: popScope(machine).then((error) => error && outOfMemory(what, error)) };
}

const outOfMemory = (what: string, { message }: GPUError, options?: ErrorOptions) =>
  new EigenvoxError("E_GPU_MEMORY", `The GPU ran out of memory (${what}): ${message}`, options);

/** A device that is going may never answer. */
const popScope = ({ device, fate }: FatedDevice): Promise<GPUError | undefined> =>
  fate.race(device.popErrorScope()).then(
    (error) => error ?? undefined,
    () => undefined,
  );
