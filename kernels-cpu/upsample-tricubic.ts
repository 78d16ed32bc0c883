/** See shaders/upsample-tricubic.wgsl: the same taps and weights, a row of the padded brick at a time. */

import {
  clampTo,
  endOf,
  factorOf,
  firstOf,
  lrOriginOf,
  lrSizeOf,
  lrVolumeOf,
  originOf,
  PAD,
  PAD_X,
  paddedPitch,
  sizeOf,
  volumeOf,
} from "./brick";

/** Where the four taps of an output index lie in the low-resolution part, and their weights. */
const TAPS_Y = memory.data(32);
const TAPS_Z = memory.data(32);
/** The same of as many indices of x in turn, and a row made fine in y and z. */
const MOST_X: i32 = 4096;
const TAPS_X = memory.data(32 * 4096);
const ROW = memory.data(4 * 4104, 16);

export function upsampleTricubic(p: usize, lr: usize, upsampled: usize): void {
  const pitch = paddedPitch(p);
  const rows = sizeOf(p, 1) + 2 * PAD;
  const width = lrSizeOf(p, 0);
  const slice = width * lrSizeOf(p, 1);
  const end = endOf(p);
  for (let index = firstOf(p); index < end; ) {
    // Rows are cut where the scratch ends; usually nowhere.
    const row = index / pitch;
    const x0 = index % pitch;
    const count = min<i32>(min<i32>(pitch - x0, end - index), MOST_X);
    const y = row % rows;
    const z = row / rows;
    putTaps(p, 1, y - PAD, TAPS_Y);
    putTaps(p, 2, z - PAD, TAPS_Z);
    for (let i = 0; i < count; i++) putTaps(p, 0, x0 + i - PAD_X, TAPS_X + ((<usize>i) << 5));
    const lowest = load<i32>(TAPS_X);
    const highest = load<i32>(TAPS_X + ((<usize>(count - 1)) << 5), 12);
    mixRows(lr + ((<usize>lowest) << 2), width, slice, highest - lowest + 1);
    const output = upsampled + ((<usize>index) << 2);
    for (let i = 0; i < count; i++) {
      const at = TAPS_X + ((<usize>i) << 5);
      let sum: f32 = 0;
      for (let k = 0; k < 4; k++)
        sum += load<f32>(at + (k << 2), 16) * load<f32>(ROW + ((load<i32>(at + (k << 2)) - lowest) << 2));
      store<f32>(output + ((<usize>i) << 2), sum);
    }
    index += count;
  }
}

/** `count` voxels of the low-resolution row that lies at the output row's y and z. */
function mixRows(lr: usize, width: i32, slice: i32, count: i32): void {
  for (let x = 0; x < count; x += 4) {
    let sum = f32x4.splat(0);
    for (let k = 0; k < 4; k++) {
      let plane = f32x4.splat(0);
      const at = lr + ((<usize>(load<i32>(TAPS_Z + (k << 2)) * slice + x)) << 2);
      for (let j = 0; j < 4; j++) {
        const row = v128.load(at + ((<usize>(load<i32>(TAPS_Y + (j << 2)) * width)) << 2));
        plane = f32x4.add(plane, f32x4.mul(v128.load32_splat(TAPS_Y + (j << 2), 16), row));
      }
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(TAPS_Z + (k << 2), 16), plane));
    }
    v128.store(ROW + ((<usize>x) << 2), sum);
  }
}

/**
 * The taps of brick-local output index `local` and their weights: x = (i + 0.5)/s - 0.5 in whole numbers of 1/(2s), and
 * Keys' cubic convolution with a = -0.5. Source: method §1, §2.
 */
function putTaps(p: usize, axis: i32, local: i32, to: usize): void {
  const s = factorOf(p, axis);
  const i = clampTo(originOf(p, axis) + local, volumeOf(p, axis) - 1);
  const numerator = 2 * i + 1 - s;
  const base = (numerator + 2 * s) / (2 * s) - 1; // floor: numerator > -2s
  const span = 2 * s;
  const t = <f32>(numerator - span * base) / <f32>span;
  const t2 = t * t;
  const t3 = t2 * t;
  const last = lrVolumeOf(p, axis) - 1;
  const origin = lrOriginOf(p, axis);
  for (let k = 0; k < 4; k++) store<i32>(to + (k << 2), clampTo(base - 1 + k, last) - origin);
  store<f32>(to, <f32>-0.5 * t3 + t2 - <f32>0.5 * t, 16);
  store<f32>(to, <f32>1.5 * t3 - <f32>2.5 * t2 + <f32>1, 20);
  store<f32>(to, <f32>-1.5 * t3 + <f32>2 * t2 + <f32>0.5 * t, 24);
  store<f32>(to, <f32>0.5 * t3 - <f32>0.5 * t2, 28);
}
