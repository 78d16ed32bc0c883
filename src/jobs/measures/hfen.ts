/** High-frequency error norm: of the error's Laplacian of Gaussian, relative to that of the truth. Source: method §8. */

import type { Metric } from "./metric";

/** The Laplacian of Gaussian: standard deviation in voxels, and radius of its support. */
export const LOG_SIGMA = 1.5;
export const LOG_RADIUS = 7;

export const HFEN = {
  id: "hfen",
  label: "HFEN",
  title: "High-frequency error norm",
  note: "of the Laplacian of Gaussian, σ {sigmaVoxels} voxels, {taps}³ taps, relative to the original’s",
  unit: "",
  digits: 4,
  isBetterHigher: false,
  columns: { box: "hfen_box", masked: "hfen_mask" },
  define: () => ({ sigmaVoxels: LOG_SIGMA, taps: 2 * LOG_RADIUS + 1 }),
  cost: 230,
  sums: 4,
  measure: async (block) => {
    const { kernels, truth, result, inside, alongX, alongY, rows } = block;
    const [sx, sy, sz] = block.size;
    const [, wy, wz] = block.wide;
    const weights = block.space.upload("Laplacian of Gaussian", logWeights());
    await block.run(kernels.LOG_X, block, [truth, result, weights, alongX], sx * wy * wz, 70);
    await block.run(kernels.LOG_Y, block, [alongX, weights, alongY], sx * sy * wz, 70);
    await block.run(kernels.LOG_ROWS, block, [alongY, weights, inside, rows], sy * sz, 90 * sx);
    block.space.free(weights);
  },
  finish: ([error, errorInside, truth, truthInside]) => ({
    box: Math.sqrt(error / truth),
    masked: Math.sqrt(errorInside / truthInside),
  }),
} as const satisfies Metric;

/**
 * Pairs (Gaussian of sum 1, its second derivative of sum 0) at the distances 0 … LOG_RADIUS, so that a constant gives 0.
 */
function logWeights(): Float32Array<ArrayBuffer> {
  const variance = LOG_SIGMA ** 2;
  const distances = Array.from({ length: LOG_RADIUS + 1 }, (_, d) => d);
  const sum = (half: readonly number[]) => half.reduce((total, weight) => total + 2 * weight);
  const bell = distances.map((d) => Math.exp(-(d * d) / (2 * variance)));
  const total = sum(bell);
  const gauss = bell.map((weight) => weight / total);
  const curved = gauss.map((weight, d) => (weight * (d * d - variance)) / variance ** 2);
  const excess = sum(curved) / (2 * LOG_RADIUS + 1);
  return Float32Array.from(distances.flatMap((d) => [gauss[d] as number, (curved[d] as number) - excess]));
}
