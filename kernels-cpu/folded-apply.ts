/**
 * See shaders/folded-apply.wgsl. The neighbours of the low-resolution voxels of a row are laid side by side once, for all
 * output voxels near them; the filters are laid out in the same order for the symmetry that a voxel needs, when it is first
 * needed, so that filtering reads whole vectors.
 */

import { endOf, firstOf, OUTSIDE, paddedIndex, rowPitch, sizeOf } from "./brick";
import { GREATEST, LEAST, lowCount, MOST, NEAREST, startRow } from "./folded";
import { addressOf, ERROR, FEW, laidRow, layOutBoth, ROW_BYTES, SUM, takeFilters } from "./folded-filters";
import { PATCHES, putPatches } from "./folded-patches";
import { levelOf, structureOf, symmetryOf } from "./folded-word";
import { firstLanes, storePart } from "./vectors";

/** Of the voxels of a row: what filtering makes of them, and the error to be expected. */
const RESULTS = memory.data(4 * 512, 16);
const ERRORS = memory.data(4 * 512, 16);

export function foldedApply(
  p: usize,
  levelFilters: u32,
  filterCount: u32,
  wantsErrors: u32,
  voxels: usize,
  upsampled: usize,
  low: usize,
  offsets: usize,
  filters: usize,
  output: usize,
  errors: usize,
  counts: usize,
): void {
  const width = sizeOf(p, 0);
  const pitch = rowPitch(p);
  const height = sizeOf(p, 1);
  let guarded: u32 = 0;
  let fewRows: u32 = 0;
  takeFilters(filters, filterCount);
  let patched: usize = 0;
  const end = endOf(p);
  for (let index = firstOf(p); index < end; ) {
    const x0 = index % pitch;
    const row = index / pitch;
    const y = row % height;
    const z = row / height;
    const count = min<i32>(min<i32>(pitch - x0, end - index), MOST);
    const line = startRow(p, low, x0, y, z, count);
    // Whole rows beside each other are often near the same line.
    if (line !== patched) putPatches(line, lowCount(p, x0, count), offsets);
    patched = count === pitch ? line : 0;
    const source = upsampled + ((<usize>paddedIndex(p, x0, y, z)) << 2);
    const words = voxels + ((<usize>index) << 2);
    for (let i = 0; i < count; i++) {
      const at = (<usize>i) << 2;
      const word = load<u32>(words + at);
      if (word === OUTSIDE) continue;
      const symmetry = symmetryOf(word);
      const structure = structureOf(word);
      const level = levelFilters + levelOf(word);
      if (laidRow(structure, symmetry) === 0 || laidRow(level, symmetry) === 0) {
        layOutBoth(filters, offsets, structure, level, symmetry);
      }
      const a = addressOf(laidRow(structure, symmetry));
      const b = addressOf(laidRow(level, symmetry));
      const nearest = load<usize>(NEAREST + at);
      const u = load<f32>(source + at);
      const difference = u - load<f32>(line + (nearest << 2));
      const sum = filtered(PATCHES + nearest * ROW_BYTES, a, b);
      store<f32>(RESULTS + at, u + (sum - difference * (load<f32>(a, SUM) + load<f32>(b, SUM))));
      store<f32>(ERRORS + at, load<f32>(a, ERROR) * load<f32>(b, ERROR));
      fewRows += <u32>(load<f32>(a, FEW) + load<f32>(b, FEW) > 0) & <u32>(x0 + i < width);
    }
    for (let i = 0; i < count; i += 4) {
      const at = (<usize>i) << 2;
      const isOutside = i32x4.eq(v128.load(words + at), i32x4.splat(OUTSIDE));
      const result = v128.load(RESULTS + at);
      const error = v128.load(ERRORS + at);
      const least = f32x4.sub(v128.load(LEAST + at), error);
      const most = f32x4.add(v128.load(GREATEST + at), error);
      const isBeyond = v128.or(f32x4.lt(result, least), f32x4.gt(result, most));
      const isCounted = v128.andnot(firstLanes(min<i32>(count, width - x0) - i), isOutside);
      guarded += popcnt<i32>(i32x4.bitmask(v128.and(isBeyond, isCounted)));
      const drawn = f32x4.pmin(f32x4.pmax(result, least), most);
      const to = (<usize>(index + i)) << 2;
      storePart(output + to, v128.bitselect(v128.load(source + at), drawn, isOutside), count - i);
      if (wantsErrors) storePart(errors + to, v128.andnot(error, isOutside), count - i);
    }
    index += count;
  }
  store<u32>(counts, load<u32>(counts) + guarded);
  store<u32>(counts, load<u32>(counts, 4) + fewRows, 4);
}

/** The two filters' sum over a voxel's neighbours less the voxel. */
function filtered(patch: usize, a: usize, b: usize): f32 {
  let first = f32x4.splat(0);
  let second = f32x4.splat(0);
  let third = f32x4.splat(0);
  for (let quad: usize = 0; quad < ROW_BYTES; quad += 48) {
    const own = patch + quad;
    const left = a + quad;
    const right = b + quad;
    first = f32x4.add(first, f32x4.mul(f32x4.add(v128.load(left), v128.load(right)), v128.load(own)));
    second = f32x4.add(second, f32x4.mul(f32x4.add(v128.load(left, 16), v128.load(right, 16)), v128.load(own, 16)));
    third = f32x4.add(third, f32x4.mul(f32x4.add(v128.load(left, 32), v128.load(right, 32)), v128.load(own, 32)));
  }
  const sums = f32x4.add(f32x4.add(first, second), third);
  return (
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3))
  );
}
