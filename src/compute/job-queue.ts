/**
 * The jobs of one device, one after the other: each can be cancelled or held, waiting or running, by its id. The device is
 * opened when it is first needed, and again after it was lost.
 */

import type { Executor } from "./executor";
import { explainFailure, isLoss } from "./failure";
import { Reopening } from "./reopening";
import { Turns } from "./turns";

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

  /** Gives up the device, which jobs in hand lose, so that the next one is another. */
  async close(): Promise<void> {
    const { current } = this;
    this.current = undefined;
    (await current?.catch(() => undefined))?.dispose();
  }

  /** Runs a job after those before it. Cancelled, it rejects with an AbortError, also while it waits. */
  async run<T>(id: string, work: (job: QueuedJob) => Promise<T>): Promise<T> {
    const job = new QueuedJob(
      () => this.executor(),
      async (lost) => {
        // It can have failed before it said that it is lost, or be the one before that in use.
        if ((await this.current?.catch(() => undefined)) === lost) await this.close();
        return this.executor();
      },
    );
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

  constructor(
    private readonly open: () => Promise<Executor>,
    private readonly replace: (lost: Executor) => Promise<Executor>,
  ) {}

  cancel(): void {
    this.controller.abort();
  }

  setPaused(isPaused: boolean): void {
    this.isPaused = isPaused;
    if (isPaused) this.executor?.pause();
    else this.executor?.resume();
  }

  /**
   * Work on the device. Lost, it is opened again once, and work in parts goes on with the first one that is missing; other
   * work is done again, `retries` times. Rejects with what really went wrong.
   */
  async onDevice<T>(work: (executor: Executor, attempt: number) => Promise<T>, retries = 0): Promise<T> {
    const held = (executor: Executor) => {
      if (this.isPaused) executor.pause();
      return executor;
    };
    let device = held(await this.open());
    for (let attempt = 0; ; attempt++) {
      const executor = new Reopening(device, async (lost) => held(await this.replace(lost)));
      this.executor = executor;
      try {
        return await work(executor, attempt);
      } catch (error) {
        const cause = await explainFailure(executor, error, this.signal);
        if (!isLoss(cause) || attempt >= retries) throw cause;
        device = held(await this.replace(executor.device));
      }
    }
  }
}
