/** The worker's one GPU device, opened when first needed and again after it was lost. */

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
