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
  return executor.inSpace(label, async (space) => {
    const shared = share(space);
    const costs = parts.map((part) => operations(part, shared));
    let place = "";
    const meter = new Meter(
      costs.reduce((a, b) => a + b, 0),
      ({ stage, fraction }) => onProgress?.({ stage: stage + place, fraction }),
    );
    let reached = 0;
    for (const [index, part] of parts.entries()) {
      if (partName && parts.length > 1) place = `, ${partName} ${index + 1} of ${parts.length}`;
      merge(await compute({ space, meter, signal }, part, shared), part);
      reached += costs[index] as number;
      meter.reach("Reading back", reached);
    }
    return space.peakBytes;
  });
}
