/** See shaders/ssim-x.wgsl: four voxels of a row at a time, with the same sums. */

import { HALO, paddedPlace, storeVoxels } from "./block";
import { endOf, firstOf, sizeOf } from "./brick";

const CENTRE: f32 = 0.5;
const REACH: i32 = 3;

export function ssimX(p: usize, truth: usize, result: usize, sums: usize): void {
  const width = sizeOf(p, 0);
  const rows = sizeOf(p, 1) + 2 * HALO;
  const end = endOf(p);
  for (let index = firstOf(p); index < end; ) {
    const x = index % width;
    const row = index / width;
    const count = min<i32>(width - x, end - index);
    const place = paddedPlace(p, x - REACH, (row % rows) - HALO, row / rows - HALO);
    let to = sums + ((<usize>index) << 4);
    let a = truth + place;
    let b = result + place;
    for (let i = 0; i < count; i += 4) {
      sumFour(a, b, to, count - i);
      a += 16;
      b += 16;
      to += 64;
    }
    index += count;
  }
}

/** The window begins at `truth` and `result`. */
function sumFour(truth: usize, result: usize, to: usize, count: i32): void {
  const centre = f32x4.splat(CENTRE);
  let means = f32x4.splat(0);
  let differences = means;
  let squares = means;
  let squaredDifferences = means;
  for (let tap: usize = 0; tap < 7 * 4; tap += 4) {
    const t = v128.load(truth + tap);
    const a = f32x4.sub(t, centre);
    const d = f32x4.sub(v128.load(result + tap), t);
    const b = f32x4.add(a, d);
    means = f32x4.add(means, a);
    differences = f32x4.add(differences, d);
    squares = f32x4.add(squares, f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b)));
    squaredDifferences = f32x4.add(squaredDifferences, f32x4.mul(d, d));
  }
  storeVoxels(to, means, differences, squares, squaredDifferences, count);
}
