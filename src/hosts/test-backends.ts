/** The executors that jobs are tested on. */

import type { Executor, Space } from "../compute/executor";
import { openNodeCpu } from "./node-cpu";
import { openNodeGpu } from "./node-device";

export interface Backend {
  readonly name: string;
  /** `defaultLimits` as WebGPU's; ignored where there are no limits. */
  readonly open: (options?: { readonly defaultLimits?: boolean }) => Promise<Executor>;
  /**
   * The one of all tests of a process, with the kernels that it has compiled so far. Tests that end or limit an executor
   * open their own.
   */
  readonly shared: () => Promise<Executor>;
}

const backend = (name: string, open: Backend["open"]): Backend => {
  let opened: Promise<Executor> | undefined;
  return { name, open, shared: () => (opened ??= open()) };
};

export const GPU = backend("WebGPU through Dawn", openNodeGpu);
export const PROCESSOR = backend("processor", () => openNodeCpu(2));

export const BACKENDS: readonly Backend[] = [GPU, PROCESSOR];

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
