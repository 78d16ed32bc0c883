/**
 * `npm run bench [-- SIZE]`: how fast each stage runs here, on the graphics adapter and on one core of the processor, as a
 * share of their own measured peaks; how the paper's whole 2× upscale compares with a naive filter kernel on the same device,
 * and the folded one with the paper's; then how the devices compare. Ratios within one run are the result; absolute numbers
 * depend on the machine. SIZE is the side of the low-resolution head phantom.
 */

import type { Executor, Space } from "../compute/executor";
import { Meter } from "../compute/meter";
import { referenceIntensity } from "../core/intensity";
import { upsampledDims, voxelCount } from "../core/volume";
import { openNodeCpu } from "../hosts/node-cpu";
import { openNodeGpu } from "../hosts/node-device";
import { ACCUMULATE_GRAM, APPLY_NAIVE, CONJUGATE_GRADIENT } from "../kernels/kernels";
import { gramLayout, TILE } from "../methods/common/gram";
import { upsampleBrick } from "../methods/common/stages";
import { CLASS_COUNT, DEFAULT_TENSOR_SIGMA } from "../methods/paper/classes";
import { binEdges, selectSamples, sortSamples } from "../methods/paper/learn/samples";
import { solverWorkgroup } from "../methods/paper/learn/solve";
import { randomBank } from "../methods/paper/random-bank";
import { filterBrick, hashBrick, packFilters } from "../methods/paper/stages";
import { brickInput, paddedSize, rowPitch } from "../parts/brick";
import type { Stage } from "../parts/stage";
import { headPhantom } from "../phantom/head";
import { benchFolded, type PaperTimes } from "./folded";
import {
  fastest,
  isSlow,
  measurePeak,
  million,
  NEEDED,
  noise,
  print,
  rate,
  rounds,
  row,
  speed,
  timed,
} from "./measure";
import { benchNetwork } from "./net";
import { benchQualities } from "./qualities";

const FACTOR = [2, 2, 2] as const;
const WIDTH = 11;
/** Multiply-adds of a filtered voxel. */
const FILTER = WIDTH ** 3;
/** Rows of the paper's training: a third of the brain voxels of 100 subjects. */
const PAPER_ROWS = 48e6;

const gpu = await openNodeGpu().catch((error) => print(`no graphics adapter: ${(error as Error).message}`));
const [oneCore, cpu] = [await openNodeCpu(1), await openNodeCpu()];
const side = Number(process.argv[2] ?? (gpu && !gpu.isSoftware ? 128 : 40));
for (const executor of [...(gpu ? [gpu] : []), oneCore]) {
  const peak = await measurePeak(executor);
  print(`device   ${executor.name}`);
  print(`peak     ${rate(peak)} (independent multiply-add chains in registers)\n`);
  const paper = await benchUpscale(executor, side, peak);
  await benchTraining(executor, side, peak);
  await benchFolded(executor, side, peak, paper);
  await benchNetwork(executor, peak);
  print(`\nlongest submit ${executor.longestMs.toFixed(0)} ms\n`);
}
await benchQualities([...(gpu ? [gpu] : []), oneCore, cpu], side);
process.exit(0);

async function benchUpscale(executor: Executor, side: number, peak: number): Promise<PaperTimes> {
  const scan = headPhantom({ dims: [side, side, side], spacing: 200 / side, noise: 10 });
  const dims = upsampledDims(scan.dims, FACTOR);
  const brick = { origin: [0, 0, 0], size: dims } as const;
  const input = brickInput(scan, FACTOR, brick, referenceIntensity(scan.data));
  const bank = randomBank(FACTOR, WIDTH, 1);
  const settings = { ...bank, sigma: DEFAULT_TENSOR_SIGMA };
  const voxels = voxelCount(dims);
  print(
    `2× upscale of a ${scan.dims.join("×")} head phantom to ${dims.join("×")}, ${WIDTH}³ filters, ${CLASS_COUNT} classes`,
  );
  return executor.inSpace("bench", async (space) => {
    const stage: Stage = { space, meter: new Meter(1, undefined) };
    const filters = space.upload("filters", packFilters(bank));
    const dense = space.upload("dense filters", bank.filters);
    const times = { upsample: Infinity, hash: Infinity, filter: Infinity, naive: Infinity };
    let active = 0;
    for (const _ of rounds()) {
      const [upsampled, upsampleMs] = await timed(() => upsampleBrick(stage, input));
      const [{ classes, features }, hashMs] = await timed(() => hashBrick(stage, input, upsampled, settings));
      const [filtered, filterMs] = await timed(() => filterBrick(stage, brick, { upsampled, classes, filters }, 5, 1));
      const items = rowPitch(brick) * dims[1] * dims[2];
      const output = space.storage("naive output", 4 * items);
      const [, naiveMs] = await timed(() =>
        space.run({
          kernel: APPLY_NAIVE,
          params: { size: dims, scale: 1 },
          buffers: [classes, upsampled, dense, output],
          items,
          operationsPerItem: FILTER,
        }),
      );
      times.upsample = Math.min(times.upsample, upsampleMs);
      times.hash = Math.min(times.hash, hashMs);
      times.filter = Math.min(times.filter, filterMs);
      times.naive = Math.min(times.naive, naiveMs);
      if (active === 0) {
        active = new Uint32Array(await space.read(classes, 4 * items)).filter((c) => c < CLASS_COUNT).length;
        checkEqual(await space.read(filtered, 4 * items), await space.read(output, 4 * items));
      }
      for (const buffer of [upsampled, classes, features, filtered, output]) space.free(buffer);
    }
    const padded = paddedSize(brick).reduce((a, b) => a * b);
    const all: [number, string] = [voxels, "voxel"];
    row("interpolate", padded * NEEDED.upsample, times.upsample, peak, all);
    row("hash", voxels * NEEDED.hash, times.hash, peak, all);
    row("filter", active * FILTER, times.filter, peak, all);
    row("filter, naive", active * FILTER, times.naive, peak, all);
    const whole = times.upsample + times.hash + times.filter;
    const naive = times.upsample + times.hash + times.naive;
    print(
      `  whole upscale      ${million(voxels / whole)} Mvoxel/s; with the naive filter kernel ${million(voxels / naive)}: ${(naive / whole).toFixed(2)}× as fast`,
    );
    print(`  filter stage       ${(times.naive / times.filter).toFixed(2)}× the naive kernel\n`);
    return { wholeMs: whole, filterMs: times.filter / active, filterOperations: FILTER };
  });
}

async function benchTraining(executor: Executor, side: number, peak: number): Promise<void> {
  const layout = gramLayout(WIDTH ** 3);
  const rows = isSlow(executor) ? 1024 : 16384;
  const slots = rows / 256;
  print(`training, ${WIDTH}³ taps`);
  await benchSampling(executor, side);
  await executor.inSpace("bench", async (space) => {
    const matrix = space.upload("rows", noise(rows * layout.columns, 3));
    const ends = Array.from({ length: slots }, (_, slot) => [slot, 256 * slot, 256 * (slot + 1)]);
    const segments = space.upload("segments", Uint32Array.from(ends.flat()));
    const gram = space.storage("sums", 4 * slots * layout.floats);
    const operationsPerItem = 256 * TILE * TILE;
    const accumulate = () =>
      space.run({
        kernel: ACCUMULATE_GRAM,
        params: { tiles: layout.tiles, stride: layout.columns / 4 },
        buffers: [matrix, segments, gram],
        items: slots * layout.pairs,
        operationsPerItem,
        byWorkgroup: true,
      });
    const ms = await fastest(accumulate);
    const triangle = (rows * (layout.taps + 1) * (layout.taps + 2)) / 2;
    print(
      `  accumulate         ${speed(triangle, ms, peak)}  ${((1000 * rows) / ms).toFixed(0)} rows/s (triangle counted)`,
    );
    const hours = (PAPER_ROWS * ms) / rows / 3_600_000;
    print(
      `                     at this rate the paper's ${PAPER_ROWS / 1e6} million rows take ${hours.toPrecision(2)} h (the paper: 4 h)`,
    );
    for (const buffer of [matrix, segments, gram]) space.free(buffer);
    await benchSolver(executor, space, peak);
  });
}

/** From a degraded volume to voxels ordered by class. */
async function benchSampling(executor: Executor, side: number): Promise<void> {
  const scan = headPhantom({ dims: [side, side, side], spacing: 200 / side, noise: 10 });
  const dims = upsampledDims(scan.dims, FACTOR);
  const voxels = voxelCount(dims);
  const brick = { origin: [0, 0, 0], size: dims } as const;
  const input = brickInput(scan, FACTOR, brick, referenceIntensity(scan.data));
  const mask = new Uint8Array(voxels).fill(1);
  const settings = { sigma: DEFAULT_TENSOR_SIGMA, strengthEdges: [3e38, 3e38], coherenceEdges: [3e38, 3e38] } as const;
  const selection = { seed: 1, stream: 0, share: 1 / 3, heldOutShare: 0.1 };
  await executor.inSpace("bench", async (space) => {
    const stage: Stage = { space, meter: new Meter(1, undefined) };
    const ms = await fastest(async () => {
      const upsampled = await upsampleBrick(stage, input);
      const { classes, features } = await hashBrick(stage, input, upsampled, settings, true);
      const samples = await selectSamples(stage, brick, dims, mask, { classes, features }, selection);
      const { voxels: sorted } = await sortSamples(space, samples, binEdges([samples], 1));
      if (sorted.length === 0) throw new Error("The phantom gave no samples.");
      for (const buffer of [upsampled, classes, features]) space.free(buffer);
    });
    const what = "interpolation included, a third of the voxels sorted";
    print(`  hash and sort      ${million(voxels / ms)} Mvoxel/s (${what})`);
  });
}

async function benchSolver(executor: Executor, space: Space, peak: number): Promise<void> {
  const size = WIDTH ** 3;
  const stride = Math.ceil(size / 4) * 4;
  const count = isSlow(executor) ? 4 : 64;
  const steps = 2;
  const matrices = space.upload("systems", noise((count + 1) * stride * stride, 5));
  const residuals = space.upload("residuals", noise(count * stride, 6));
  const state = space.storage("state", 4 * 3 * stride * count);
  const progress = space.storage("progress", 8 * count);
  const solve = () =>
    space.run({
      kernel: CONJUGATE_GRADIENT,
      constants: { SIZE: solverWorkgroup(stride) },
      params: { stride: stride / 4, steps, fresh: 1, tolerance: 0 },
      buffers: [matrices, residuals, state, progress],
      items: count,
      operationsPerItem: 2 * steps * size * size,
      byWorkgroup: true,
    });
  const ms = await fastest(solve);
  print(`  conjugate gradient ${speed(2 * count * steps * size * size, ms, peak)}`);
}

/** A benchmark of kernels that disagree would compare nothing. */
function checkEqual(a: ArrayBuffer, b: ArrayBuffer): void {
  const [left, right] = [new Float32Array(a), new Float32Array(b)];
  let worst = 0;
  for (let i = 0; i < left.length; i++) worst = Math.max(worst, Math.abs((left[i] as number) - (right[i] as number)));
  if (!(worst < 1e-4)) throw new Error(`The filter kernels differ by ${worst}.`);
}
