/** See shaders/log-y.wgsl: two voxels at a time, those at the same distance on both sides together. */

import { HALO } from "./block";
import { endOf, firstOf, sizeOf } from "./brick";

export function logY(p: usize, alongX: usize, weights: usize, filtered: usize): void {
  const width = sizeOf(p, 0);
  const height = sizeOf(p, 1);
  const step = (<usize>width) << 4;
  const last = weights + 8 * <usize>HALO;
  const end = endOf(p);
  for (let index = firstOf(p); index < end; ) {
    const x = index % width;
    const row = index / width;
    const count = min<i32>(width - x, end - index);
    const line = (row % height) + HALO + (height + 2 * HALO) * (row / height);
    let centre = alongX + ((<usize>(x + width * line)) << 4);
    let to = filtered + ((<usize>index) << 4);
    for (let i = 0; i < count; i += 2) {
      const v = v128.load(centre);
      const w = v128.load(centre, 16);
      let gauss = v128.load32_splat(weights);
      let curve = v128.load32_splat(weights, 4);
      let smoothV = f32x4.mul(gauss, v);
      let curvedV = f32x4.mul(curve, v);
      let smoothW = f32x4.mul(gauss, w);
      let curvedW = f32x4.mul(curve, w);
      let before = centre;
      let after = centre;
      for (let weight = weights + 8; weight <= last; weight += 8) {
        before -= step;
        after += step;
        gauss = v128.load32_splat(weight);
        curve = v128.load32_splat(weight, 4);
        const bothV = f32x4.add(v128.load(before), v128.load(after));
        const bothW = f32x4.add(v128.load(before, 16), v128.load(after, 16));
        smoothV = f32x4.add(smoothV, f32x4.mul(gauss, bothV));
        curvedV = f32x4.add(curvedV, f32x4.mul(curve, bothV));
        smoothW = f32x4.add(smoothW, f32x4.mul(gauss, bothW));
        curvedW = f32x4.add(curvedW, f32x4.mul(curve, bothW));
      }
      v128.store(to, joined(smoothV, curvedV));
      if (count - i > 1) v128.store(to, joined(smoothW, curvedW), 16);
      centre += 32;
      to += 32;
    }
    index += count;
  }
}

/** What is smooth along x and curved along y joins what is curved along x and smooth along y. */
function joined(smooth: v128, curved: v128): v128 {
  return f32x4.add(smooth, v128.shuffle<f32>(curved, f32x4.splat(0), 4, 0, 4, 2));
}
