/** How fast methods are on this machine, from what they took here. */

interface Timing {
  readonly voxels: number;
  readonly seconds: number;
}

export class Timings {
  private readonly taken = new Map<string, Map<number, Timing>>();

  /** A run with so many steps took so long for a result of so many voxels. Larger runs tell more than smaller ones. */
  add(method: string, steps: number, timing: Timing): void {
    const known = this.taken.get(method) ?? new Map<number, Timing>();
    if (timing.voxels >= (known.get(steps)?.voxels ?? 0)) known.set(steps, timing);
    this.taken.set(method, known);
  }

  /** Seconds to be expected; undefined where the method was not timed yet. */
  expect(method: string, steps: number, voxels: number): number | undefined {
    const known = this.taken.get(method);
    const timing = known?.get(steps) ?? [...(known?.values() ?? [])].at(-1);
    return timing && (timing.seconds * voxels) / timing.voxels;
  }
}
