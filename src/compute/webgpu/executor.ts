/** WebGPU as an executor: the one GPUDevice of a host with its compiled kernels, pacing and errors. */

import { Fate } from "../../core/abort";
import { EigenvoxError } from "../../core/errors";
import type { Executor } from "../executor";
import { type Pace, Pacer } from "../pacer";
import { Turns } from "../turns";
import { inErrorScopes } from "./error-scopes";
import { cachePipelines } from "./pipelines";
import { GpuSpace, lossText } from "./space";

export interface WebGpuOptions {
  /** Keep WebGPU's default limits (128 MiB bindings), as a device that grants no more does. */
  readonly defaultLimits?: boolean;
}

/** Where nothing is known of a kernel: what takes under 100 ms on the slowest software adapter. */
const PACE: Pace = { targetMs: 60, firstOperations: 4e6 };
/** Buffers above this bring nothing: jobs bound their memory well below it. */
const LARGEST_USEFUL_BUFFER = 2 ** 30;

/**
 * Opens the adapter's device with the largest buffers that the adapter grants, up to 1 GiB.
 *
 * Throws `E_NO_GPU` when the adapter refuses a device.
 */
export async function openWebGpu(adapter: GPUAdapter, options: WebGpuOptions = {}): Promise<Executor> {
  const requiredLimits = options.defaultLimits
    ? {}
    : {
        maxBufferSize: Math.min(adapter.limits.maxBufferSize, LARGEST_USEFUL_BUFFER),
        maxStorageBufferBindingSize: Math.min(adapter.limits.maxStorageBufferBindingSize, LARGEST_USEFUL_BUFFER),
      };
  let device: GPUDevice;
  try {
    device = await adapter.requestDevice({ label: "eigenvox", requiredLimits });
  } catch (cause) {
    throw new EigenvoxError("E_NO_GPU", `The GPU refused a device: ${(cause as Error).message}`, { cause });
  }
  const { vendor, architecture, description } = adapter.info;
  const name = [vendor, architecture, description].filter(Boolean).join(" ") || "unnamed adapter";
  const lost = device.lost.then((info): never => {
    throw new EigenvoxError("E_GPU_LOST", lossText(info.message || info.reason));
  });
  // A loss that nobody is waiting for is told to the next job.
  const fate = new Fate(lost);
  const pacer = new Pacer(PACE, fate);
  const machine = { device, fate, pacer, pipelines: cachePipelines(device) };
  const turns = new Turns();
  return {
    name,
    kind: "gpu",
    isSoftware: adapter.info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe/i.test(name),
    limits: { bindingBytes: device.limits.maxStorageBufferBindingSize },
    lost,
    get longestMs() {
      return pacer.longestMs;
    },
    pause: () => pacer.pause(),
    resume: () => pacer.resume(),
    inSpace: (label, job) =>
      turns.run(() =>
        inErrorScopes(machine, label, async () => {
          const space = new GpuSpace(machine, label);
          try {
            return await job(space, []);
          } finally {
            space.dispose();
          }
        }),
      ),
    dispose: () => device.destroy(),
  };
}
