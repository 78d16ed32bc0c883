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
export const MOST: i32 = 2048;
/** The least and the most of the 3³ voxels around each voxel of a row of the part. */
export const LOWEST = memory.data(4 * 2052, 16);
export const HIGHEST = memory.data(4 * 2052, 16);

/** Puts them for `count` voxels, MOST and one at the most, from `at` on, an address in a part of that row and slice, bytes. */
export function putRanges(at: usize, count: i32, row: usize, slice: usize): void {
  for (let i = 0; i < count; i += 4) {
    let lowest = f32x4.splat(Infinity);
    let highest = f32x4.splat(-Infinity);
    for (let z = 0; z < 3; z++) {
      for (let y = 0; y < 3; y++) {
        const line = at + ((<usize>i) << 2) + z * slice + y * row - slice - row;
        const a = v128.load(line - 4);
        const b = v128.load(line);
        const c = v128.load(line + 4);
        lowest = f32x4.min(lowest, f32x4.min(a, f32x4.min(b, c)));
        highest = f32x4.max(highest, f32x4.max(a, f32x4.max(b, c)));
      }
    }
    v128.store(LOWEST + ((<usize>i) << 2), lowest);
    v128.store(HIGHEST + ((<usize>i) << 2), highest);
  }
}
