/** Turns finished work items of a job's many dispatches into one steadily growing fraction. */

import type { ProgressFn } from "../core/progress";

export class Meter {
  private done = 0;
  private reported = 0;
  private readonly total: number;
  private readonly onProgress: ProgressFn | undefined;

  /** `total` multiply-adds are expected, roughly. */
  constructor(total: number, onProgress: ProgressFn | undefined) {
    this.total = total;
    this.onProgress = onProgress;
  }

  /** A dispatch's `onItemsDone`, for items of the given cost. */
  track(stage: string, operationsPerItem: number): (itemsDone: number) => void {
    const start = this.done;
    return (itemsDone) => this.reach(stage, start + itemsDone * operationsPerItem);
  }

  /** Adds finished work. */
  advance(stage: string, operations: number): void {
    this.reach(stage, this.done + operations);
  }

  /** Marks work as done up to this many multiply-adds of the job; estimates that were too high are caught up with. */
  reach(stage: string, operations: number): void {
    this.done = Math.max(this.done, operations);
    this.reported = Math.max(this.reported, Math.min(1, this.done / this.total));
    this.onProgress?.({ stage, fraction: this.reported });
  }
}
