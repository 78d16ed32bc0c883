/** See shaders/apply-filters.wgsl: the same five vectors for the patch rows of a quad. */

import { endOf, firstOf, OUTSIDE, PAD, paddedIndex, paddedPitch, rowPitch, scaleOf, sizeOf } from "./brick";

export function applyFilters(
  p: usize,
  radius: i32,
  activeQuads: usize,
  classes: usize,
  upsampled: usize,
  filters: usize,
  output: usize,
): void {
  const quads = rowPitch(p) >> 2;
  const height = sizeOf(p, 1);
  const rowBytes = (<usize>paddedPitch(p)) << 2;
  const sliceBytes = rowBytes * (height + 2 * PAD);
  const width = 2 * radius + 1;
  const filterBytes = <usize>(width * width * 48);
  const toCorner = radius * (sliceBytes + rowBytes);
  const toNextSlice = sliceBytes - width * rowBytes;
  const scale = f32x4.splat(scaleOf(p));
  const outside = i32x4.splat(OUTSIDE);
  const end = endOf(p);
  for (let index = firstOf(p); index < end; index++) {
    const quad = load<i32>(activeQuads + ((<usize>index) << 2));
    const row = quad / quads;
    const centre = upsampled + ((<usize>paddedIndex(p, (quad % quads) << 2, row % height, row / height)) << 2);
    const classAt = classes + ((<usize>quad) << 4);
    let f0 = filterOf(filters, classAt, filterBytes);
    let f1 = filterOf(filters, classAt + 4, filterBytes);
    let f2 = filterOf(filters, classAt + 8, filterBytes);
    let f3 = filterOf(filters, classAt + 12, filterBytes);
    let at = centre - toCorner - 32;
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let z = 0; z < width; z++) {
      for (let y = 0; y < width; y++) {
        // Voxel i of the quad sees elements 3 + i … 13 + i of these.
        const a = v128.load(at);
        const b = v128.load(at, 16);
        const c = v128.load(at, 32);
        const d = v128.load(at, 48);
        const e = v128.load(at, 64);
        const ab = v128.shuffle<f32>(a, b, 3, 4, 5, 6);
        const bc = v128.shuffle<f32>(b, c, 3, 4, 5, 6);
        const cd = v128.shuffle<f32>(c, d, 3, 4, 5, 6);
        s0 = f32x4.add(s0, products(f0, ab, bc, cd));
        s1 = f32x4.add(s1, products(f1, b, c, d));
        const bc1 = v128.shuffle<f32>(b, c, 1, 2, 3, 4);
        const cd1 = v128.shuffle<f32>(c, d, 1, 2, 3, 4);
        const de1 = v128.shuffle<f32>(d, e, 1, 2, 3, 4);
        s2 = f32x4.add(s2, products(f2, bc1, cd1, de1));
        const bc2 = v128.shuffle<f32>(b, c, 2, 3, 4, 5);
        const cd2 = v128.shuffle<f32>(c, d, 2, 3, 4, 5);
        const de2 = v128.shuffle<f32>(d, e, 2, 3, 4, 5);
        s3 = f32x4.add(s3, products(f3, bc2, cd2, de2));
        f0 += 48;
        f1 += 48;
        f2 += 48;
        f3 += 48;
        at += rowBytes;
      }
      at += toNextSlice;
    }
    const low = f32x4.add(v128.shuffle<f32>(s0, s1, 0, 4, 1, 5), v128.shuffle<f32>(s0, s1, 2, 6, 3, 7));
    const high = f32x4.add(v128.shuffle<f32>(s2, s3, 0, 4, 1, 5), v128.shuffle<f32>(s2, s3, 2, 6, 3, 7));
    const sums = f32x4.add(v128.shuffle<f32>(low, high, 0, 1, 4, 5), v128.shuffle<f32>(low, high, 2, 3, 6, 7));
    const isOutside = i32x4.eq(v128.load(classAt), outside);
    const result = v128.bitselect(v128.load(centre), sums, isOutside);
    v128.store(output + ((<usize>quad) << 4), f32x4.mul(result, scale));
  }
}

/** Where the filter of the class at address `classAt` lies; outside the mask any will do. */
function filterOf(filters: usize, classAt: usize, filterBytes: usize): usize {
  const found = load<u32>(classAt);
  return found === OUTSIDE ? filters : filters + found * filterBytes;
}

/** Of a filter's row and the voxels under it. */
function products(filter: usize, a: v128, b: v128, c: v128): v128 {
  const first = f32x4.mul(v128.load(filter), a);
  const second = f32x4.mul(v128.load(filter, 16), b);
  return f32x4.add(f32x4.add(first, second), f32x4.mul(v128.load(filter, 32), c));
}
