/**
 * See shaders/tensor-x.wgsl. The six products of a row's gradients are made once and lie beside each other; smoothing them
 * takes what lies at the same distance on both sides together.
 */

import {
  endOf,
  firstOf,
  originOf,
  PAD,
  paddedIndex,
  paddedPitch,
  sizeOf,
  volumeOf,
  WINDOW,
  windowWeight,
} from "./brick";
import { storePart } from "./vectors";

/** The products of as many voxels of a row, planar, and WINDOW more at both ends. */
const MOST: i32 = 1024;
const PLANE: usize = 4 * (1024 + 16);
const PRODUCTS = memory.data(6 * 4 * (1024 + 16), 16);

export function tensorX(p: usize, upsampled: usize, tensor: usize): void {
  const width = sizeOf(p, 0);
  const rows = sizeOf(p, 1) + 2 * WINDOW;
  const slices = sizeOf(p, 2) + 2 * WINDOW;
  const plane = (<usize>(width * rows * slices)) << 2;
  const end = endOf(p);
  for (let index = firstOf(p); index < end; ) {
    const x = index % width;
    const row = index / width;
    const y = (row % rows) - WINDOW;
    const z = row / rows - WINDOW;
    const count = min<i32>(min<i32>(width - x, end - index), MOST);
    const isInside = isWithin(originOf(p, 1) + y, volumeOf(p, 1)) && isWithin(originOf(p, 2) + z, volumeOf(p, 2));
    if (isInside) {
      putProducts(p, upsampled, x, y, z, count);
      for (let k: usize = 0; k < 6; k++) {
        smooth(p, PRODUCTS + k * PLANE, tensor + k * plane + ((<usize>index) << 2), count);
      }
    }
    index += count;
  }
}

function isWithin(i: i32, n: i32): bool {
  return i >= 0 && i < n;
}

/**
 * The products of voxels x - WINDOW … x + count + WINDOW of a row, those beyond the volume's faces like those at them.
 */
function putProducts(p: usize, upsampled: usize, x: i32, y: i32, z: i32, count: i32): void {
  const pitch = (<usize>paddedPitch(p)) << 2;
  const slice = pitch * (sizeOf(p, 1) + 2 * PAD);
  const yStep = f32x4.splat(inverseStep(originOf(p, 1) + y, volumeOf(p, 1)));
  const zStep = f32x4.splat(inverseStep(originOf(p, 2) + z, volumeOf(p, 2)));
  const first = originOf(p, 0) + x - WINDOW;
  const last = volumeOf(p, 0) - 1;
  const half = f32x4.splat(0.5);
  const start = upsampled + ((<usize>paddedIndex(p, x - WINDOW, y, z)) << 2);
  const length = count + 2 * WINDOW;
  for (let i = 0; i < length; i += 4) {
    const at = start + ((<usize>i) << 2);
    const gx = f32x4.mul(f32x4.sub(v128.load(at + 4), v128.load(at - 4)), half);
    putProduct(
      (<usize>i) << 2,
      gx,
      f32x4.mul(f32x4.sub(v128.load(at + pitch), v128.load(at - pitch)), yStep),
      f32x4.mul(f32x4.sub(v128.load(at + slice), v128.load(at - slice)), zStep),
    );
  }
  // At the faces a difference is one-sided.
  if (first <= 0) putFace(p, start, 0 - first, length, yStep, zStep, pitch, slice);
  if (first + length > last) putFace(p, start, last - first, length, yStep, zStep, pitch, slice);
  for (let k: usize = 0; k < 6; k++) {
    const plane = PRODUCTS + k * PLANE;
    for (let i = 0; i < -first; i++) store<f32>(plane + (i << 2), load<f32>(plane + (-first << 2)));
    for (let i = max<i32>(0, last - first + 1); i < length; i++) {
      store<f32>(plane + (i << 2), load<f32>(plane + ((last - first) << 2)));
    }
  }
}

function putProduct(at: usize, gx: v128, gy: v128, gz: v128): void {
  v128.store(PRODUCTS + at, f32x4.mul(gx, gx));
  v128.store(PRODUCTS + PLANE + at, f32x4.mul(gx, gy));
  v128.store(PRODUCTS + 2 * PLANE + at, f32x4.mul(gx, gz));
  v128.store(PRODUCTS + 3 * PLANE + at, f32x4.mul(gy, gy));
  v128.store(PRODUCTS + 4 * PLANE + at, f32x4.mul(gy, gz));
  v128.store(PRODUCTS + 5 * PLANE + at, f32x4.mul(gz, gz));
}

/** The products of the voxel at place `i` of the row, which lies at a face of the volume, if it is in the row. */
function putFace(
  p: usize,
  start: usize,
  i: i32,
  length: i32,
  yStep: v128,
  zStep: v128,
  pitch: usize,
  slice: usize,
): void {
  if (i < 0 || i >= length) return;
  const at = start + ((<usize>i) << 2);
  const n = volumeOf(p, 0);
  // On an axis of one voxel there is no difference.
  const gx = n > 1 ? load<f32>(at + 4) - load<f32>(at - 4) : <f32>0;
  const gy = (load<f32>(at + pitch) - load<f32>(at - pitch)) * f32x4.extract_lane(yStep, 0);
  const gz = (load<f32>(at + slice) - load<f32>(at - slice)) * f32x4.extract_lane(zStep, 0);
  const to = PRODUCTS + ((<usize>i) << 2);
  store<f32>(to, gx * gx);
  store<f32>(to + PLANE, gx * gy);
  store<f32>(to + 2 * PLANE, gx * gz);
  store<f32>(to + 3 * PLANE, gy * gy);
  store<f32>(to + 4 * PLANE, gy * gz);
  store<f32>(to + 5 * PLANE, gz * gz);
}

/** One over the distance of the two samples of a difference; 0 on an axis of one voxel. */
function inverseStep(i: i32, n: i32): f32 {
  const span = min<i32>(i + 1, n - 1) - max<i32>(i - 1, 0);
  return span > 0 ? <f32>1 / <f32>span : <f32>0;
}

function smooth(p: usize, from: usize, to: usize, count: i32): void {
  const w0 = f32x4.splat(windowWeight(p, 0));
  const w1 = f32x4.splat(windowWeight(p, 1));
  const w2 = f32x4.splat(windowWeight(p, 2));
  const w3 = f32x4.splat(windowWeight(p, 3));
  const w4 = f32x4.splat(windowWeight(p, 4));
  for (let i = 0; i < count; i += 4) {
    const at = from + ((<usize>i) << 2);
    let sum = f32x4.mul(w0, v128.load(at, 16));
    sum = f32x4.add(sum, f32x4.mul(w1, f32x4.add(v128.load(at, 12), v128.load(at, 20))));
    sum = f32x4.add(sum, f32x4.mul(w2, f32x4.add(v128.load(at, 8), v128.load(at, 24))));
    sum = f32x4.add(sum, f32x4.mul(w3, f32x4.add(v128.load(at, 4), v128.load(at, 28))));
    sum = f32x4.add(sum, f32x4.mul(w4, f32x4.add(v128.load(at), v128.load(at, 32))));
    storePart(to + ((<usize>i) << 2), sum, count - i);
  }
}
