/** See shaders/tensor-y.wgsl: a row of each product at a time, rows at the same distance on both sides together. */

import { endOf, firstOf, originOf, putWindow, sizeOf, volumeOf, WINDOW, windowWeight } from "./brick";
import { storePart } from "./vectors";

/** Where the nine rows of the window lie, bytes. */
const ROWS = memory.data(4 * 9);

export function tensorY(p: usize, tensorX: usize, tensor: usize): void {
  const width = sizeOf(p, 0);
  const height = sizeOf(p, 1);
  const rows = height + 2 * WINDOW;
  const slices = sizeOf(p, 2) + 2 * WINDOW;
  const planeIn = (<usize>(width * rows * slices)) << 2;
  const planeOut = (<usize>(width * height * slices)) << 2;
  const end = endOf(p);
  for (let index = firstOf(p); index < end; ) {
    const x = index % width;
    const row = index / width;
    const y = row % height;
    const slice = row / height;
    const count = min<i32>(width - x, end - index);
    const z = originOf(p, 2) + slice - WINDOW;
    if (z >= 0 && z < volumeOf(p, 2)) {
      putWindow(p, 1, y, width << 2, ROWS);
      const from = tensorX + ((<usize>(x + width * rows * slice)) << 2);
      for (let k: usize = 0; k < 6; k++) {
        smoothRows(p, from + k * planeIn, tensor + k * planeOut + ((<usize>index) << 2), count);
      }
    }
    index += count;
  }
}

function smoothRows(p: usize, from: usize, to: usize, count: i32): void {
  const w0 = f32x4.splat(windowWeight(p, 0));
  const w1 = f32x4.splat(windowWeight(p, 1));
  const w2 = f32x4.splat(windowWeight(p, 2));
  const w3 = f32x4.splat(windowWeight(p, 3));
  const w4 = f32x4.splat(windowWeight(p, 4));
  const r0 = from + load<i32>(ROWS);
  const r1 = from + load<i32>(ROWS, 4);
  const r2 = from + load<i32>(ROWS, 8);
  const r3 = from + load<i32>(ROWS, 12);
  const r4 = from + load<i32>(ROWS, 16);
  const r5 = from + load<i32>(ROWS, 20);
  const r6 = from + load<i32>(ROWS, 24);
  const r7 = from + load<i32>(ROWS, 28);
  const r8 = from + load<i32>(ROWS, 32);
  for (let i = 0; i < count; i += 4) {
    const at = (<usize>i) << 2;
    let sum = f32x4.mul(w0, v128.load(r4 + at));
    sum = f32x4.add(sum, f32x4.mul(w1, f32x4.add(v128.load(r3 + at), v128.load(r5 + at))));
    sum = f32x4.add(sum, f32x4.mul(w2, f32x4.add(v128.load(r2 + at), v128.load(r6 + at))));
    sum = f32x4.add(sum, f32x4.mul(w3, f32x4.add(v128.load(r1 + at), v128.load(r7 + at))));
    sum = f32x4.add(sum, f32x4.mul(w4, f32x4.add(v128.load(r0 + at), v128.load(r8 + at))));
    storePart(to + at, sum, count - i);
  }
}
