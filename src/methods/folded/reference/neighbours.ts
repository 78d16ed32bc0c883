/** What a folded filter sees, scalar float64. */

import type { Vec3 } from "../../../core/volume";
import { TAP_OFFSETS } from "../folding";
import type { Fold } from "./fold";

/** Element of the low-resolution volume, indices clamped. */
function clampedAt(low: Float64Array, dims: Vec3, at: readonly number[]): number {
  const [x, y, z] = at.map((i, axis) => Math.min(Math.max(i, 0), (dims[axis] as number) - 1)) as [
    number,
    number,
    number,
  ];
  return low[x + dims[0] * (y + dims[1] * z)] as number;
}

/** The first `taps` neighbours of the fold's centre in canonical order. Source: folded §5. */
export function readTaps(low: Float64Array, dims: Vec3, { centre, flip, order }: Fold, taps: number): Float64Array {
  const out = new Float64Array(taps);
  for (let k = 0; k < taps; k++) {
    const at: number[] = [...centre];
    for (const [canonical, axis] of order.entries()) {
      at[axis] = (at[axis] as number) + (flip[axis] as number) * ((TAP_OFFSETS[k] as Vec3)[canonical] as number);
    }
    out[k] = clampedAt(low, dims, at);
  }
  return out;
}
