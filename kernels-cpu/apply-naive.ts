/** See shaders/apply-naive.wgsl: the filter stage without vectors, as the benchmark's yardstick. */

import { endOf, firstOf, OUTSIDE, paddedIndex, rowPitch, scaleOf, sizeOf } from "./brick";

export function applyNaive(
  p: usize,
  radius: i32,
  classes: usize,
  upsampled: usize,
  filters: usize,
  output: usize,
): void {
  const pitch = rowPitch(p);
  const height = sizeOf(p, 1);
  const scale = scaleOf(p);
  const width = 2 * radius + 1;
  const end = endOf(p);
  for (let index = firstOf(p); index < end; index++) {
    const x = index % pitch;
    const row = index / pitch;
    const y = row % height;
    const z = row / height;
    const found = load<u32>(classes + ((<usize>index) << 2));
    let sum: f32 = 0;
    if (found === OUTSIDE) {
      sum = load<f32>(upsampled + ((<usize>paddedIndex(p, x, y, z)) << 2));
    } else {
      let tap = filters + ((<usize>found * width * width * width) << 2);
      for (let dz = -radius; dz <= radius; dz++) {
        for (let dy = -radius; dy <= radius; dy++) {
          let at = upsampled + ((<usize>paddedIndex(p, x - radius, y + dy, z + dz)) << 2);
          for (let dx = 0; dx < width; dx++) {
            sum += load<f32>(tap) * load<f32>(at);
            tap += 4;
            at += 4;
          }
        }
      }
    }
    store<f32>(output + ((<usize>index) << 2), sum * scale);
  }
}
