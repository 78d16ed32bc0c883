/**
 * See shaders/folded-apply.wgsl. The least and the most of the low-resolution voxels are found once for a row.
 */

import { endOf, firstOf, OUTSIDE, paddedIndex, rowPitch, sizeOf } from "./brick";
import { HIGHEST, LOWEST, lowPlace, lowSize, MOST, putRanges } from "./folded";
import { levelOf, structureOf, symmetryOf, TAP_QUADS } from "./folded-word";
import { gather } from "./taps";

const ROW_BYTES: usize = 16 * TAP_QUADS;
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
  let guarded: u32 = 0;
  let fewRows: u32 = 0;
  const end = endOf(p);
  for (let index = firstOf(p); index < end; ) {
    const x0 = index % pitch;
    const row = index / pitch;
    const y = row % height;
    const z = row / height;
    const count = min<i32>(min<i32>(pitch - x0, end - index), MOST);
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
      const a = filters + structureOf(word) * ROW_BYTES;
      const b = levels + levelOf(word) * ROW_BYTES;
      const sum = filtered(line + place, offsets + symmetryOf(word) * ROW_BYTES, a, b, u);
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
function filtered(centre: usize, offsets: usize, a: usize, b: usize, u: f32): f32 {
  const all = f32x4.splat(u);
  let even = f32x4.splat(0);
  let odd = f32x4.splat(0);
  for (let quad: usize = 0; quad < 14 * 16; quad += 32) {
    const first = f32x4.sub(gather(centre, offsets + quad), all);
    even = f32x4.add(even, f32x4.mul(f32x4.add(v128.load(a + quad), v128.load(b + quad)), first));
    const second = f32x4.sub(gather(centre, offsets + quad + 16), all);
    odd = f32x4.add(odd, f32x4.mul(f32x4.add(v128.load(a + quad, 16), v128.load(b + quad, 16)), second));
  }
  const sums = f32x4.add(even, odd);
  const last = load<f32>(centre + ((<usize>load<i32>(offsets, 224)) << 2)) - u;
  return (
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3)) +
    (load<f32>(a, 224) + load<f32>(b, 224)) * last
  );
}
