/**
 * See shaders/degrade.wgsl. A row of the coarse brick at a time: the fine rows that it takes are added up with the weights
 * along y and z, which is done once for all its voxels; then come the weights along x.
 */

import { clampTo } from "./brick";

/** The fine rows of a coarse row, added up. */
const MOST: i32 = 8192;
const LINE = memory.data(4 * 8192, 16);

function paramOf(p: usize, group: i32, axis: i32): i32 {
  return load<i32>(p + ((2 + 3 * group + axis) << 2));
}
const ORIGIN = 0;
const SIZE = 1;
const FACTOR = 2;
const VOLUME = 3;
const FINE_ORIGIN = 4;
const FINE_SIZE = 5;
const TAP = 6;
const TAPS = 7;

export function degrade(p: usize, fine: usize, weights: usize, coarse: usize): void {
  const width = paramOf(p, SIZE, 0);
  const height = paramOf(p, SIZE, 1);
  const taps = paramOf(p, TAPS, 0);
  const last = paramOf(p, VOLUME, 0) - 1;
  const origin = paramOf(p, FINE_ORIGIN, 0);
  const factor = paramOf(p, FACTOR, 0);
  const end = load<i32>(p) + load<i32>(p, 4);
  for (let index = load<i32>(p); index < end; ) {
    const x0 = index % width;
    const row = index / width;
    const count = min<i32>(width - x0, end - index);
    const tap = (paramOf(p, ORIGIN, 0) + x0) * factor + paramOf(p, TAP, 0);
    const from = clampTo(tap, last) - origin;
    // As many coarse voxels as have their fine ones in the line.
    const some = min<i32>(count, (MOST - taps - 4) / factor);
    const to = clampTo(tap + (some - 1) * factor + taps - 1, last) - origin;
    addRows(p, fine, weights, row % height, row / height, from, to);
    for (let i = 0; i < some; i++) {
      let sum: f32 = 0;
      for (let k = 0; k < taps; k++) {
        const at = clampTo(tap + i * factor + k, last) - origin - from;
        sum += load<f32>(weights + (k << 2)) * load<f32>(LINE + (at << 2));
      }
      store<f32>(coarse + ((<usize>(index + i)) << 2), sum);
    }
    index += some;
  }
}

/** Adds up what lies from voxel `from` to `to` of the fine rows of coarse row (y, z), into LINE. */
function addRows(p: usize, fine: usize, weights: usize, y: i32, z: i32, from: i32, to: i32): void {
  const row = paramOf(p, FINE_SIZE, 0);
  const rows = paramOf(p, FINE_SIZE, 1);
  const tapY = (paramOf(p, ORIGIN, 1) + y) * paramOf(p, FACTOR, 1) + paramOf(p, TAP, 1);
  const tapZ = (paramOf(p, ORIGIN, 2) + z) * paramOf(p, FACTOR, 2) + paramOf(p, TAP, 2);
  const tapsY = paramOf(p, TAPS, 1);
  const tapsZ = paramOf(p, TAPS, 2);
  const weightsY = weights + (paramOf(p, TAPS, 0) << 2);
  const weightsZ = weightsY + (tapsY << 2);
  for (let x = from; x <= to; x += 4) {
    let sum = f32x4.splat(0);
    for (let k = 0; k < tapsZ; k++) {
      const slice = clampTo(tapZ + k, paramOf(p, VOLUME, 2) - 1) - paramOf(p, FINE_ORIGIN, 2);
      let plane = f32x4.splat(0);
      for (let j = 0; j < tapsY; j++) {
        const line = clampTo(tapY + j, paramOf(p, VOLUME, 1) - 1) - paramOf(p, FINE_ORIGIN, 1);
        const at = fine + ((<usize>(x + row * (line + rows * slice))) << 2);
        plane = f32x4.add(plane, f32x4.mul(v128.load32_splat(weightsY + (j << 2)), v128.load(at)));
      }
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(weightsZ + (k << 2)), plane));
    }
    v128.store(LINE + ((<usize>(x - from)) << 2), sum);
  }
}
