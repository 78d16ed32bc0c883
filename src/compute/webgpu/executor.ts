/** The one GPUDevice of a host, with what every job needs around it: limits, compiled kernels, errors, pacing. */

import { EigenvoxError } from "../../core/errors";
import type { Kernel } from "../kernel";
import { Pacer } from "./pacer";

export interface GpuContext {
  readonly device: GPUDevice;
  /** What the adapter calls itself, for people: vendor, architecture, description. */
  readonly adapterName: string;
  /** True for a software adapter (slow, but the same numbers). */
  readonly isSoftware: boolean;
  readonly pacer: Pacer;
  /** Rejects with `E_GPU_LOST` when the device goes; never resolves. */
  readonly lost: Promise<never>;
  /** The kernel's compiled pipeline; compiled once a device and set of constants. */
  pipeline(kernel: Kernel, constants?: Record<string, number>): Promise<GPUComputePipeline>;
}

export interface ContextOptions {
  /** Keep WebGPU's default limits (128 MiB bindings), as a device that grants no more does. */
  readonly defaultLimits?: boolean;
}

/** Buffers above this bring nothing: jobs bound their memory well below it. */
const LARGEST_USEFUL_BUFFER = 2 ** 30;

/**
 * Opens the adapter's device with the largest buffers that the adapter grants, up to 1 GiB.
 *
 * Throws `E_NO_GPU` when the adapter refuses a device.
 */
export async function createGpuContext(adapter: GPUAdapter, options: ContextOptions = {}): Promise<GpuContext> {
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
  const adapterName = [vendor, architecture, description].filter(Boolean).join(" ") || "unnamed adapter";

  const lost = device.lost.then((info): never => {
    throw new EigenvoxError(
      "E_GPU_LOST",
      `The GPU device was lost (${info.message || info.reason}). Run again to reopen it.`,
    );
  });
  lost.catch(() => {}); // a loss nobody is waiting for is told to the next job

  const pipelines = new Map<string, Promise<GPUComputePipeline>>();
  const context: GpuContext = {
    device,
    adapterName,
    isSoftware: adapter.info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe/i.test(adapterName),
    lost,
    pacer: new Pacer(device, lost),
    pipeline(kernel, constants = {}) {
      const key = `${kernel.name} ${JSON.stringify(constants)}`;
      let pipeline = pipelines.get(key);
      if (!pipeline) {
        pipeline = compile(device, kernel, constants);
        pipelines.set(key, pipeline);
      }
      return pipeline;
    },
  };
  return context;
}

async function compile(device: GPUDevice, kernel: Kernel, constants: Record<string, number>) {
  const layout = device.createBindGroupLayout({
    label: kernel.name,
    entries: kernel.bindings.map((type, binding) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type },
    })),
  });
  const module = device.createShaderModule({ label: kernel.name, code: kernel.code });
  try {
    return await device.createComputePipelineAsync({
      label: kernel.name,
      layout: device.createPipelineLayout({ label: kernel.name, bindGroupLayouts: [layout] }),
      compute: { module, entryPoint: "main", constants },
    });
  } catch (cause) {
    throw new EigenvoxError(
      "E_GPU_VALIDATION",
      `Kernel ${kernel.name} does not compile here: ${(cause as Error).message}`,
      {
        cause,
      },
    );
  }
}
