/**
 * The jobs of one device, one after the other: each can be cancelled or held, waiting or running, by its id. The device is
 * opened when it is first needed, and again after it was lost.
 */

import { Fate } from "../core/abort";
import { EigenvoxError } from "../core/errors";
import type { Executor } from "./executor";
import { Turns } from "./turns";

/** A lost device fails pending calls in its own ways, some of them before it says that it is lost. */
const LOSS_DELAY_MS = 1000;

export class JobQueue {
  private readonly turns = new Turns();
  private readonly jobs = new Map<string, QueuedJob>();
  private current: Promise<Executor> | undefined;

  constructor(private readonly open: () => Promise<Executor>) {}

  /** The device. Throws what opening it throws; a failure is not remembered, so that a later call tries again. */
  executor(): Promise<Executor> {
    if (!this.current) {
      const opening = this.open();
      const forget = () => {
        if (this.current === opening) this.current = undefined;
      };
      opening.then((executor) => executor.lost).catch(forget);
      this.current = opening;
    }
    return this.current;
  }

  /** Runs a job after those before it. Cancelled, it rejects with an AbortError, also while it waits. */
  async run<T>(id: string, work: (job: QueuedJob) => Promise<T>): Promise<T> {
    const job = new QueuedJob(() => this.executor());
    this.jobs.set(id, job);
    try {
      return await this.turns.run(() => {
        job.signal.throwIfAborted();
        return work(job);
      });
    } finally {
      job.setPaused(false);
      this.jobs.delete(id);
    }
  }

  /** Stops a job at its next submit; unknown ids are ignored, here and below. */
  cancel(id: string): void {
    this.jobs.get(id)?.cancel();
  }

  /** Holds a job between two submits; cancelling acts all the same. */
  pause(id: string): void {
    this.jobs.get(id)?.setPaused(true);
  }

  resume(id: string): void {
    this.jobs.get(id)?.setPaused(false);
  }
}

export class QueuedJob {
  private readonly controller = new AbortController();
  readonly signal = this.controller.signal;
  private executor: Executor | undefined;
  private isPaused = false;

  constructor(private readonly open: () => Promise<Executor>) {}

  cancel(): void {
    this.controller.abort();
  }

  setPaused(isPaused: boolean): void {
    this.isPaused = isPaused;
    if (isPaused) this.executor?.pause();
    else this.executor?.resume();
  }

  /**
   * Work on the device; a device lost under it is opened again, and the work done again, `retries` times. Rejects with
   * what really went wrong.
   */
  async onDevice<T>(work: (executor: Executor, attempt: number) => Promise<T>, retries = 0): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      const executor = await this.open();
      this.executor = executor;
      if (this.isPaused) executor.pause();
      try {
        return await work(executor, attempt);
      } catch (error) {
        const cause = await explainFailure(executor, error, this.signal);
        const isLost = cause instanceof EigenvoxError && cause.code === "E_GPU_LOST";
        if (!isLost || attempt >= retries) throw cause;
      }
    }
  }
}

/**
 * What really went wrong with work on a device: the loss of it when there was one, else the error itself. An AbortError is
 * only believed of a job whose `signal` is aborted, since lost devices reject with it too.
 */
export async function explainFailure(
  executor: Pick<Executor, "lost">,
  error: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  // A kernel that was being compiled when the device went reads as one that does not compile.
  const isCertain = error instanceof EigenvoxError && error.code !== "E_GPU_VALIDATION";
  if (isCertain || signal.aborted) return error;
  const delay = new Promise<unknown>((resolve) => setTimeout(() => resolve(error), LOSS_DELAY_MS));
  return new Fate(executor.lost).race(delay).catch((lost: unknown) => lost);
}
