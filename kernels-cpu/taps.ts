/** Reading the low-resolution neighbours of a voxel. */

/** Those of four taps, whose offsets lie at `offsets`, around the voxel at `centre`. */
export function gather(centre: usize, offsets: usize): v128 {
  let found = v128.load32_zero(centre + ((<usize>load<i32>(offsets)) << 2));
  found = v128.load32_lane(centre + ((<usize>load<i32>(offsets, 4)) << 2), found, 1);
  found = v128.load32_lane(centre + ((<usize>load<i32>(offsets, 8)) << 2), found, 2);
  return v128.load32_lane(centre + ((<usize>load<i32>(offsets, 12)) << 2), found, 3);
}
