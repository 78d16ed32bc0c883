/** An executor whose device is opened again after its loss, so that work that was cut goes on where it was. */

import { EigenvoxError } from "../core/errors";
import type { Executor } from "./executor";

export class Reopening implements Executor {
  /** `device` is the one in use; `replace` gives up one that was lost and opens another, `times` at the most. */
  constructor(
    public device: Executor,
    private readonly replace: (lost: Executor) => Promise<Executor>,
    private times = 1,
  ) {}

  get name() {
    return this.device.name;
  }
  get kind() {
    return this.device.kind;
  }
  get isSoftware() {
    return this.device.isSoftware;
  }
  get limits() {
    return this.device.limits;
  }
  get lost() {
    return this.device.lost;
  }
  get longestMs() {
    return this.device.longestMs;
  }

  async reopen(): Promise<boolean> {
    if (this.times-- <= 0) return false;
    const lost = this.device;
    try {
      this.device = await this.replace(lost);
    } catch (error) {
      if (error instanceof EigenvoxError) return false;
      throw error;
    }
    return this.device.name === lost.name;
  }

  readonly inSpace: Executor["inSpace"] = (label, job) => this.device.inSpace(label, job);
  pause(): void {
    this.device.pause();
  }
  resume(): void {
    this.device.resume();
  }
  dispose(): void {
    this.device.dispose();
  }
}
