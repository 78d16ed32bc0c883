/** Degradation `slice`: thick slices with a Gaussian profile along one axis. */

import type { Factor, Vec3 } from "../../core/volume";
import type { SliceProfile } from "../degradation";

/**
 * The slices, `factor` fine voxels apart along the profile's axis; the axis must be a multiple of that.
 *
 * Slice j is centred at x_j = (j + ½)s - ½ and weighs fine voxel x by exp(-4 ln 2 ((x - x_j)/thickness)²), up to two
 * thicknesses away (1e-5 of the peak) and at least to the nearest voxels; weights sum to 1, indices are clamped to the edge.
 * Source: method §7.
 */
export function sampleSlices(
  data: Float32Array,
  dims: Vec3,
  factor: Factor,
  { axis, thickness }: SliceProfile,
): Float32Array<ArrayBuffer> {
  const s = factor[axis];
  const length = dims[axis];
  const slices = length / s;
  const stride = dims.slice(0, axis).reduce((a, b) => a * b, 1);
  const reach = Math.max(2 * thickness, 0.5);
  const out = new Float32Array(data.length / s);
  for (let o = 0; o < out.length; o++) {
    const along = Math.floor(o / stride) % slices;
    const line = (o % stride) + stride * length * Math.floor(o / (stride * slices));
    const centre = (along + 0.5) * s - 0.5;
    const nearest = centre - Math.round(centre);
    let sum = 0;
    let total = 0;
    for (let x = Math.ceil(centre - reach); x <= centre + reach; x++) {
      // Relative to the nearest voxel's weight, which for a very thin slice underflows.
      const weight = Math.exp((-4 * Math.LN2 * ((x - centre) ** 2 - nearest ** 2)) / thickness ** 2);
      total += weight;
      sum += weight * (data[line + stride * Math.min(Math.max(x, 0), length - 1)] as number);
    }
    out[o] = sum / total;
  }
  return out;
}
