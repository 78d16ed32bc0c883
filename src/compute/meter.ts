/** Turns finished work items of a job's many dispatches into one steadily growing fraction. */

import type { ProgressFn } from "../core/progress";

export class Meter {
  private done = 0;
  private reported = 0;
  /** What was done and reported when the rest was last estimated, and that rest. */
  private base: { readonly done: number; readonly reported: number; readonly rest: number };

  /** `total` multiply-adds are expected, roughly. */
  constructor(
    total: number,
    private readonly onProgress: ProgressFn | undefined,
  ) {
    this.base = { done: 0, reported: 0, rest: total };
  }

  /** Corrects the estimate: so many multiply-adds are left. */
  expect(rest: number): void {
    this.base = { done: this.done, reported: this.reported, rest: Math.max(1, rest) };
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
    const { done, reported, rest } = this.base;
    const fraction = reported + ((1 - reported) * (this.done - done)) / rest;
    this.reported = Math.max(this.reported, Math.min(1, fraction));
    this.onProgress?.({ stage, fraction: this.reported });
  }
}
