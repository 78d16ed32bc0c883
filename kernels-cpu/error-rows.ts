/** See shaders/error-rows.wgsl: four voxels of a row at a time. */

import { insideFour, paddedPlace, sumOf } from "./block";
import { endOf, firstOf, sizeOf } from "./brick";
import { firstLanes } from "./vectors";

export function errorRows(p: usize, truth: usize, result: usize, mask: usize, sums: usize): void {
  const width = sizeOf(p, 0);
  const height = sizeOf(p, 1);
  const end = endOf(p);
  for (let row = firstOf(p); row < end; row++) {
    const place = paddedPlace(p, 0, row % height, row / height);
    let a = truth + place;
    let b = result + place;
    let inside = mask + <usize>(width * row);
    let all = f32x4.splat(0);
    let masked = all;
    for (let x = 0; x < width; x += 4) {
      const error = f32x4.sub(v128.load(b), v128.load(a));
      const square = v128.and(f32x4.mul(error, error), firstLanes(width - x));
      all = f32x4.add(all, square);
      masked = f32x4.add(masked, v128.and(square, insideFour(inside)));
      a += 16;
      b += 16;
      inside += 4;
    }
    const to = sums + ((<usize>row) << 3);
    store<f32>(to, sumOf(all));
    store<f32>(to, sumOf(masked), 4);
  }
}
