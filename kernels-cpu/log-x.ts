/** See shaders/log-x.wgsl: four voxels of a row at a time, those at the same distance on both sides together. */

import { HALO, paddedPlace, storeVoxels } from "./block";
import { endOf, firstOf, sizeOf } from "./brick";

export function logX(p: usize, truth: usize, result: usize, weights: usize, filtered: usize): void {
  const width = sizeOf(p, 0);
  const rows = sizeOf(p, 1) + 2 * HALO;
  const end = endOf(p);
  for (let index = firstOf(p); index < end; ) {
    const x = index % width;
    const row = index / width;
    const count = min<i32>(width - x, end - index);
    const place = paddedPlace(p, x, (row % rows) - HALO, row / rows - HALO);
    let to = filtered + ((<usize>index) << 4);
    let a = truth + place;
    let b = result + place;
    for (let i = 0; i < count; i += 4) {
      filterFour(a, b, weights, to, count - i);
      a += 16;
      b += 16;
      to += 64;
    }
    index += count;
  }
}

function filterFour(truth: usize, result: usize, weights: usize, to: usize, count: i32): void {
  let a = v128.load(truth);
  let e = f32x4.sub(v128.load(result), a);
  let gauss = v128.load32_splat(weights);
  let curved = v128.load32_splat(weights, 4);
  let smoothError = f32x4.mul(gauss, e);
  let curvedError = f32x4.mul(curved, e);
  let smoothTruth = f32x4.mul(gauss, a);
  let curvedTruth = f32x4.mul(curved, a);
  for (let d: usize = 4; d <= 4 * <usize>HALO; d += 4) {
    const before = v128.load(truth - d);
    const after = v128.load(truth + d);
    a = f32x4.add(before, after);
    e = f32x4.add(f32x4.sub(v128.load(result - d), before), f32x4.sub(v128.load(result + d), after));
    weights += 8;
    gauss = v128.load32_splat(weights);
    curved = v128.load32_splat(weights, 4);
    smoothError = f32x4.add(smoothError, f32x4.mul(gauss, e));
    curvedError = f32x4.add(curvedError, f32x4.mul(curved, e));
    smoothTruth = f32x4.add(smoothTruth, f32x4.mul(gauss, a));
    curvedTruth = f32x4.add(curvedTruth, f32x4.mul(curved, a));
  }
  storeVoxels(to, smoothError, curvedError, smoothTruth, curvedTruth, count);
}
