/** See shaders/folded-gather.wgsl: the rows of the training matrix, 16 vectors each. */

import { endOf, firstOf } from "./brick";
import { symmetryOf, TAP_QUADS } from "./folded-word";
import { gather } from "./taps";

const QUADS: i32 = 16;

export function foldedGather(p: usize, low: usize, offsets: usize, samples: usize, order: usize, rows: usize): void {
  const taps = load<i32>(p, 8);
  const whole = taps >> 2;
  const first = firstOf(p);
  const end = endOf(p);
  const columns = i32x4.add(i32x4.splat(whole << 2), i32x4(0, 1, 2, 3));
  const isTap = i32x4.lt_s(columns, i32x4.splat(taps));
  const isTarget = i32x4.eq(columns, i32x4.splat(taps));
  let to = rows + ((<usize>first) << 4);
  for (let index = first; index < end; ) {
    const sample = samples + ((<usize>load<u32>(order + ((<usize>(load<i32>(p, 12) + index / QUADS)) << 2))) << 4);
    const own = offsets + ((<usize>(symmetryOf(load<u32>(sample)) * <u32>TAP_QUADS)) << 4);
    const centre = low + ((<usize>load<u32>(sample, 4)) << 2);
    const value = load<f32>(sample, 8);
    const upsampled = f32x4.splat(value);
    const quad = index % QUADS;
    const last = min<i32>(quad + end - index, QUADS);
    const inner = min<i32>(whole, last);
    let tap = own + ((<usize>quad) << 4);
    for (let k = quad; k < inner; k++) {
      v128.store(to, f32x4.sub(gather(centre, tap), upsampled));
      tap += 16;
      to += 16;
    }
    if (quad <= whole && whole < last) {
      // The quad in which the taps end and the target follows.
      const beyond = v128.and(isTarget, f32x4.splat(load<f32>(sample, 12) - value));
      const found = gather(centre, own + ((<usize>min<i32>(whole, TAP_QUADS - 1)) << 4));
      v128.store(to, v128.or(v128.and(isTap, f32x4.sub(found, upsampled)), beyond));
      to += 16;
    }
    for (let k = max<i32>(quad, whole + 1); k < last; k++) {
      v128.store(to, f32x4.splat(0));
      to += 16;
    }
    index += last - quad;
  }
}
