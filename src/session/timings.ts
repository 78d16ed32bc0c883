/** How fast methods are on this machine, from what they took here. */

import type { Timing } from "../jobs/time-bank";

export class Timings {
  private readonly taken = new Map<string, Map<number, Timing>>();

  /** What is timed, a method on a device, took so long with so many steps. Larger runs tell more than smaller ones. */
  add(timed: string, steps: number, timing: Timing): void {
    const known = this.taken.get(timed) ?? new Map<number, Timing>();
    if (timing.operations >= (known.get(steps)?.operations ?? 0)) known.set(steps, timing);
    this.taken.set(timed, known);
  }

  /** Seconds to be expected of so many multiply-adds; undefined where it was not timed yet. */
  expect(timed: string, steps: number, operations: number): number | undefined {
    const known = this.taken.get(timed);
    const timing = known?.get(steps) ?? [...(known?.values() ?? [])].at(-1);
    return timing && (timing.seconds * operations) / timing.operations;
  }
}
