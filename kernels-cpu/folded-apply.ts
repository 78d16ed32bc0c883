/**
 * See shaders/folded-apply.wgsl. The least and the most of the low-resolution voxels are found once for a row; the taps of
 * the 48 symmetries are turned into distances in bytes once for a call.
 */

import { endOf, firstOf, OUTSIDE, paddedIndex, rowPitch, sizeOf } from "./brick";
import { HIGHEST, LEVEL_SHIFT, LOWEST, lowPlace, lowSize, putRanges, ROW_BYTES, SYMMETRY_SHIFT } from "./folded";

/** Distances of the 57 taps and of three more, of each symmetry. */
const SYMMETRIES: usize = 48;
const DISTANCES = memory.data(48 * 240, 16);
/** Where a row holds its class's share of the error, and whether the class has few rows. */
const ERROR: usize = 4 * 57;
const FEW: usize = 4 * 58;

export function foldedApply(
  p: usize,
  levelFilters: u32,
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
  const lowRow = (<usize>lowSize(p, 0)) << 2;
  const lowSlice = lowRow * lowSize(p, 1);
  const levels = filters + levelFilters * ROW_BYTES;
  for (let i: usize = 0; i < SYMMETRIES * ROW_BYTES; i += 4) store<i32>(DISTANCES + i, load<i32>(offsets + i) << 2);
  let guarded: u32 = 0;
  let fewRows: u32 = 0;
  const end = endOf(p);
  for (let index = firstOf(p); index < end; ) {
    const x0 = index % pitch;
    const row = index / pitch;
    const y = row % height;
    const z = row / height;
    const count = min<i32>(pitch - x0, end - index);
    const lowX = lowPlace(p, 0, x0);
    const line = low + ((<usize>lowX) << 2) + lowPlace(p, 1, y) * lowRow + lowPlace(p, 2, z) * lowSlice;
    putRanges(line, lowPlace(p, 0, x0 + count - 1) - lowX + 1, lowRow, lowSlice);
    const source = upsampled + ((<usize>paddedIndex(p, x0, y, z)) << 2);
    for (let i = 0; i < count; i++) {
      const at = (<usize>i) << 2;
      const to = (<usize>(index + i)) << 2;
      const u = load<f32>(source + at);
      const word = load<u32>(voxels + to);
      if (word === OUTSIDE) {
        store<f32>(output + to, u);
        if (wantsErrors) store<f32>(errors + to, 0);
        continue;
      }
      const place = (<usize>(lowPlace(p, 0, x0 + i) - lowX)) << 2;
      const a = filters + (word & 0xfff) * ROW_BYTES;
      const b = levels + ((word >> LEVEL_SHIFT) & 0xff) * ROW_BYTES;
      const sum = filtered(line + place, DISTANCES + (word >> SYMMETRY_SHIFT) * ROW_BYTES, a, b, u);
      const error = load<f32>(a + ERROR) * load<f32>(b + ERROR);
      const result = u + sum;
      const least = load<f32>(LOWEST + place) - error;
      const most = load<f32>(HIGHEST + place) + error;
      if (x0 + i < width) {
        guarded += <u32>(result < least || result > most);
        fewRows += <u32>(load<f32>(a + FEW) + load<f32>(b + FEW) > 0);
      }
      store<f32>(output + to, min<f32>(max<f32>(result, least), most));
      if (wantsErrors) store<f32>(errors + to, error);
    }
    index += count;
  }
  store<u32>(counts, load<u32>(counts) + guarded);
  store<u32>(counts, load<u32>(counts, 4) + fewRows, 4);
}

/** The two filters' sum over the taps around `centre`, without what they make of `u` everywhere. */
function filtered(centre: usize, distances: usize, a: usize, b: usize, u: f32): f32 {
  const all = f32x4.splat(u);
  let even = f32x4.splat(0);
  let odd = f32x4.splat(0);
  for (let quad: usize = 0; quad < 14 * 16; quad += 32) {
    const first = f32x4.sub(taps(centre, distances + quad), all);
    even = f32x4.add(even, f32x4.mul(f32x4.add(v128.load(a + quad), v128.load(b + quad)), first));
    const second = f32x4.sub(taps(centre, distances + quad + 16), all);
    odd = f32x4.add(odd, f32x4.mul(f32x4.add(v128.load(a + quad, 16), v128.load(b + quad, 16)), second));
  }
  const sums = f32x4.add(even, odd);
  const last = load<f32>(centre + load<i32>(distances, 224)) - u;
  return (
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3)) +
    (load<f32>(a, 224) + load<f32>(b, 224)) * last
  );
}

function taps(centre: usize, distances: usize): v128 {
  let f = v128.load32_zero(centre + load<i32>(distances));
  f = v128.load32_lane(centre + load<i32>(distances, 4), f, 1);
  f = v128.load32_lane(centre + load<i32>(distances, 8), f, 2);
  return v128.load32_lane(centre + load<i32>(distances, 12), f, 3);
}
