/**
 * A block of shaders/shared/block.wgsl: as far as its Params are those of a brick, they lie where a brick's do. And
 * what kernels of blocks share.
 */

import { sizeOf } from "./brick";

/** Margin of real neighbours on all sides. */
export const HALO: i32 = 7;

/** SSIM's constants. */
export function c1Of(p: usize): f32 {
  return load<f32>(p, 11 << 2);
}

export function c2Of(p: usize): f32 {
  return load<f32>(p, 12 << 2);
}

/** Bytes from the block's beginning, margin included, to a voxel of it. */
export function paddedPlace(p: usize, x: i32, y: i32, z: i32): usize {
  const row = y + HALO + (sizeOf(p, 1) + 2 * HALO) * (z + HALO);
  return (<usize>(x + HALO + (sizeOf(p, 0) + 2 * HALO) * row)) << 2;
}

/** All bits of those of four voxels that are inside the mask: it has a byte for each, from `at` on. */
export function insideFour(at: usize): v128 {
  const bytes = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at)));
  return i32x4.gt_s(v128.and(bytes, i32x4.splat(1)), i32x4.splat(0));
}

export function sumOf(lanes: v128): f32 {
  const pairs = f32x4.add(lanes, v128.shuffle<f32>(lanes, lanes, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** Stores the vectors of the first `count` of four voxels, given as four values of all four. */
export function storeVoxels(to: usize, a: v128, b: v128, c: v128, d: v128, count: i32): void {
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  if (count < 2) return;
  v128.store(to, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 16);
  if (count < 3) return;
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5), 32);
  if (count > 3) v128.store(to, v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7), 48);
}
