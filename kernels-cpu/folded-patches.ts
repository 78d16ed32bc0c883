/** The neighbours of low-resolution voxels, laid side by side. */

import { ROW_BYTES } from "./folded-filters";

/** Of each low-resolution voxel of a row its neighbours, less it, in the order of the taps unturned; 0 behind them. */
export const PATCHES = memory.data(528 * 16 * 15, 16);

/** PATCHES of `count` voxels from `line` on; `offsets` begin with the taps unturned. */
export function putPatches(line: usize, count: i32, offsets: usize): void {
  for (let i = 0; i < count; i += 4) {
    const at = line + ((<usize>i) << 2);
    const centres = v128.load(at);
    const to = PATCHES + i * ROW_BYTES;
    for (let quad: usize = 0; quad < ROW_BYTES; quad += 16) {
      const taps = offsets + quad;
      const a = f32x4.sub(v128.load(at + ((<usize>load<i32>(taps)) << 2)), centres);
      const b = f32x4.sub(v128.load(at + ((<usize>load<i32>(taps, 4)) << 2)), centres);
      const c = f32x4.sub(v128.load(at + ((<usize>load<i32>(taps, 8)) << 2)), centres);
      const d = f32x4.sub(v128.load(at + ((<usize>load<i32>(taps, 12)) << 2)), centres);
      const firstAB = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
      const lastAB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const firstCD = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      const lastCD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      const patch = to + quad;
      v128.store(patch, v128.shuffle<f32>(firstAB, firstCD, 0, 1, 4, 5));
      v128.store(patch + ROW_BYTES, v128.shuffle<f32>(firstAB, firstCD, 2, 3, 6, 7));
      v128.store(patch + 2 * ROW_BYTES, v128.shuffle<f32>(lastAB, lastCD, 0, 1, 4, 5));
      v128.store(patch + 3 * ROW_BYTES, v128.shuffle<f32>(lastAB, lastCD, 2, 3, 6, 7));
    }
  }
}
