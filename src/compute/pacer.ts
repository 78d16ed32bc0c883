/**
 * Cuts long work into submits of some 10 ms, so that a display driver's watchdog never fires, others get their turn, and
 * cancelling acts at once. The length of a submit is learned from the ones before it.
 */

import type { Fate } from "../core/abort";
import { invariant } from "../core/errors";

/** A submit that met less work than expected says little about the next: grow carefully. */
const MAX_GROWTH = 3;

export interface Pace {
  /** How long a submit is meant to take, milliseconds. */
  readonly targetMs: number;
  /** Multiply-adds of the first submit of a kernel, of which nothing is known. */
  readonly firstOperations: number;
}

export interface PacedWork {
  /** Kernels of one name share what was learned of their speed. */
  readonly name: string;
  /** Work items in all. */
  readonly items: number;
  readonly operationsPerItem: number;
  /** Items in one submit at the most, and a multiple that submits are rounded to. */
  readonly maxItems: number;
  readonly granule: number;
  readonly signal?: AbortSignal | undefined;
  readonly onItemsDone?: ((done: number) => void) | undefined;
  /** Does the work of items `first` … `first + count - 1`; how long that took, where it is less than the wait, milliseconds. */
  readonly submit: (first: number, count: number) => Promise<number | undefined>;
}

export class Pacer {
  /** Longest submit so far, milliseconds, for the benchmark and the tests. */
  longestMs = 0;
  private readonly operationsPerMs = new Map<string, number>();
  /** While held: settles, and lets go, at `resume`. */
  private held: { readonly released: Promise<void>; readonly release: () => void } | undefined;

  /** `fate` is the loss of the machine. */
  constructor(
    private readonly pace: Pace,
    private readonly fate: Fate,
  ) {}

  /** Holds all work of this machine before its next submit, until `resume`. */
  pause(): void {
    if (this.held) return;
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.held = { released, release };
  }

  resume(): void {
    this.held?.release();
    this.held = undefined;
  }

  /** Runs all items; rejects with the signal's reason when it is aborted and with `E_GPU_LOST` on the machine's loss. */
  async run(work: PacedWork): Promise<void> {
    const { targetMs, firstOperations } = this.pace;
    invariant(work.granule <= work.maxItems, "a submit must hold a whole granule");
    let first = 0;
    while (first < work.items) {
      if (this.held) await this.holdOn(work.signal);
      work.signal?.throwIfAborted();
      const known = this.operationsPerMs.get(work.name);
      const operations = known === undefined ? firstOperations : known * targetMs;
      const wanted = Math.min(operations / work.operationsPerItem, work.maxItems);
      const rounded = Math.max(1, Math.floor(wanted / work.granule)) * work.granule;
      const count = Math.min(rounded, work.items - first);

      const started = performance.now();
      // A machine that is gone may report its work as done; the race looks for its loss too.
      const own = await this.fate.race(work.submit(first, count));
      const ms = Math.max(own ?? performance.now() - started, 0.05);

      this.longestMs = Math.max(this.longestMs, ms);
      const rate = (count * work.operationsPerItem) / ms;
      // A short remainder is mostly overhead: it must not make the next job start slowly.
      if (known === undefined || rate > known || ms > targetMs / 2) {
        const fastest = MAX_GROWTH * (known ?? firstOperations / targetMs);
        this.operationsPerMs.set(work.name, Math.min(rate, fastest));
      }
      first += count;
      work.onItemsDone?.(first);
    }
    work.signal?.throwIfAborted();
  }

  /** Waits for `resume`, an abort or the loss of the machine. */
  private async holdOn(signal: AbortSignal | undefined): Promise<void> {
    const listener = new AbortController();
    const aborted = new Promise<void>((resolve) =>
      signal?.addEventListener("abort", () => resolve(), { signal: listener.signal, once: true }),
    );
    if (!signal?.aborted) await this.fate.race(Promise.race([this.held?.released, aborted]));
    listener.abort();
  }
}
