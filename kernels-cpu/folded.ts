/**
 * The folded method's view of a brick, as in shaders/shared/folded.wgsl: the low-resolution voxels around it, with a margin of
 * TAP_RADIUS.
 */

import { factorOf, originOf, sizeOf } from "./brick";

export const TAP_RADIUS: i32 = 2;

/** The low-resolution part's first voxel along an axis without its margin, and its voxels with it. */
export function lowFirst(p: usize, axis: i32): i32 {
  return originOf(p, axis) / factorOf(p, axis);
}

export function lowSize(p: usize, axis: i32): i32 {
  const last = (originOf(p, axis) + sizeOf(p, axis) - 1) / factorOf(p, axis);
  return last - lowFirst(p, axis) + 1 + 2 * TAP_RADIUS;
}

/** Where in the part the low-resolution voxel nearest to brick-local `local` lies along an axis. */
export function lowPlace(p: usize, axis: i32, local: i32): i32 {
  return (originOf(p, axis) + local) / factorOf(p, axis) - lowFirst(p, axis) + TAP_RADIUS;
}

/** Voxels of an output row that are worked on at a time, and so the most of low-resolution voxels near them. */
export const MOST: i32 = 512;
/** The least and the most of the 3³ voxels around each low-resolution voxel of a row. */
const LOWEST = memory.data(4 * 528, 16);
const HIGHEST = memory.data(4 * 528, 16);
/** Of the voxels of an output row: which low-resolution voxel of the row is the nearest, and the least and the most around it. */
export const NEAREST = memory.data(4 * 512, 16);
export const LEAST = memory.data(4 * 512, 16);
export const GREATEST = memory.data(4 * 512, 16);

/** Low-resolution voxels near `count` voxels of an output row from `x` on. */
export function lowCount(p: usize, x: i32, count: i32): i32 {
  return lowPlace(p, 0, x + count - 1) - lowPlace(p, 0, x) + 1;
}

/** Puts NEAREST, LEAST and GREATEST of `count` voxels from (x, y, z) on; where the nearest of the first of them lies in `low`. */
export function startRow(p: usize, low: usize, x: i32, y: i32, z: i32, count: i32): usize {
  const row = (<usize>lowSize(p, 0)) << 2;
  const slice = row * lowSize(p, 1);
  const line = low + ((<usize>lowPlace(p, 0, x)) << 2) + lowPlace(p, 1, y) * row + lowPlace(p, 2, z) * slice;
  putRanges(line, lowCount(p, x, count), row, slice);
  const factor = factorOf(p, 0);
  let phase = (originOf(p, 0) + x) % factor;
  let nearest: usize = 0;
  for (let i: usize = 0; i < (<usize>count) << 2; i += 4) {
    store<usize>(NEAREST + i, nearest);
    store<f32>(LEAST + i, load<f32>(LOWEST + (nearest << 2)));
    store<f32>(GREATEST + i, load<f32>(HIGHEST + (nearest << 2)));
    if (++phase === factor) {
      phase = 0;
      nearest++;
    }
  }
  return line;
}

/** LOWEST and HIGHEST of `count` voxels from `at` on, an address in a part of that row and slice, bytes. */
function putRanges(at: usize, count: i32, row: usize, slice: usize): void {
  // Of the 3 × 3 voxels in y and z, from the voxel before the first one on; then of three of these.
  for (let i = 0; i < count + 2; i += 4) {
    const corner = at + ((<usize>i) << 2) - 4 - slice - row;
    let lowest = v128.load(corner);
    let highest = lowest;
    for (let k = 1; k < 9; k++) {
      const values = v128.load(corner + (k / 3) * slice + (k % 3) * row);
      lowest = f32x4.pmin(lowest, values);
      highest = f32x4.pmax(highest, values);
    }
    v128.store(LOWEST + ((<usize>i) << 2), lowest);
    v128.store(HIGHEST + ((<usize>i) << 2), highest);
  }
  for (let i: usize = 0; i < (<usize>count) << 2; i += 16) {
    const low = f32x4.pmin(v128.load(LOWEST + i), f32x4.pmin(v128.load(LOWEST + i + 4), v128.load(LOWEST + i + 8)));
    v128.store(LOWEST + i, low);
    const high = f32x4.pmax(v128.load(HIGHEST + i), f32x4.pmax(v128.load(HIGHEST + i + 4), v128.load(HIGHEST + i + 8)));
    v128.store(HIGHEST + i, high);
  }
}
