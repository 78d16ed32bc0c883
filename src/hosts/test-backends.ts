/** The executors that jobs are tested on. */

import type { Executor, Space } from "../compute/executor";
import { openNodeCpu } from "./node-cpu";
import { openNodeGpu } from "./node-device";

export interface Backend {
  readonly name: string;
  /** `defaultLimits` as WebGPU's; ignored where there are no limits. */
  readonly open: (options?: { readonly defaultLimits?: boolean }) => Promise<Executor>;
}

export const BACKENDS: readonly Backend[] = [
  { name: "WebGPU through Dawn", open: openNodeGpu },
  { name: "processor", open: () => openNodeCpu(2) },
];

/** The executor, and the bytes of its spaces that are over: held at the most, and held still. */
export function watchMemory(executor: Executor): { watched: Executor; bytes: { peak: number; left: number } } {
  const bytes = { peak: 0, left: 0 };
  const inSpace = async <T>(label: string, job: (space: Space, more: readonly Space[]) => Promise<T>): Promise<T> => {
    const spaces: Space[] = [];
    const result = await executor.inSpace(label, (space, more) => {
      spaces.push(space, ...more);
      return job(space, more);
    });
    for (const space of spaces) {
      bytes.peak = Math.max(bytes.peak, space.peakBytes);
      bytes.left += space.bytes;
    }
    return result;
  };
  return { watched: { ...executor, inSpace }, bytes };
}
