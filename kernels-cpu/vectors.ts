/** Vectors at the ends of rows. */

/** Stores the first `count` values of a vector, at most four. */
export function storePart(to: usize, values: v128, count: i32): void {
  if (count >= 4) {
    v128.store(to, values);
    return;
  }
  store<f32>(to, f32x4.extract_lane(values, 0));
  if (count > 1) store<f32>(to, f32x4.extract_lane(values, 1), 4);
  if (count > 2) store<f32>(to, f32x4.extract_lane(values, 2), 8);
}

/** All bits of those of four lanes that are among the first `count`. */
export function firstLanes(count: i32): v128 {
  return i32x4.gt_s(i32x4.splat(count), i32x4(0, 1, 2, 3));
}

/** Pairs of the first `count` of four voxels, interleaved. */
export function storePairs(to: usize, first: v128, second: v128, count: i32): void {
  storePart(to, v128.shuffle<f32>(first, second, 0, 4, 1, 5), 2 * count);
  if (count > 2) storePart(to + 16, v128.shuffle<f32>(first, second, 2, 6, 3, 7), 2 * count - 4);
}
