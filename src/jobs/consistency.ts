/** Does a result, made coarse again, give back the scan it was made from? Source: folded §8. */

import type { Executor } from "../compute/executor";
import { trainingMask } from "../core/mask";
import { grown, isMissing } from "../core/missing";
import { partOf } from "../core/progress";
import type { Factor, Volume } from "../core/volume";
import { coarseningOf, type Degradation } from "../degradations/degradation";
import { degradeVolume } from "../degradations/degrade";
import { NEAREST, TRICUBIC } from "../methods/interpolation/method";
import type { BoundedOptions } from "../parts/brick";

export interface ConsistencyOptions extends BoundedOptions {
  readonly factor: Factor;
  /** How the scan is taken to have been made: the bank's. */
  readonly degradation: Degradation;
  /** Back-projection steps; 0 only measures. */
  readonly steps: number;
  /** The value that the scan holds where nothing was measured, where it has one: 0 in working units. */
  readonly fill?: number | undefined;
}

export interface Consistency {
  /** The result, after the steps. */
  readonly output: Volume;
  /** D(output) - input on the input's grid, in its units. */
  readonly residual: Volume;
  /** Root mean square of the residual over the voxels that are not the input's fill and not missing, in its units. */
  readonly rmse: number;
  /** The same for the result as it came, before any step. */
  readonly rmseBefore: number;
}

/**
 * The residual of a result, and what is left of it after `steps` back-projections: each takes the residual off the result,
 * that of a block mean off every voxel of the block, which leaves none, and that of another degradation interpolated. What is
 * missing in the input, and so in the result, stays missing and counts for nothing.
 *
 * Throws what `degradeVolume` and `Method.apply` throw. Cancel: between GPU submits.
 */
export async function makeConsistent(
  executor: Executor,
  input: Volume,
  result: Volume,
  options: ConsistencyOptions,
): Promise<Consistency> {
  const { factor, degradation, steps, signal, onProgress } = options;
  const coarsening = coarseningOf(degradation);
  const isBlockMean = "taps" in coarsening && coarsening.isBlockMean === true;
  // The residual over its whole block leaves nothing for another step.
  const count = isBlockMean ? Math.min(1, steps) : steps;
  const rounds = 2 * count + 1;
  const report = (round: number) => {
    const part = partOf(onProgress, round / rounds, (round + 1) / rounds);
    return {
      signal,
      gpuBytes: options.gpuBytes,
      onNotice: options.onNotice,
      onProgress: ({ fraction }: { fraction: number }) => part({ stage: "Comparing with the scan", fraction }),
    };
  };
  const compare = async (output: Volume, round: number): Promise<Volume> => {
    const again = await degradeVolume(executor, output, factor, degradation, report(round));
    return { ...input, data: again.data.map((value, i) => value - (input.data[i] as number)) };
  };
  let output = result;
  let residual = await compare(output, 0);
  const inside = trainingMask(input.data, "nonzero");
  const rmseBefore = rootMeanSquare(residual, inside);
  for (let step = 0; step < count; step++) {
    const taken = isBlockMean ? withinMeasured(residual, input, options.fill) : residual;
    const spread = isBlockMean ? NEAREST : TRICUBIC;
    const { data } = (await spread.apply(executor, taken, { factor, ...report(2 * step + 1) })).output;
    // Where the interpolated residual is, so that there are not three finer volumes at a time.
    for (let i = 0; i < data.length; i++) data[i] = (output.data[i] as number) - (data[i] as number);
    output = { ...output, data };
    residual = await compare(output, 2 * step + 2);
  }
  return { output, residual, rmse: rootMeanSquare(residual, inside), rmseBefore };
}

/**
 * The residual, and 0 at voxels that are, or touch, one that is missing or holds the scan's fill. A block at the rim of what
 * was measured is partly outside it, where the result is held at the fill: its residual does not belong to all of its voxels.
 */
function withinMeasured(residual: Volume, { data, dims }: Volume, fill: number | undefined): Volume {
  const nothing = Uint8Array.from(data, (value) => (isMissing(value) || value === fill ? 1 : 0));
  const beside = grown(nothing, dims);
  return { ...residual, data: residual.data.map((value, i) => (beside[i] === 1 ? 0 : value)) };
}

function rootMeanSquare({ data }: Volume, inside: Uint8Array): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < data.length; i++) {
    if (inside[i] === 0) continue;
    sum += (data[i] as number) ** 2;
    count++;
  }
  return Math.sqrt(sum / Math.max(1, count));
}
