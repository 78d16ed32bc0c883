/** `Params` of shaders/shared/brick.wgsl, by their places in bytes, and how items of a brick lie in its buffers. */

export const PAD_X: i32 = 8;
export const PAD: i32 = 5;
/** Radius of the structure tensor's window. */
export const WINDOW: i32 = 4;
/** Class of a voxel outside the mask. */
export const OUTSIDE: u32 = 0xffffffff;

/** The range of items of a call. */
export function firstOf(p: usize): i32 {
  return load<i32>(p);
}

export function endOf(p: usize): i32 {
  return load<i32>(p) + load<i32>(p, 4);
}

/** Along axis 0, 1 or 2: the brick's first voxel in the output grid, its voxels, and those of the whole output grid. */
export function originOf(p: usize, axis: i32): i32 {
  return load<i32>(p + ((2 + axis) << 2));
}

export function sizeOf(p: usize, axis: i32): i32 {
  return load<i32>(p + ((5 + axis) << 2));
}

export function volumeOf(p: usize, axis: i32): i32 {
  return load<i32>(p + ((8 + axis) << 2));
}

/** Likewise of the low-resolution part that is in memory, and of its whole grid. */
export function lrOriginOf(p: usize, axis: i32): i32 {
  return load<i32>(p + ((11 + axis) << 2));
}

export function lrSizeOf(p: usize, axis: i32): i32 {
  return load<i32>(p + ((14 + axis) << 2));
}

export function lrVolumeOf(p: usize, axis: i32): i32 {
  return load<i32>(p + ((17 + axis) << 2));
}

export function factorOf(p: usize, axis: i32): i32 {
  return load<i32>(p + ((20 + axis) << 2));
}

export function strengthEdge(p: usize, i: i32): f32 {
  return load<f32>(p + ((23 + i) << 2));
}

export function coherenceEdge(p: usize, i: i32): f32 {
  return load<f32>(p + ((25 + i) << 2));
}

/** The Gaussian window at a distance of 0 … 4. */
export function windowWeight(p: usize, distance: i32): f32 {
  return load<f32>(p + ((27 + distance) << 2));
}

export function scaleOf(p: usize): f32 {
  return load<f32>(p, 32 << 2);
}

/** Voxels of a brick's row, rounded up to whole quads, and those of its row with margins. */
export function rowPitch(p: usize): i32 {
  return (sizeOf(p, 0) + 3) & ~3;
}

export function paddedPitch(p: usize): i32 {
  return rowPitch(p) + 2 * PAD_X;
}

/** Index of a brick-local voxel (margin: negative or beyond the size) in the padded upsampled brick. */
export function paddedIndex(p: usize, x: i32, y: i32, z: i32): i32 {
  return x + PAD_X + paddedPitch(p) * (y + PAD + (sizeOf(p, 1) + 2 * PAD) * (z + PAD));
}

/**
 * Puts to nine words where the lines of the window around brick-local line `local` of an axis begin, bytes: edge-clamped, in a
 * buffer with WINDOW more lines at both ends, which lie `stride` bytes apart.
 */
export function putWindow(p: usize, axis: i32, local: i32, stride: i32, to: usize): void {
  const origin = originOf(p, axis);
  for (let d = -WINDOW; d <= WINDOW; d++) {
    const line = clampTo(origin + local + d, volumeOf(p, axis) - 1) - origin + WINDOW;
    store<i32>(to + ((d + WINDOW) << 2), line * stride);
  }
}

export function clampTo(i: i32, last: i32): i32 {
  return max<i32>(0, min<i32>(i, last));
}
