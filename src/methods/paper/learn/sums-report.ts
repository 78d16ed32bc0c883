/** What a gathering of sums tells of its progress. */

import { Meter } from "../../../compute/meter";
import type { Progress } from "../../../core/progress";
import type { LearningProgress } from "../../method";
import type { trainingWork } from "./plan";

/** Turns work done into a `LearningProgress`, with its details. */
export class SumsReport {
  readonly meter: Meter;
  private details: Omit<LearningProgress, keyof Progress> = {};
  private stage = "Preparing";
  private summing: { readonly total: number; readonly floats: number; readonly startedMs: number } | undefined;
  private done = 0;
  private skipped = 0;

  constructor(
    private readonly work: ReturnType<typeof trainingWork>,
    onProgress: ((progress: LearningProgress) => void) | undefined,
  ) {
    this.meter = new Meter(work.hashing + work.summing, ({ fraction }) =>
      onProgress?.({ stage: this.stage, fraction, ...this.details }),
    );
  }

  atVolume(index: number, count: number): void {
    if (!this.summing) this.stage = `Preparing volume ${index} of ${count}`;
    this.details = { ...this.details, volume: [index, count] };
    this.meter.advance(this.stage, 0);
  }

  hashed(): void {
    this.meter.reach(this.stage, this.work.hashing);
  }

  /** Sampling is over: the rows are known. */
  counted(classRows: Uint32Array, total: number, floats: number): void {
    this.stage = "Accumulating";
    this.summing = { total, floats, startedMs: performance.now() };
    this.meter.expect(total * floats);
    this.details = { ...this.details, classRows, rows: { done: 0, total, perSecond: 0 } };
    this.meter.advance(this.stage, 0);
  }

  /** Rows an earlier run has summed. */
  skipRows(rows: number): void {
    this.skipped = rows;
    if (this.summing) this.meter.advance(this.stage, rows * this.summing.floats);
    this.addRows(0);
  }

  addRows(rows: number): void {
    if (!this.summing) return;
    this.done += rows;
    const seconds = (performance.now() - this.summing.startedMs) / 1000;
    const perSecond = seconds > 0 ? this.done / seconds : 0;
    this.details = { ...this.details, rows: { done: this.skipped + this.done, total: this.summing.total, perSecond } };
    this.meter.advance(this.stage, 0);
  }
}
