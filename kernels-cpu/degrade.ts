/**
 * See shaders/degrade.wgsl: a row of fine voxels is weighed along y and z, and from it a row of coarse ones along x.
 */

import { clampTo, endOf, firstOf } from "./brick";

/** Fine voxels of a row at a time. A coarse voxel of more taps along x takes several turns. */
const MOST: i32 = 4096;
const ROW = memory.data(4 * (4096 + 4), 16);

/** Along an axis: the brick's first coarse voxel and its voxels, and the fine voxels of one. */
function originOf(p: usize, axis: i32): i32 {
  return load<i32>(p + ((2 + axis) << 2));
}

function sizeOf(p: usize, axis: i32): i32 {
  return load<i32>(p + ((5 + axis) << 2));
}

function factorOf(p: usize, axis: i32): i32 {
  return load<i32>(p + ((8 + axis) << 2));
}

/** The last fine voxel, and the first and the number of those in memory. */
function lastOf(p: usize, axis: i32): i32 {
  return load<i32>(p + ((11 + axis) << 2)) - 1;
}

function fineOriginOf(p: usize, axis: i32): i32 {
  return load<i32>(p + ((14 + axis) << 2));
}

function fineSizeOf(p: usize, axis: i32): i32 {
  return load<i32>(p + ((17 + axis) << 2));
}

/** The fine voxel of the first tap of a brick-local coarse voxel, and the number of taps. */
function tapOf(p: usize, axis: i32, local: i32): i32 {
  return (originOf(p, axis) + local) * factorOf(p, axis) + load<i32>(p + ((20 + axis) << 2));
}

function tapsOf(p: usize, axis: i32): i32 {
  return load<i32>(p + ((23 + axis) << 2));
}

export function degrade(p: usize, fine: usize, weights: usize, coarse: usize): void {
  const width = sizeOf(p, 0);
  const height = sizeOf(p, 1);
  const factor = factorOf(p, 0);
  const taps = tapsOf(p, 0);
  const most = max<i32>(1, (MOST - taps) / factor + 1);
  const end = endOf(p);
  for (let index = firstOf(p); index < end; ) {
    const x = index % width;
    const row = index / width;
    const count = min<i32>(min<i32>(width - x, end - index), most);
    const to = coarse + ((<usize>index) << 2);
    for (let tap = 0; tap < taps; tap += MOST) {
      const some = min<i32>(taps - tap, MOST);
      putRow(p, fine, weights, tapOf(p, 0, x) + tap, (count - 1) * factor + some, row % height, row / height);
      weighRow(weights + ((<usize>tap) << 2), some, (<usize>factor) << 2, to, count, tap === 0);
    }
    index += count;
  }
}

/** The fine voxels from `first` on along x, weighed around a coarse voxel's y and z; those beyond faces like those at them. */
function putRow(p: usize, fine: usize, weights: usize, first: i32, length: i32, y: i32, z: i32): void {
  const low = clampTo(first, lastOf(p, 0));
  const count = clampTo(first + length - 1, lastOf(p, 0)) - low + 1;
  const start = ROW + ((<usize>clampTo(low - first, length - 1)) << 2);
  const weightsY = weights + ((<usize>tapsOf(p, 0)) << 2);
  const weightsZ = weightsY + ((<usize>tapsOf(p, 1)) << 2);
  for (let k = 0; k < tapsOf(p, 2); k++) {
    const slice = clampTo(tapOf(p, 2, z) + k, lastOf(p, 2)) - fineOriginOf(p, 2);
    for (let j = 0; j < tapsOf(p, 1); j++) {
      const row = clampTo(tapOf(p, 1, y) + j, lastOf(p, 1)) - fineOriginOf(p, 1) + fineSizeOf(p, 1) * slice;
      const from = fine + ((<usize>(low - fineOriginOf(p, 0) + fineSizeOf(p, 0) * row)) << 2);
      const weight = load<f32>(weightsY + (j << 2)) * load<f32>(weightsZ + (k << 2));
      if (k + j === 0) scaleTo(start, weight, from, count);
      else addTo(start, weight, from, count);
    }
  }
  const end = ROW + ((<usize>length) << 2);
  const stop = start + ((<usize>count) << 2);
  for (let at = ROW; at < start; at += 4) store<f32>(at, load<f32>(start));
  for (let at = stop; at < end; at += 4) store<f32>(at, load<f32>(stop - 4));
}

function scaleTo(to: usize, weight: f32, from: usize, count: i32): void {
  const w = f32x4.splat(weight);
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, f32x4.mul(w, v128.load(from + i)));
}

function addTo(to: usize, weight: f32, from: usize, count: i32): void {
  const w = f32x4.splat(weight);
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(to + i, f32x4.add(v128.load(to + i), f32x4.mul(w, v128.load(from + i))));
  }
}

function weighRow(weights: usize, taps: i32, step: usize, to: usize, count: i32, isFirst: bool): void {
  const bytes = (<usize>taps) << 2;
  const end = to + ((<usize>count) << 2);
  for (let at = ROW; to < end; to += 4) {
    let sum: f32 = isFirst ? 0 : load<f32>(to);
    for (let i: usize = 0; i < bytes; i += 4) sum += load<f32>(weights + i) * load<f32>(at + i);
    store<f32>(to, sum);
    at += step;
  }
}
