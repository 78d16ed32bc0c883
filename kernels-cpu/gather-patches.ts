/** See shaders/gather-patches.wgsl: the rows of the training matrix, each a patch, its target and zeros. */

import { endOf, firstOf } from "./brick";

export function gatherPatches(p: usize, upsampled: usize, voxels: usize, targets: usize, rows: usize): void {
  const pitch = (<usize>load<i32>(p, 8)) << 2;
  const slice = (<usize>load<i32>(p, 12)) << 2;
  const width = load<i32>(p, 16);
  const stride = load<i32>(p, 20);
  const taps = width * width * width;
  const corner = upsampled - <usize>(width / 2) * (4 + pitch + slice);
  const end = endOf(p);
  for (let index = firstOf(p); index < end; ) {
    const row = (<usize>(index / stride)) << 2;
    const patch = corner + ((<usize>load<u32>(voxels + row)) << 2);
    const target = load<f32>(targets + row);
    const column = index % stride;
    const count = min<i32>(end - index, stride - column);
    const to = rows + ((<usize>index) << 2);
    if (count === stride) {
      putPatch(patch, pitch, slice, width, to);
      store<f32>(to + ((<usize>taps) << 2), target);
      for (let i = taps + 1; i < stride; i++) store<f32>(to + ((<usize>i) << 2), 0);
    } else {
      for (let i = 0; i < count; i++) {
        const value = elementOf(patch, pitch, slice, width, column + i, target);
        store<f32>(to + ((<usize>i) << 2), value);
      }
    }
    index += count;
  }
}

/**
 * A whole patch, in vectors: what they take beyond the end of a line lies in the brick's margin, and what they put there
 * is overwritten by what follows.
 */
function putPatch(patch: usize, pitch: usize, slice: usize, width: i32, to: usize): void {
  for (let z = 0; z < width; z++) {
    let line = patch;
    for (let y = 0; y < width; y++) {
      for (let x = 0; x < width; x += 4) v128.store(to + ((<usize>x) << 2), v128.load(line + ((<usize>x) << 2)));
      to += (<usize>width) << 2;
      line += pitch;
    }
    patch += slice;
  }
}

/** One column of a row that a call does not do as a whole. */
function elementOf(patch: usize, pitch: usize, slice: usize, width: i32, column: i32, target: f32): f32 {
  const square = width * width;
  if (column >= square * width) return column === square * width ? target : 0;
  const line = patch + <usize>(column / square) * slice + <usize>((column / width) % width) * pitch;
  return load<f32>(line + ((<usize>(column % width)) << 2));
}
