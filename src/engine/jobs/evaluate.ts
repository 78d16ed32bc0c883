/** How close each method comes to a high-resolution volume that was degraded first. Source: method §8. */

import type { Bank } from "../../bank/bank";
import { referenceIntensity, trainingIntensities } from "../../core/intensity";
import type { Degradation, Method } from "../../core/method";
import { psnr, type Score, ssim } from "../../core/metrics";
import type { JobOptions } from "../../core/progress";
import { cropToMultiple, type Factor, type Volume } from "../../core/volume";
import type { GpuContext } from "../gpu/context";
import { degradeVolume } from "./degrade";
import { upscale } from "./upscale";

export interface EvaluateOptions extends JobOptions {
  readonly factor: Factor;
  readonly degradation: Degradation;
  /** Named banks to judge beside the baselines. */
  readonly banks: readonly { readonly name: string; readonly bank: Bank }[];
  readonly gpuBytes?: number;
}

export interface MethodScore {
  /** "nearest", "tricubic", or the bank's name. */
  readonly name: string;
  readonly psnr: Score;
  readonly ssim: Score;
}

/**
 * Crops, scales to 0…1 and degrades the volume, makes it fine again by every method and compares. The mask is HR ≠ 0;
 * outside it every method keeps the interpolated value, as in training.
 */
export async function evaluate(gpu: GpuContext, original: Volume, options: EvaluateOptions): Promise<MethodScore[]> {
  const { factor, degradation, banks, signal, gpuBytes } = options;
  const cropped = cropToMultiple(original, factor);
  const truth = trainingIntensities(cropped.data, referenceIntensity(cropped.data));
  const mask = Uint8Array.from(truth, (value) => (value === 0 ? 0 : 1));
  const low = await degradeVolume(gpu, { ...cropped, data: truth }, factor, degradation, { signal, gpuBytes });

  const runs: { name: string; method: Method; bank?: Bank }[] = [
    { name: "nearest", method: "nearest" },
    { name: "tricubic", method: "tricubic" },
    ...banks.map(({ name, bank }) => ({ name, method: bank.metadata.method, bank })),
  ];
  const scores: MethodScore[] = [];
  let interpolated: Float32Array | undefined;
  for (const [index, { name, method, bank }] of runs.entries()) {
    const { output } = await upscale(gpu, low, {
      factor,
      method,
      // The scale that training saw: the low-resolution volume is already divided by the original's p.
      p: 1,
      ...(bank ? { bank } : {}),
      ...(gpuBytes === undefined ? {} : { gpuBytes }),
      signal,
      onProgress: ({ fraction }) =>
        options.onProgress?.({ stage: `Evaluating ${name}`, fraction: (index + fraction) / runs.length }),
    });
    if (method === "tricubic") interpolated = output.data;
    const result = bank && interpolated ? keepOutside(output.data, interpolated, mask) : output.data;
    scores.push({ name, psnr: psnr(result, truth, mask), ssim: ssim(result, truth, cropped.dims, mask) });
  }
  return scores;
}

function keepOutside(filtered: Float32Array, interpolated: Float32Array, mask: Uint8Array): Float32Array {
  return filtered.map((value, i) => (mask[i] === 0 ? (interpolated[i] as number) : value));
}
