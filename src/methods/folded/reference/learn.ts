/** Learning folded filters, scalar float64. */

import type { Vec3 } from "../../../core/volume";
import type { NormalEquations } from "../../paper/reference/normal-equations";
import { readTaps } from "./neighbours";
import type { FoldedVolume } from "./upscale";

/**
 * Normal equations of the structure or level classes over the sampled voxels: rows are differences of the taps from u,
 * values are hr - u. Source: folded §6.
 */
export function foldedNormalEquations(
  low: Float64Array,
  lowDims: Vec3,
  volume: FoldedVolume,
  hr: Float64Array,
  samples: readonly number[],
  of: { readonly classes: "structure" | "level"; readonly taps: number },
): Map<number, NormalEquations> {
  const { taps } = of;
  const all = new Map<number, NormalEquations>();
  for (const i of samples) {
    const voxel = volume.voxels[i];
    if (!voxel) continue;
    const u = volume.upsampled[i] as number;
    const row = readTaps(low, lowDims, voxel.fold, taps).map((f) => f - u);
    const b = (hr[i] as number) - u;
    const c = voxel[of.classes];
    const sums = all.get(c) ?? { rows: 0, q: new Float64Array(taps * taps), v: new Float64Array(taps), bb: 0 };
    all.set(c, sums);
    for (let p = 0; p < taps; p++) {
      for (let q = 0; q < taps; q++) {
        sums.q[p * taps + q] = (sums.q[p * taps + q] as number) + (row[p] as number) * (row[q] as number);
      }
      sums.v[p] = (sums.v[p] as number) + (row[p] as number) * b;
    }
    sums.bb += b * b;
    sums.rows++;
  }
  return all;
}
