/** See shaders/folded-samples.wgsl: the packed word, strength, coherence, interpolated value and numbers of drawn voxels. */

import { endOf, firstOf, paddedIndex, rowPitch, sizeOf } from "./brick";

export function foldedSamples(
  p: usize,
  hasNumbers: u32,
  chosen: usize,
  voxels: usize,
  features: usize,
  upsampled: usize,
  numbers: usize,
  samples: usize,
  sampleNumbers: usize,
): void {
  const pitch = rowPitch(p);
  const height = sizeOf(p, 1);
  const end = endOf(p);
  for (let index = firstOf(p); index < end; index++) {
    const voxel = load<i32>(chosen + ((<usize>index) << 2));
    const row = voxel / pitch;
    const padded = paddedIndex(p, voxel % pitch, row % height, row / height);
    const to = samples + ((<usize>index) << 4);
    store<u32>(to, load<u32>(voxels + ((<usize>voxel) << 2)));
    store<u64>(to, load<u64>(features + ((<usize>voxel) << 3)), 4);
    store<f32>(to, load<f32>(upsampled + ((<usize>padded) << 2)), 12);
    if (hasNumbers === 0) continue;
    const own = numbers + ((<usize>voxel) << 5);
    const toNumbers = sampleNumbers + ((<usize>index) << 5);
    v128.store(toNumbers, v128.load(own));
    v128.store(toNumbers, v128.load(own, 16), 16);
  }
}
