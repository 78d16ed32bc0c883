/** High-frequency error norm, scalar float64. */

import type { Vec3 } from "../../../core/volume";
import { LOG_RADIUS, LOG_SIGMA } from "../hfen";
import type { Score } from "../metric";

/**
 * ‖LoG∗(result - truth)‖ / ‖LoG∗truth‖ over all voxels and over those inside the mask, indices clamped. The Laplacian of
 * Gaussian is taken tap by tap over its (2·LOG_RADIUS + 1)³ support: g″gg + gg″g + ggg″ with g of sum 1 and g″ of sum 0.
 *
 * Source: Ravishankar and Bresler 2011, in three dimensions; method §8.
 */
export function hfen(truth: Float32Array, result: Float32Array, dims: Vec3, mask: Uint8Array): Score {
  const [nx, ny, nz] = dims;
  const side = 2 * LOG_RADIUS + 1;
  const at = (i: number) => i - LOG_RADIUS;
  const bell = Float64Array.from({ length: side }, (_, i) => Math.exp(-(at(i) ** 2) / (2 * LOG_SIGMA ** 2)));
  const total = bell.reduce((a, b) => a + b);
  const g = bell.map((weight) => weight / total);
  const raw = g.map((weight, i) => weight * (at(i) ** 2 / LOG_SIGMA ** 4 - 1 / LOG_SIGMA ** 2));
  const mean = raw.reduce((a, b) => a + b) / side;
  const h = raw.map((weight) => weight - mean);
  const clamp = (i: number, n: number) => Math.min(Math.max(i, 0), n - 1);
  const sums = [0, 0, 0, 0] as [number, number, number, number];
  for (let z = 0, voxel = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, voxel++) {
        let error = 0;
        let signal = 0;
        for (let k = 0; k < side; k++) {
          for (let j = 0; j < side; j++) {
            const row = nx * (clamp(y + at(j), ny) + ny * clamp(z + at(k), nz));
            for (let i = 0; i < side; i++) {
              const weight =
                (h[i] as number) * (g[j] as number) * (g[k] as number) +
                (g[i] as number) * (h[j] as number) * (g[k] as number) +
                (g[i] as number) * (g[j] as number) * (h[k] as number);
              const source = row + clamp(x + at(i), nx);
              signal += weight * (truth[source] as number);
              error += weight * ((result[source] as number) - (truth[source] as number));
            }
          }
        }
        const inside = mask[voxel] === 0 ? 0 : 1;
        sums[0] += error * error;
        sums[1] += signal * signal;
        sums[2] += inside * error * error;
        sums[3] += inside * signal * signal;
      }
    }
  }
  return { box: Math.sqrt(sums[0] / sums[1]), masked: Math.sqrt(sums[2] / sums[3]) };
}
