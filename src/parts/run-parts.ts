/**
 * Work cut into parts that know nothing of each other: it is planned, each part is computed, and the results are merged.
 * A part gives the same result whatever others there are, so that one device can do them in turn, or several at once.
 */

import type { Executor, Space } from "../compute/executor";
import { Meter } from "../compute/meter";
import type { JobOptions } from "../core/progress";
import type { Stage } from "./stage";

export interface PartedWork<Part, Shared, Result> {
  /** What error messages call it. */
  readonly label: string;
  readonly parts: readonly Part[];
  /** What progress calls a part, where there are several. */
  readonly partName?: string;
  /** What all parts look at, put on the device once. */
  share(space: Space): Shared;
  /** Multiply-adds that a part is expected to take: for progress. */
  operations(part: Part, shared: Shared): number;
  /** Frees what it allocates. */
  compute(stage: Stage, part: Part, shared: Shared): Promise<Result>;
  /** Puts a part's result where it belongs; called in the order of the parts. */
  merge(result: Result, part: Part): void;
}

/** Does all parts; resolves with the most device memory held at a time, bytes. Errors and cancelling as `Executor.inSpace`. */
export function runParts<Part, Shared, Result>(
  executor: Executor,
  { label, parts, partName, operations, share, compute, merge }: PartedWork<Part, Shared, Result>,
  { signal, onProgress }: JobOptions,
): Promise<number> {
  return executor.inSpace(label, async (first, more) => {
    const spaces = [first, ...more.slice(0, Math.max(0, parts.length - 1))];
    const shares = spaces.map(share);
    const costs = parts.map((part) => operations(part, shares[0] as Shared));
    const total = costs.reduce((a, b) => a + b, 0);
    /** Operations of the parts that are done, and of each that is at work. */
    let done = 0;
    const atWork = new Map<number, number>();
    const tell = (stage: string, index: number) => {
      const place = partName && parts.length > 1 ? `, ${partName} ${index + 1} of ${parts.length}` : "";
      const reached = [...atWork.values()].reduce((a, b) => a + b, done);
      onProgress?.({ stage: stage + place, fraction: Math.min(1, reached / total) });
    };
    const results = new Map<number, Result>();
    let started = 0;
    let merged = 0;
    const stop = new AbortController();
    const forward = () => stop.abort(signal?.reason);
    signal?.addEventListener("abort", forward);
    if (signal?.aborted) forward();
    const work = async (space: Space, shared: Shared) => {
      while (started < parts.length) {
        const index = started++;
        const cost = costs[index] as number;
        const meter = new Meter(cost, ({ stage, fraction }) => {
          atWork.set(index, fraction * cost);
          tell(stage, index);
        });
        results.set(index, await compute({ space, meter, signal: stop.signal }, parts[index] as Part, shared));
        atWork.delete(index);
        done += cost;
        // In the order of the parts, whichever is done first.
        for (; results.has(merged); merged++) {
          merge(results.get(merged) as Result, parts[merged] as Part);
          results.delete(merged);
        }
        tell("Reading back", index);
      }
    };
    const workers = spaces.map((space, i) =>
      work(space, shares[i] as Shared).catch((error) => {
        stop.abort(error);
        throw error;
      }),
    );
    // All have stopped before their memory goes.
    await Promise.allSettled(workers);
    signal?.removeEventListener("abort", forward);
    await Promise.all(workers);
    return spaces.reduce((bytes, space) => bytes + space.peakBytes, 0);
  });
}
