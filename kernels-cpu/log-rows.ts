/** See shaders/log-rows.wgsl: four voxels of a row at a time. */

import { HALO, insideFour, sumOf } from "./block";
import { endOf, firstOf, sizeOf } from "./brick";
import { firstLanes } from "./vectors";

/** The Laplacians of the error and of the truth of four voxels. */
const LAPLACIANS = memory.data(32, 16);

export function logRows(p: usize, alongY: usize, weights: usize, mask: usize, sums: usize): void {
  const width = sizeOf(p, 0);
  const height = sizeOf(p, 1);
  const plane = (<usize>(width * height)) << 4;
  const end = endOf(p);
  for (let row = firstOf(p); row < end; row++) {
    let centre = alongY + ((<usize>(width * (row + height * HALO))) << 4);
    let inside = mask + <usize>(width * row);
    let error = f32x4.splat(0);
    let truth = error;
    let maskedError = error;
    let maskedTruth = error;
    for (let x = 0; x < width; x += 4) {
      putLaplacians(centre, plane, weights);
      const lanes = firstLanes(width - x);
      const masked = insideFour(inside);
      const ofError = v128.and(v128.load(LAPLACIANS), lanes);
      const ofTruth = v128.and(v128.load(LAPLACIANS, 16), lanes);
      const errorSquare = f32x4.mul(ofError, ofError);
      const truthSquare = f32x4.mul(ofTruth, ofTruth);
      error = f32x4.add(error, errorSquare);
      truth = f32x4.add(truth, truthSquare);
      maskedError = f32x4.add(maskedError, v128.and(errorSquare, masked));
      maskedTruth = f32x4.add(maskedTruth, v128.and(truthSquare, masked));
      centre += 64;
      inside += 4;
    }
    const to = sums + ((<usize>row) << 4);
    store<f32>(to, sumOf(error));
    store<f32>(to, sumOf(maskedError), 4);
    store<f32>(to, sumOf(truth), 8);
    store<f32>(to, sumOf(maskedTruth), 12);
  }
}

/** Puts them for the voxels from `centre` on. */
function putLaplacians(centre: usize, plane: usize, weights: usize): void {
  // What is smooth in x and y is to be curved along z, and the other way round: pairs (g, g″) become (g″, g).
  let weight = swapped(weights);
  let a = f32x4.mul(weight, v128.load(centre));
  let b = f32x4.mul(weight, v128.load(centre, 16));
  let c = f32x4.mul(weight, v128.load(centre, 32));
  let d = f32x4.mul(weight, v128.load(centre, 48));
  let before = centre;
  let after = centre;
  for (let distance = 1; distance <= HALO; distance++) {
    before -= plane;
    after += plane;
    weights += 8;
    weight = swapped(weights);
    a = f32x4.add(a, f32x4.mul(weight, f32x4.add(v128.load(before), v128.load(after))));
    b = f32x4.add(b, f32x4.mul(weight, f32x4.add(v128.load(before, 16), v128.load(after, 16))));
    c = f32x4.add(c, f32x4.mul(weight, f32x4.add(v128.load(before, 32), v128.load(after, 32))));
    d = f32x4.add(d, f32x4.mul(weight, f32x4.add(v128.load(before, 48), v128.load(after, 48))));
  }
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 2, 4, 6), v128.shuffle<f32>(a, b, 1, 3, 5, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 2, 4, 6), v128.shuffle<f32>(c, d, 1, 3, 5, 7));
  v128.store(LAPLACIANS, v128.shuffle<f32>(ab, cd, 0, 2, 4, 6));
  v128.store(LAPLACIANS, v128.shuffle<f32>(ab, cd, 1, 3, 5, 7), 16);
}

function swapped(pair: usize): v128 {
  const pairs = v128.load64_splat(pair);
  return v128.shuffle<f32>(pairs, pairs, 1, 0, 3, 2);
}
