/** Opens the GPU in Node through Dawn, for the command line, the benchmark and the tests. */

import type { Executor } from "../compute/executor";
import { openWebGpu, type WebGpuOptions } from "../compute/webgpu/executor";
import { EigenvoxError } from "../core/errors";

/**
 * The system's GPU, or the software driver that the launcher pointed Vulkan at.
 *
 * Throws `E_NO_GPU` when there is neither, or no package `webgpu`. End with `process.exit`: Dawn's event loop keeps Node
 * alive otherwise.
 */
export async function openNodeGpu(options?: WebGpuOptions): Promise<Executor> {
  const { create, globals } = await loadDawn();
  // Dawn waits for the GPU by polling in setImmediate, which takes a whole core away from a software adapter.
  Object.assign(globalThis, globals, { setImmediate: (callback: () => void) => setTimeout(callback, 1) });
  const gpu = create([]) as unknown as GPU;
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) {
    throw new EigenvoxError(
      "E_NO_GPU",
      "No usable GPU: Vulkan (Linux), Metal (macOS) or Direct3D 12 (Windows) is needed. On Linux without a GPU, install chromium: its software driver is found by itself.",
    );
  }
  const executor = await openWebGpu(adapter, options);
  keepAlive.add(gpu);
  return executor;
}

/** Dawn comes with a package that is optional for those who use this one in a browser. */
async function loadDawn() {
  try {
    return await import("webgpu");
  } catch (cause) {
    throw new EigenvoxError(
      "E_NO_GPU",
      `No WebGPU in this Node: the package "webgpu" is missing or does not load here (${(cause as Error).message}). Install it beside this one: npm install webgpu.`,
      { cause },
    );
  }
}

/** Dawn's instance must outlive its devices. */
const keepAlive = new Set<GPU>();
