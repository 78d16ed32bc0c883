/** The browser's GPU. */

import type { Executor } from "../compute/executor";
import { openWebGpu } from "../compute/webgpu/executor";
import { EigenvoxError } from "../core/errors";

/**
 * A new device on the browser's fastest adapter.
 *
 * Throws `E_NO_GPU` when the browser has no WebGPU or offers no adapter, and what `openWebGpu` throws.
 */
export async function openBrowserGpu(): Promise<Executor> {
  if (!("gpu" in navigator) || !navigator.gpu) {
    throw new EigenvoxError(
      "E_NO_GPU",
      "This browser has no WebGPU, or the page was not opened over https or localhost.",
    );
  }
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) {
    throw new EigenvoxError("E_NO_GPU", "This browser has WebGPU but offers no graphics adapter on this computer.");
  }
  return openWebGpu(adapter);
}
