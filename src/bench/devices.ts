/** Whole folded jobs on several devices, in one run: how much faster is one than another, and two cores than one. */

import type { Executor } from "../compute/executor";
import { FOLDED } from "../methods/folded/method";
import { randomFoldedBank } from "../methods/folded/random-bank";
import { headPhantom } from "../phantom/head";
import { million, print, timed } from "./measure";

const FACTOR = [2, 2, 2] as const;

/** `side`: of the low-resolution head phantom; the last device is what the others are compared with. */
export async function benchDevices(executors: readonly Executor[], side: number): Promise<void> {
  const scan = headPhantom({ dims: [side, side, side], spacing: 200 / side, noise: 10 });
  const bank = randomFoldedBank(FACTOR, { exchange: "xyz", taps: 57, seed: 1 });
  print(`\nwhole folded 2× upscale of a ${scan.dims.join("×")} head phantom`);
  const times: number[] = [];
  for (const executor of executors) {
    // The first run compiles, and learns how long a submit may be.
    await FOLDED.apply(executor, scan, { factor: FACTOR, bank });
    const [{ peakGpuBytes }, ms] = await timed(() => FOLDED.apply(executor, scan, { factor: FACTOR, bank }));
    times.push(ms);
    print(
      `  ${executor.name.padEnd(52)} ${(ms / 1000).toFixed(2)} s, ${million((8 * side ** 3) / ms)} Mvoxel/s, ${Math.round(peakGpuBytes / 2 ** 20)} MiB`,
    );
  }
  const last = times.at(-1) as number;
  for (const [i, ms] of times.slice(0, -1).entries()) {
    print(`  ${executors.at(-1)?.name} is ${(ms / last).toFixed(2)}× as fast as ${executors[i]?.name}`);
  }
}
