/** See shaders/guard.wgsl: the least and the most of the low-resolution voxels are found once for a row. */

import {
  clampTo,
  endOf,
  factorOf,
  firstOf,
  lrOriginOf,
  lrSizeOf,
  lrVolumeOf,
  OUTSIDE,
  originOf,
  rowPitch,
  sizeOf,
} from "./brick";

/** The least and the most of 3 × 3 voxels in y and z, from the low-resolution voxel before the row's first one on. */
const MOST: i32 = 2048;
const LOWEST = memory.data(4 * 2052, 16);
const HIGHEST = memory.data(4 * 2052, 16);

export function guard(p: usize, classes: usize, lr: usize, errors: usize, output: usize, guarded: usize): void {
  const width = sizeOf(p, 0);
  const pitch = rowPitch(p);
  const height = sizeOf(p, 1);
  const factor = factorOf(p, 0);
  const last = lrVolumeOf(p, 0) - 1;
  let total = load<u32>(guarded);
  const end = endOf(p);
  for (let index = firstOf(p); index < end; ) {
    const x0 = index % pitch;
    const row = index / pitch;
    // Rows are cut where the scratch ends; usually nowhere.
    const count = min<i32>(min<i32>(pitch - x0, end - index), MOST - 3);
    const place = originOf(p, 0) + x0;
    const first = clampTo(place / factor - 1, last);
    const beyond = clampTo((place + min<i32>(count, width - x0) - 1) / factor + 1, last);
    putRanges(p, lr, row % height, row / height, first, beyond);
    for (let i = 0; i < min<i32>(count, width - x0); i++) {
      const to = (<usize>(index + i)) << 2;
      const found = load<u32>(classes + to);
      if (found === OUTSIDE) continue;
      const nearest = (place + i) / factor;
      const before = (<usize>(max<i32>(nearest - 1, 0) - first)) << 2;
      const here = (<usize>(nearest - first)) << 2;
      const after = (<usize>(min<i32>(nearest + 1, last) - first)) << 2;
      const error = load<f32>(errors + ((<usize>found) << 2));
      const lowest = min<f32>(
        load<f32>(LOWEST + here),
        min<f32>(load<f32>(LOWEST + before), load<f32>(LOWEST + after)),
      );
      const highest = max<f32>(
        load<f32>(HIGHEST + here),
        max<f32>(load<f32>(HIGHEST + before), load<f32>(HIGHEST + after)),
      );
      const least = lowest - error;
      const most = highest + error;
      const result = load<f32>(output + to);
      total += <u32>(result < least || result > most);
      store<f32>(output + to, min<f32>(max<f32>(result, least), most));
    }
    index += count;
  }
  store<u32>(guarded, total);
}

/** Puts them for the low-resolution voxels `first` … `beyond` around brick-local row (y, z). */
function putRanges(p: usize, lr: usize, y: i32, z: i32, first: i32, beyond: i32): void {
  const width = lrSizeOf(p, 0);
  const height = lrSizeOf(p, 1);
  const nearestY = (originOf(p, 1) + y) / factorOf(p, 1);
  const nearestZ = (originOf(p, 2) + z) / factorOf(p, 2);
  for (let x = first; x <= beyond; x += 4) {
    let lowest = f32x4.splat(Infinity);
    let highest = f32x4.splat(-Infinity);
    for (let k = -1; k < 2; k++) {
      const slice = clampTo(nearestZ + k, lrVolumeOf(p, 2) - 1) - lrOriginOf(p, 2);
      for (let j = -1; j < 2; j++) {
        const line = clampTo(nearestY + j, lrVolumeOf(p, 1) - 1) - lrOriginOf(p, 1) + height * slice;
        const values = v128.load(lr + ((<usize>(x - lrOriginOf(p, 0) + width * line)) << 2));
        lowest = f32x4.pmin(lowest, values);
        highest = f32x4.pmax(highest, values);
      }
    }
    const to = (<usize>(x - first)) << 2;
    v128.store(LOWEST + to, lowest);
    v128.store(HIGHEST + to, highest);
  }
}
