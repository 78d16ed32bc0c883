/** See shaders/ssim-y.wgsl. */

import { HALO } from "./block";
import { endOf, firstOf, sizeOf } from "./brick";

const REACH: i32 = 3;

export function ssimY(p: usize, alongX: usize, sums: usize): void {
  const width = sizeOf(p, 0);
  const height = sizeOf(p, 1);
  const step = (<usize>width) << 4;
  const end = endOf(p);
  for (let index = firstOf(p); index < end; ) {
    const x = index % width;
    const row = index / width;
    const count = min<i32>(width - x, end - index);
    const line = (row % height) + HALO - REACH + (height + 2 * HALO) * (row / height);
    let at = alongX + ((<usize>(x + width * line)) << 4);
    let to = sums + ((<usize>index) << 4);
    for (let i = 0; i < count; i++) {
      const middle = at + 3 * step;
      const low = f32x4.add(f32x4.add(v128.load(at), v128.load(at + step)), v128.load(at + 2 * step));
      const high = f32x4.add(f32x4.add(v128.load(middle), v128.load(middle + step)), v128.load(middle + 2 * step));
      v128.store(to, f32x4.add(f32x4.add(low, high), v128.load(middle + 3 * step)));
      at += 16;
      to += 16;
    }
    index += count;
  }
}
