/**
 * See shaders/resample-axis.wgsl. Across the axis neighbours have the same weights, along it every `factor`-th voxel
 * has: sixteen of such voxels at a time.
 */

import { storePart } from "./vectors";

/** A line's outputs of one phase. */
const MOST: i32 = 4096;
const LINE = memory.data(4 * 4096, 16);

export function resampleAxis(p: usize, radius: i32, samples: usize, weights: usize, resampled: usize): void {
  const stride = load<i32>(p, 8);
  const inLength = load<i32>(p, 12);
  const outLength = load<i32>(p, 16);
  const inOrigin = load<i32>(p, 20);
  const outOrigin = load<i32>(p, 24);
  const factor = load<i32>(p, 28);
  const taps = 2 * radius + 1;
  const end = load<i32>(p) + load<i32>(p, 4);
  for (let index = load<i32>(p); index < end; ) {
    const within = index % stride;
    const line = index / stride;
    const along = line % outLength;
    const place = outOrigin + along;
    const row = inLength * (line / outLength) - inOrigin - radius;
    const to = resampled + ((<usize>index) << 2);
    if (stride === 1) {
      const count = min<i32>(min<i32>(outLength - along, end - index), MOST);
      for (let i = 0; i < min<i32>(factor, count); i++) {
        const phase = (place + i) % factor;
        const from = samples + ((<usize>(row + (place + i) / factor)) << 2);
        const outputs = (count - i + factor - 1) / factor;
        alongAxis(from, weights + ((<usize>(taps * phase)) << 2), taps, to + ((<usize>i) << 2), factor, outputs);
      }
      index += count;
    } else {
      const count = min<i32>(stride - within, end - index);
      const from = samples + ((<usize>(within + stride * (row + place / factor))) << 2);
      acrossAxis(from, weights + ((<usize>(taps * (place % factor))) << 2), taps, (<usize>stride) << 2, to, count);
      index += count;
    }
  }
}

/** `count` outputs, `factor` apart, of one phase: their samples are neighbours. */
function alongAxis(from: usize, weights: usize, taps: i32, to: usize, factor: i32, count: i32): void {
  acrossAxis(from, weights, taps, 4, LINE, count);
  const step = (<usize>factor) << 2;
  const end = LINE + ((<usize>count) << 2);
  for (let at = LINE; at < end; at += 4) {
    store<f32>(to, load<f32>(at));
    to += step;
  }
}

/** `count` neighbouring outputs; what they are summed from lies `step` bytes apart. */
function acrossAxis(from: usize, weights: usize, taps: i32, step: usize, to: usize, count: i32): void {
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let at = from;
    let weight = weights;
    for (let tap = 0; tap < taps; tap++) {
      const w = v128.load32_splat(weight);
      a = f32x4.add(a, f32x4.mul(w, v128.load(at)));
      b = f32x4.add(b, f32x4.mul(w, v128.load(at, 16)));
      c = f32x4.add(c, f32x4.mul(w, v128.load(at, 32)));
      d = f32x4.add(d, f32x4.mul(w, v128.load(at, 48)));
      weight += 4;
      at += step;
    }
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
    to += 64;
    from += 64;
  }
  for (; i < count; i += 4) {
    let sum = f32x4.splat(0);
    let at = from;
    let weight = weights;
    for (let tap = 0; tap < taps; tap++) {
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(weight), v128.load(at)));
      weight += 4;
      at += step;
    }
    storePart(to, sum, count - i);
    to += 16;
    from += 16;
  }
}
