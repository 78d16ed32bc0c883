/** The bins of strength and coherence, of four voxels, that both methods sort voxels into. */

import { coherenceEdge, strengthEdge } from "./brick";

/** 0 where there is no structure. `rest` is what of the tensor is not along its first axis. */
export function coherenceOf(strength: v128, rest: v128): v128 {
  const sum = f32x4.add(strength, rest);
  return v128.and(f32x4.div(f32x4.sub(strength, rest), sum), f32x4.gt(sum, f32x4.splat(0)));
}

/** 3 · strength bin + coherence bin. */
export function binsOf(p: usize, strength: v128, coherence: v128): v128 {
  const strengths = tertiles(strength, strengthEdge(p, 0), strengthEdge(p, 1));
  const coherences = tertiles(coherence, coherenceEdge(p, 0), coherenceEdge(p, 1));
  return i32x4.add(i32x4.mul(strengths, i32x4.splat(3)), coherences);
}

/** 0, 1 or 2: how many of two edges are reached. */
function tertiles(values: v128, first: f32, second: f32): v128 {
  const both = i32x4.add(f32x4.ge(values, f32x4.splat(first)), f32x4.ge(values, f32x4.splat(second)));
  return i32x4.neg(both);
}
