/** See shaders/hash.wgsl: the structure tensors and the classes of four voxels at a time. */

import { binsOf, coherenceOf } from "./bins";
import { endOf, firstOf, OUTSIDE, paddedIndex, rowPitch, sizeOf } from "./brick";
import { EIGEN, EIGEN_BYTES, eigenAt, QUADS, startSlice } from "./eigen3";
import { firstLanes, storePairs, storePart } from "./vectors";

export function hash(
  p: usize,
  wantsFeatures: u32,
  tensorY: usize,
  upsampled: usize,
  classes: usize,
  features: usize,
): void {
  const width = sizeOf(p, 0);
  const pitch = rowPitch(p);
  const height = sizeOf(p, 1);
  const end = endOf(p);
  for (let index = firstOf(p); index < end; ) {
    const x0 = index % pitch;
    const row = index / pitch;
    const y = row % height;
    const z = row / height;
    const count = min<i32>(pitch - x0, end - index);
    startSlice(p, z);
    const source = upsampled + ((<usize>paddedIndex(p, x0, y, z)) << 2);
    for (let i = 0; i < count; i += 4 * QUADS) {
      const quads = min<i32>(QUADS, (count - i + 3) >> 2);
      let isSomething = i32x4.splat(0);
      for (let quad = 0; quad < quads; quad++)
        isSomething = v128.or(isSomething, insideAt(source, i + 4 * quad, width - x0));
      const isKnown = v128.any_true(isSomething);
      if (isKnown) eigenAt(p, tensorY, x0 + i, y, quads);
      for (let quad = 0; quad < quads; quad++) {
        const k = i + 4 * quad;
        const to = (<usize>(index + k)) << 2;
        let found = i32x4.splat(OUTSIDE);
        if (isKnown) {
          const inside = insideAt(source, k, width - x0);
          const eigen = EIGEN + quad * EIGEN_BYTES;
          const strength = f32x4.sqrt(v128.load(eigen));
          const rest = f32x4.add(f32x4.sqrt(v128.load(eigen, 16)), f32x4.sqrt(v128.load(eigen, 32)));
          const coherence = coherenceOf(strength, rest);
          const bins = i32x4.add(i32x4.mul(angleBins(eigen), i32x4.splat(9)), binsOf(p, strength, coherence));
          found = v128.bitselect(bins, found, inside);
          if (wantsFeatures) {
            storePairs(features + (to << 1), v128.and(strength, inside), v128.and(coherence, inside), count - k);
          }
        }
        storePart(classes + to, found, count - k);
      }
    }
    index += count;
  }
}

/** Which of four voxels of a row of `width` are in the mask: where there is signal. */
function insideAt(source: usize, i: i32, width: i32): v128 {
  const values = v128.load(source + ((<usize>i) << 2));
  return v128.and(f32x4.ne(values, f32x4.splat(0)), firstLanes(width - i));
}

/** cos k · 22.5°: the bins' edges are at k = 1 … 7. */
const COS_1: f32 = 0.92387953;
const COS_2: f32 = Math.SQRT1_2 as f32;
const COS_3: f32 = 0.38268343;

/** 8 · azimuth bin + elevation bin of the eigenvectors of `eigen`. */
function angleBins(eigen: usize): v128 {
  const zero = f32x4.splat(0);
  let x = v128.load(eigen, 48);
  let y = v128.load(eigen, 64);
  let z = v128.load(eigen, 80);
  const isFlat = f32x4.eq(y, zero);
  const isDown = v128.or(f32x4.lt(y, zero), v128.and(isFlat, f32x4.lt(x, zero)));
  const sign = v128.and(isDown, f32x4.splat(-0.0));
  x = v128.xor(x, sign);
  y = v128.xor(y, sign);
  z = v128.xor(z, sign);
  const isUpright = v128.and(isFlat, f32x4.eq(x, zero));
  z = v128.bitselect(f32x4.abs(z), z, isUpright);
  // True is -1.
  let azimuth = reaches(x, y, COS_1, COS_3);
  azimuth = i32x4.add(azimuth, reaches(x, y, COS_2, COS_2));
  azimuth = i32x4.add(azimuth, reaches(x, y, COS_3, COS_1));
  azimuth = i32x4.add(azimuth, reaches(x, y, 0, 1));
  azimuth = i32x4.add(azimuth, reaches(x, y, -COS_3, COS_1));
  azimuth = i32x4.add(azimuth, reaches(x, y, -COS_2, COS_2));
  azimuth = i32x4.add(azimuth, reaches(x, y, -COS_1, COS_3));
  let elevation = f32x4.le(z, f32x4.splat(COS_1));
  elevation = i32x4.add(elevation, f32x4.le(z, f32x4.splat(COS_2)));
  elevation = i32x4.add(elevation, f32x4.le(z, f32x4.splat(COS_3)));
  elevation = i32x4.add(elevation, f32x4.le(z, zero));
  elevation = i32x4.add(elevation, f32x4.le(z, f32x4.splat(-COS_3)));
  elevation = i32x4.add(elevation, f32x4.le(z, f32x4.splat(-COS_2)));
  elevation = i32x4.add(elevation, f32x4.le(z, f32x4.splat(-COS_1)));
  return i32x4.neg(i32x4.add(i32x4.shl(v128.andnot(azimuth, isUpright), 3), elevation));
}

/** Whether directions lie at or beyond an azimuth of this cosine and sine. */
function reaches(x: v128, y: v128, cosine: f32, sine: f32): v128 {
  const across = f32x4.sub(f32x4.mul(f32x4.splat(cosine), y), f32x4.mul(f32x4.splat(sine), x));
  return f32x4.ge(across, f32x4.splat(0));
}
