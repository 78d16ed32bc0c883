/** Whole upscales by each quality on each device, in one run: what one takes, and how much more than the others. */

import { openShippedBanks } from "../cli/files";
import type { Executor } from "../compute/executor";
import { upsampledDims, voxelCount } from "../core/volume";
import { QUALITIES } from "../methods/method";
import { methodOf } from "../methods/registry";
import { headPhantom } from "../phantom/head";
import { fastest, million, print, rate } from "./measure";

const FACTOR = [2, 2, 2] as const;

/** `side`: of the low-resolution head phantom; the last device is what the others are compared with. */
export async function benchQualities(executors: readonly Executor[], side: number): Promise<void> {
  const scan = headPhantom({ dims: [side, side, side], spacing: 200 / side, noise: 10 });
  const voxels = voxelCount(upsampledDims(scan.dims, FACTOR));
  print(`\nwhole 2× upscale of a ${scan.dims.join("×")} head phantom, by the bank that ships for each quality`);
  let fast: readonly number[] | undefined;
  for (const quality of QUALITIES) {
    const method = methodOf(quality);
    const [shipped] = await openShippedBanks(FACTOR, { method: method.id, degradation: "box" });
    if (!shipped) {
      print(`  ${quality}: no ${method.id} bank ships for it`);
      continue;
    }
    const { bank } = shipped;
    const cost = method.cost(bank);
    print(`  ${quality} (${shipped.name}), about ${cost.toFixed(0)} multiply-adds an output voxel`);
    const times: number[] = [];
    for (const [i, executor] of executors.entries()) {
      let peakBytes = 0;
      const ms = await fastest(async () => {
        ({ peakGpuBytes: peakBytes } = await method.apply(executor, scan, { factor: FACTOR, bank }));
      });
      times.push(ms);
      const longer = fast ? `, ${(ms / (fast[i] as number)).toFixed(2)}× the time of ${QUALITIES[0]}` : "";
      print(
        `    ${executor.name.padEnd(50)} ${(ms / 1000).toFixed(2)} s, ${million(voxels / ms)} Mvoxel/s, ${rate((cost * voxels) / ms).trim()}, ${Math.round(peakBytes / 2 ** 20)} MiB${longer}`,
      );
    }
    const last = times.at(-1) as number;
    for (const [i, ms] of times.slice(0, -1).entries()) {
      print(`    ${executors.at(-1)?.name} is ${(ms / last).toFixed(2)}× as fast as ${executors[i]?.name}`);
    }
    fast ??= times;
  }
}
