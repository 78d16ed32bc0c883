/**
 * Work cut into parts that know nothing of each other: it is planned, each part is computed, and the results are merged.
 * A part gives the same result whatever others there are, so that one device can do them in turn, or several at once, and
 * what a device that fails has done of them stays.
 */

import type { Executor, Space } from "../compute/executor";
import { explainFailure, isLoss, isShortage } from "../compute/failure";
import { Meter } from "../compute/meter";
import { notice } from "../core/notice";
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
  /** Smaller parts that give the same together, for a device without the memory for this one; undefined for the smallest. */
  halve?(part: Part): readonly Part[] | undefined;
}

/**
 * Does all parts; resolves with the most device memory held at a time, bytes. Where the device runs out of memory, the parts
 * that are left are halved, and where it is lost and can be opened again, they go on there; both are noticed.
 *
 * Errors and cancelling as `Executor.inSpace`.
 */
export async function runParts<Part, Shared, Result>(
  executor: Executor,
  work: PartedWork<Part, Shared, Result>,
  { signal, onProgress, onNotice }: JobOptions,
): Promise<number> {
  const run = new Run(work, onProgress);
  for (;;) {
    try {
      await executor.inSpace(work.label, (space, more) => run.goOn([space, ...more], signal));
      return run.peakBytes;
    } catch (error) {
      const cause = executor.reopen ? await explainFailure(executor, error, signal) : error;
      if (isShortage(cause) && run.halve()) onNotice?.(notice("W_GPU_MEMORY", SHORTAGE));
      else if (isLoss(cause) && (await executor.reopen?.())) onNotice?.(notice("W_GPU_LOST", LOSS));
      else throw cause;
    }
  }
}

const SHORTAGE = "There was too little memory to compute parts of the usual size: smaller ones gave the same result.";
const LOSS = "What computes was lost and opened again; the rest was computed there, with the same result.";

/** Parts that are being done: what is merged stays, whatever becomes of the device. */
class Run<Part, Shared, Result> {
  peakBytes = 0;
  /** Those that are not merged, in their order. */
  private left: readonly Part[];
  /** Parts that are merged, and the operations they took. */
  private merged = 0;
  private done = 0;
  /** The furthest that was told. */
  private fraction = 0;

  constructor(
    private readonly work: PartedWork<Part, Shared, Result>,
    private readonly onProgress: JobOptions["onProgress"],
  ) {
    this.left = work.parts;
  }

  /** False where no part that is left can be halved. */
  halve(): boolean {
    const { halve } = this.work;
    const halved = this.left.map((part) => halve?.(part));
    if (halved.every((parts) => parts === undefined)) return false;
    this.left = this.left.flatMap((part, i) => halved[i] ?? [part]);
    return true;
  }

  /** Does the parts that are left in these spaces. */
  async goOn(all: readonly Space[], signal: AbortSignal | undefined): Promise<void> {
    const { share, operations, compute, merge, partName } = this.work;
    const parts = this.left;
    const before = this.merged;
    const spaces = all.slice(0, Math.max(1, parts.length));
    const shares = spaces.map(share);
    const costs = parts.map((part) => operations(part, shares[0] as Shared));
    const total = costs.reduce((a, b) => a + b, this.done);
    /** Operations of the parts that are done, and of each that is at work. */
    let done = this.done;
    const atWork = new Map<number, number>();
    const tell = (stage: string, index: number) => {
      const count = before + parts.length;
      const place = partName && count > 1 ? `, ${partName} ${before + index + 1} of ${count}` : "";
      const reached = [...atWork.values()].reduce((a, b) => a + b, done);
      this.fraction = Math.min(1, Math.max(this.fraction, reached / total));
      this.onProgress?.({ stage: stage + place, fraction: this.fraction });
    };
    const results = new Map<number, Result>();
    let started = 0;
    const stop = new AbortController();
    const forward = () => stop.abort(signal?.reason);
    signal?.addEventListener("abort", forward);
    if (signal?.aborted) forward();
    const workIn = async (space: Space, shared: Shared) => {
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
        for (let next = this.merged - before; results.has(next); next++) {
          merge(results.get(next) as Result, parts[next] as Part);
          results.delete(next);
          this.merged++;
          this.done += costs[next] as number;
          this.left = parts.slice(next + 1);
        }
        tell("Reading back", index);
      }
    };
    const workers = spaces.map((space, i) =>
      workIn(space, shares[i] as Shared).catch((error) => {
        stop.abort(error);
        throw error;
      }),
    );
    // All have stopped before their memory goes.
    await Promise.allSettled(workers);
    signal?.removeEventListener("abort", forward);
    const bytes = spaces.reduce((sum, space) => sum + space.peakBytes, 0);
    this.peakBytes = Math.max(this.peakBytes, bytes);
    await Promise.all(workers);
  }
}
