/** How the benchmarks measure and print: times, rates, and the adapter's own peak to compare them with. */

import type { Executor } from "../compute/executor";
import { seededRandom } from "../core/random";
import { FMA_PEAK } from "../kernels/kernels";

/**
 * Rounds of which the fastest counts: the first ones also compile (a processor's kernels twice, the second time well), and
 * other programs share the machine.
 */
export function* rounds(): Generator<number> {
  const started = performance.now();
  for (let round = 0; round < 3 || (round < 30 && performance.now() - started < 600); round++) yield round;
}

/** Multiply-adds of one voxel that both methods need, whatever the kernels do beside them. */
export const NEEDED = {
  /** 4 taps along x for 16 rows, 4 along y for 4 slices, 4 along z. */
  upsample: 84,
  /** The structure tensor (9 positions of three differences and six weighted products, then two passes of six sums of 9)
   * and its eigen-decomposition: 15 Jacobi rotations of about 20, and the bins. */
  hash: 9 * 9 + 2 * 9 * 6 + 320,
} as const;

/** Where as much work as keeps a graphics card busy would take too long. */
export const isSlow = ({ isSoftware, kind }: Executor): boolean => isSoftware || kind === "cpu";

export async function measurePeak(executor: Executor): Promise<number> {
  const rounds = isSlow(executor) ? 500 : 4000;
  const items = isSlow(executor) ? 1200 : 60_000;
  const operationsPerItem = 64 * 32 * rounds;
  return executor.inSpace("peak", async (space) => {
    const output = space.storage("output", 256);
    const run = () =>
      space.run({
        kernel: FMA_PEAK,
        params: { rounds, a: 0.999, b: 0.001 },
        buffers: [output],
        items,
        operationsPerItem,
        byWorkgroup: true,
      });
    return (items * operationsPerItem) / (await fastest(run));
  });
}

export async function fastest(work: () => Promise<unknown>): Promise<number> {
  let best = Infinity;
  for (const _ of rounds()) best = Math.min(best, (await timed(work))[1]);
  return best;
}

export async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const started = performance.now();
  const result = await work();
  return [result, performance.now() - started];
}

/** Numbers in [-0.5, 0.5). */
export function noise(length: number, seed: number): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  return Float32Array.from({ length }, () => random() - 0.5);
}

/** From operations per millisecond. */
export function rate(operationsPerMs: number): string {
  return `${(operationsPerMs / 1e6).toFixed(3).padStart(9)} Gmultiply-add/s`;
}

export function speed(operations: number, ms: number, peak: number): string {
  return `${rate(operations / ms)}  ${((100 * operations) / ms / peak).toFixed(1).padStart(5)} % of peak`;
}

/** One stage: its multiply-adds in all, its time, and how many of what it got through. */
export function row(name: string, operations: number, ms: number, peak: number, [count, unit]: [number, string]): void {
  print(`  ${name.padEnd(18)} ${speed(operations, ms, peak)}  ${million(count / ms).padStart(8)} M${unit}/s`);
}

export function million(perMs: number): string {
  return (perMs / 1000).toFixed(2);
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
