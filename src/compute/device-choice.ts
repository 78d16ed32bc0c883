/** Which machine computes: a graphics card where there is one, else the processor. */

import { EigenvoxError } from "../core/errors";
import type { Executor } from "./executor";
import { isMachineTrouble } from "./failure";

/** By itself; WebGPU on a real adapter; the processor; WebGPU on a software adapter, which is slower than the processor. */
export const DEVICES = ["auto", "gpu", "cpu", "software"] as const;
export type Device = (typeof DEVICES)[number];

export interface DeviceHosts {
  readonly openGpu: () => Promise<Executor>;
  readonly openCpu: () => Promise<Executor>;
}

/** Opens what was chosen. Throws `E_NO_GPU` and `E_NO_CPU` where it is missing, and what opening it throws. */
export async function openDevice(choice: Device, { openGpu, openCpu }: DeviceHosts): Promise<Executor> {
  if (choice === "cpu") return openCpu();
  if (choice === "software") return openGpu();
  const gpu = await openGpu().catch((error) => {
    if (choice === "gpu" || !(error instanceof EigenvoxError)) throw error;
    return undefined;
  });
  if (gpu && !gpu.isSoftware) return gpu;
  gpu?.dispose();
  if (choice === "auto") return openCpu();
  throw new EigenvoxError(
    "E_NO_GPU",
    `No graphics card, only a software adapter (${gpu?.name}): ask for that, or for the processor.`,
  );
}

/**
 * Work on the device that was chosen. A graphics card that was chosen by itself and fails is followed by the processor, which
 * does all of the work again; `onFallback` is told why.
 */
export async function onChosenDevice<T>(
  choice: Device,
  open: (device: Device) => Promise<Executor>,
  work: (executor: Executor) => Promise<T>,
  onFallback: (why: EigenvoxError) => void,
): Promise<T> {
  const executor = await open(choice);
  try {
    return await work(executor);
  } catch (error) {
    if (choice !== "auto" || executor.kind === "cpu" || !isMachineTrouble(error)) throw error;
    executor.dispose();
    onFallback(error);
  }
  return work(await open("cpu"));
}
