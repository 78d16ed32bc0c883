/** See shaders/compact.wgsl: here the list is in order. */

import { endOf, firstOf, paddedIndex, rowPitch, scaleOf, sizeOf } from "./brick";

export function compact(
  p: usize,
  classes: usize,
  upsampled: usize,
  activeCount: usize,
  activeQuads: usize,
  output: usize,
): void {
  const quads = rowPitch(p) >> 2;
  const height = sizeOf(p, 1);
  const scale = f32x4.splat(scaleOf(p));
  let active = load<u32>(activeCount);
  const end = endOf(p);
  for (let index = firstOf(p); index < end; ) {
    const quad = index % quads;
    const row = index / quads;
    const count = min<i32>(quads - quad, end - index);
    let source = upsampled + ((<usize>paddedIndex(p, quad << 2, row % height, row / height)) << 2);
    let at = (<usize>index) << 4;
    for (let i = 0; i < count; i++) {
      // All bits are set outside the mask.
      if (v128.any_true(v128.not(v128.load(classes + at)))) {
        store<i32>(activeQuads + ((<usize>active) << 2), index + i);
        active++;
      } else {
        v128.store(output + at, f32x4.mul(v128.load(source), scale));
      }
      source += 16;
      at += 16;
    }
    index += count;
  }
  store<u32>(activeCount, active);
}
