/** Compiled kernels of a device. */

import { EigenvoxError } from "../../core/errors";
import type { Kernel } from "../kernel";

/** Gives a kernel's compiled pipeline; compiles once per set of constants. */
export type Pipelines = (kernel: Kernel, constants: Readonly<Record<string, number>>) => Promise<GPUComputePipeline>;

export function cachePipelines(device: GPUDevice): Pipelines {
  const pipelines = new Map<string, Promise<GPUComputePipeline>>();
  return (kernel, constants) => {
    const key = `${kernel.name} ${JSON.stringify(constants)}`;
    let pipeline = pipelines.get(key);
    if (!pipeline) {
      pipeline = compile(device, kernel, constants);
      pipelines.set(key, pipeline);
    }
    return pipeline;
  };
}

async function compile(device: GPUDevice, kernel: Kernel, constants: Record<string, number>) {
  const types = kernel.access.map((access) => (access === "read" ? "read-only-storage" : "storage"));
  const layout = device.createBindGroupLayout({
    label: kernel.name,
    entries: (["uniform", ...types] as const).map((type, binding) => ({
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
      { cause },
    );
  }
}
