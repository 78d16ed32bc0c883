/** See shaders/folded-errors.wgsl: the squared error of the averaged filters on every sampled voxel. */

import { endOf, firstOf } from "./brick";
import { levelOf, structureOf, symmetryOf, TAP_QUADS } from "./folded-word";
import { gather } from "./taps";

export function foldedErrors(
  p: usize,
  levelFilters: u32,
  low: usize,
  offsets: usize,
  samples: usize,
  filters: usize,
  squared: usize,
): void {
  const end = endOf(p);
  for (let index = firstOf(p); index < end; index++) {
    const sample = samples + ((<usize>index) << 4);
    const word = load<u32>(sample);
    const centre = low + ((<usize>load<u32>(sample, 4)) << 2);
    const value = load<f32>(sample, 8);
    const upsampled = f32x4.splat(value);
    let tap = offsets + rowsOf(symmetryOf(word));
    let a = filters + rowsOf(structureOf(word));
    let b = filters + rowsOf(levelFilters + levelOf(word));
    let sums = f32x4.splat(0);
    for (let quad = 0; quad < TAP_QUADS; quad++) {
      const weights = f32x4.add(v128.load(a), v128.load(b));
      sums = f32x4.add(sums, f32x4.mul(weights, f32x4.sub(gather(centre, tap), upsampled)));
      tap += 16;
      a += 16;
      b += 16;
    }
    sums = f32x4.add(sums, v128.shuffle<f32>(sums, sums, 2, 3, 0, 1));
    const sum = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1);
    const error = load<f32>(sample, 12) - value - sum;
    store<f32>(squared + ((<usize>index) << 2), error * error);
  }
}

/** Bytes of so many rows of TAP_QUADS vectors. */
function rowsOf(count: u32): usize {
  return (<usize>(count * <u32>TAP_QUADS)) << 4;
}
