/** How fast a device applies a bank, before any scan was made finer with it. */

import type { Executor } from "../compute/executor";
import { randomVolume } from "../core/synthetic";
import type { Vec3 } from "../core/volume";
import { operationsOf } from "../methods/method";
import { type HashedBank, type SuperResolveOptions, superResolve } from "./super-resolve";

/** What so many multiply-adds took. */
export interface Timing {
  readonly operations: number;
  readonly seconds: number;
}

/** Sides of the result, voxels: the first that takes long enough to tell is the last. */
const SIDES = [32, 32, 48, 72, 108, 160];
const LONG_SECONDS = 0.05;
/** How noisy a scan is has no part in how long it takes. */
const NOISE = { measured: 0.02, assumed: 0.02 };

/** The first run is not timed, since kernels are compiled in it. Errors and cancelling as `superResolve`. */
export async function timeBank(
  executor: Executor,
  bank: HashedBank,
  { steps, signal }: Pick<SuperResolveOptions, "steps" | "signal">,
): Promise<Timing> {
  const { factor, degradation } = bank.bank.metadata;
  let timing: Timing = { operations: 1, seconds: 0 };
  for (const [i, side] of SIDES.entries()) {
    const scan = randomVolume(factor.map((s) => Math.ceil(side / s)) as unknown as Vec3, 1);
    const started = performance.now();
    await superResolve(executor, scan, {
      factor,
      bank,
      degradation,
      steps,
      noise: NOISE,
      keepInterpolated: true,
      wantErrors: true,
      signal,
    });
    timing = {
      operations: operationsOf(bank.method, bank.bank, factor, scan.dims, executor.limits),
      seconds: (performance.now() - started) / 1000,
    };
    if (i > 0 && timing.seconds >= LONG_SECONDS) break;
  }
  return timing;
}
