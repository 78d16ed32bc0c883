/** How fast a device applies a bank, before any scan was made finer with it. */

import type { Executor } from "../compute/executor";
import { randomVolume } from "../core/synthetic";
import type { Factor, Vec3, Volume } from "../core/volume";
import { operationsOf } from "../methods/method";
import { type HashedBank, type SuperResolveOptions, superResolve } from "./super-resolve";

/** What so many multiply-adds took. */
export interface Timing {
  readonly operations: number;
  readonly seconds: number;
}

/** Sides of the result, voxels, until one takes long enough to tell. */
const SMALLEST = 32;
const LARGER = [48, 72, 108, 160];
const LONG_SECONDS = 0.25;
/** Less is no measure of what a larger result takes more: the machine did something else while the smaller one was made. */
const LEAST_SHARE = 0.25;
/** That one is made so often, while all has not taken long: the fastest is the least disturbed by what else the machine does. */
const TIMES = 3;
const PATIENCE_SECONDS = 1;
/** How noisy a scan is has no part in how long it takes. */
const NOISE = { measured: 0.02, assumed: 0.02 };

/** What is made first is not timed, since kernels are compiled in it. Errors and cancelling as `superResolve`. */
export async function timeBank(
  executor: Executor,
  bank: HashedBank,
  { steps, mirrored = false, signal }: Pick<SuperResolveOptions, "steps" | "mirrored" | "signal">,
): Promise<Timing> {
  const { factor, degradation } = bank.bank.metadata;
  const kept = { keepInterpolated: true, wantErrors: true };
  const options = { factor, bank, degradation, steps, mirrored, noise: NOISE, ...kept, signal };
  const begun = performance.now();
  const secondsOf = async (scan: Volume) => {
    const started = performance.now();
    await superResolve(executor, scan, options);
    return (performance.now() - started) / 1000;
  };
  const timed = async (scan: Volume): Promise<Timing> => ({
    operations: operationsOf(bank.method, bank.bank, factor, scan.dims, executor.limits),
    seconds: await secondsOf(scan),
  });
  let scan = volumeFor(factor, SMALLEST);
  await secondsOf(scan);
  let [smaller, larger]: [Timing, Timing] = [{ operations: 0, seconds: 0 }, await timed(scan)];
  for (const side of LARGER) {
    if (larger.seconds >= LONG_SECONDS) break;
    scan = volumeFor(factor, side);
    [smaller, larger] = [larger, await timed(scan)];
  }
  const isPatient = () => performance.now() - begun < 1000 * PATIENCE_SECONDS;
  const { operations } = larger;
  let { seconds } = larger;
  for (let i = 1; i < TIMES && isPatient(); i++) seconds = Math.min(seconds, await secondsOf(scan));
  // What the larger one takes more: what every run takes, however small, is nothing to a scan.
  const more = { operations: operations - smaller.operations, seconds: seconds - smaller.seconds };
  return more.seconds >= LEAST_SHARE * seconds ? more : { operations, seconds };
}

const volumeFor = (factor: Factor, side: number) =>
  randomVolume(factor.map((s) => Math.ceil(side / s)) as unknown as Vec3, 1);
