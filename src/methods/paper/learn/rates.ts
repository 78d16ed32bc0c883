/** A short measurement of how fast this GPU trains, to project how long a training will take. */

import type { Executor } from "../../../compute/executor";
import { Meter } from "../../../compute/meter";
import { seededRandom } from "../../../core/random";
import { randomVolume } from "../../../core/synthetic";
import { CONJUGATE_GRADIENT } from "../../../kernels/kernels";
import { brickInput } from "../../../parts/brick";
import { gramLayout } from "../../common/gram";
import { upsampleBrick } from "../../common/stages";
import { sumSegments } from "../../common/sum-segments";
import { hashBrick } from "../stages";
import { solverStride, solverWorkgroup } from "./solve";

export interface TrainingRates {
  /** Output voxels upsampled and hashed, rows accumulated, and multiply-adds of the solver, per second. */
  readonly voxels: number;
  readonly rows: number;
  readonly solver: number;
}

const SIDE = 24;
const ROWS = 512;
const SYSTEMS = 4;
const STEPS = 2;
const RUNS = 4;

/** Measures with patches of the given width; takes about a second on a software adapter. */
export function measureRates(executor: Executor, patch: number, signal?: AbortSignal): Promise<TrainingRates> {
  return executor.inSpace("measure", async (space) => {
    const stage = { space, meter: new Meter(1, undefined), signal };
    const volume = randomVolume([SIDE, SIDE, SIDE], 1);
    const brick = { origin: [0, 0, 0], size: [2 * SIDE, 2 * SIDE, 2 * SIDE] } as const;
    const settings = { sigma: 0.85, strengthEdges: [1, 2], coherenceEdges: [1, 2] } as const;
    const hashing = await secondsOf(async () => {
      const input = brickInput(volume, [2, 2, 2], brick, 1000);
      const upsampled = await upsampleBrick(stage, input);
      const { classes, features } = await hashBrick(stage, input, upsampled, settings, true);
      for (const buffer of [upsampled, classes, features]) space.free(buffer);
    });

    const layout = gramLayout(patch ** 3);
    const rows = space.upload("rows", noise(ROWS * layout.columns));
    const segments = [0, 1].map((slot) => ({ slot, begin: slot * (ROWS / 2), end: (slot + 1) * (ROWS / 2) }));
    const gram = space.storage("sums", 2 * 4 * layout.floats);
    const summing = await secondsOf(() => sumSegments({ space, signal }, layout, segments, { rows, gram }));
    for (const buffer of [rows, gram]) space.free(buffer);

    const stride = solverStride(layout.taps);
    const matrices = space.upload("systems", noise((SYSTEMS + 1) * stride * stride));
    const residuals = space.upload("residuals", noise(SYSTEMS * stride));
    const state = space.storage("state", 4 * 3 * stride * SYSTEMS);
    const progress = space.storage("progress", 8 * SYSTEMS);
    const operations = 2 * STEPS * layout.taps ** 2;
    const solving = await secondsOf(() =>
      space.run({
        kernel: CONJUGATE_GRADIENT,
        constants: { SIZE: solverWorkgroup(stride) },
        params: { stride: stride / 4, steps: STEPS, fresh: 1, tolerance: 0 },
        buffers: [matrices, residuals, state, progress],
        items: SYSTEMS,
        operationsPerItem: operations,
        byWorkgroup: true,
        signal,
      }),
    );
    return { voxels: (2 * SIDE) ** 3 / hashing, rows: ROWS / summing, solver: (SYSTEMS * operations) / solving };
  });
}

/** The fastest of a few runs: the first compiles, the next ones still grow their submits. */
async function secondsOf(work: () => Promise<void>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const started = performance.now();
    await work();
    best = Math.min(best, (performance.now() - started) / 1000);
  }
  return best;
}

function noise(length: number): Float32Array<ArrayBuffer> {
  const random = seededRandom(length);
  return Float32Array.from({ length }, () => random() - 0.5);
}
