/**
 * See shaders/conv-3d.wgsl. The sums of four voxels of a row times eight channels stay in registers, and the weights of
 * eight channels (27 KiB where 32 channels come in) in the nearest cache while row after row is computed. A step is a loop
 * by itself: where it is written out several times, the engine loads ahead for all of them and runs out of registers. Each
 * voxel adds in the same order however its row is cut.
 */

import { endOf, firstOf } from "./brick";

/** Voxels of a column that are one item. */
const STRIP: i32 = 4;
/** Bytes of the weights of eight output channels for a quad of input channels: of 3³ voxels, and of a row of 3. */
const CUBE: usize = 27 * 128;
const ROW: usize = 3 * 128;
/** Bytes from a voxel of the input to each of the nine rows of 3 that an output voxel looks at. */
const LINES = memory.data(4 * 9, 16);
/** Of the call: quads of input channels; bytes of a quad of a row, of the input and of the output; the least result. */
let quads: usize = 0;
let inPlane: usize = 0;
let outPlane: usize = 0;
let floor: v128 = f32x4.splat(0);

export function conv3d(
  p: usize,
  inQuads: u32,
  outQuads: u32,
  relu: u32,
  input: usize,
  weights: usize,
  output: usize,
): void {
  const width = load<i32>(p, 8);
  const height = load<i32>(p, 12);
  const depth = load<i32>(p, 16);
  quads = inQuads;
  inPlane = (<usize>(width + 2)) << 4;
  outPlane = (<usize>width) << 4;
  floor = f32x4.splat(relu ? 0 : -Infinity);
  const row = inPlane * quads;
  const slice = row * (height + 2);
  for (let line = 0; line < 9; line++) {
    store<usize>(LINES + ((<usize>line) << 2), slice * (line / 3) + row * (line % 3));
  }
  const strips = (height + STRIP - 1) / STRIP;
  const end = endOf(p);
  for (let index = firstOf(p); index < end; ) {
    const x = index % width;
    const strip = index / width;
    const y0 = (strip % strips) * STRIP;
    const z = (strip / strips) % depth;
    const octet = strip / (strips * depth);
    const count = min<i32>(width - x, end - index);
    const w = weights + quads * CUBE * octet;
    const y1 = min<i32>(y0 + STRIP, height);
    for (let y = y0; y < y1; y++) {
      const at = input + slice * z + row * y + ((<usize>x) << 4);
      const to = output + outPlane * (outQuads * (y + height * z) + 2 * octet) + ((<usize>x) << 4);
      putRow(at, w, to, count);
    }
    index += count;
  }
}

/** As few groups as there can be: fours, and threes for the rest; single voxels where no sum of these is the count. */
function putRow(at: usize, w: usize, to: usize, count: i32): void {
  const groups = (count + 3) / 4;
  let threes = 4 * groups - count;
  let fours = groups - threes;
  let ones = 0;
  if (fours < 0) {
    fours = count / 4;
    threes = 0;
    ones = count - 4 * fours;
  }
  for (; fours > 0; fours--) {
    four(at, w, to);
    at += 64;
    to += 64;
  }
  for (; threes > 0; threes--) {
    three(at, w, to);
    at += 48;
    to += 48;
  }
  for (; ones > 0; ones--) {
    one(at, w, to);
    at += 16;
    to += 16;
  }
}

function four(at: usize, w: usize, to: usize): void {
  let a0 = f32x4.splat(0);
  let b0 = a0;
  let a1 = a0;
  let b1 = a0;
  let a2 = a0;
  let b2 = a0;
  let a3 = a0;
  let b3 = a0;
  const plane = inPlane - 48;
  for (let line = 0; line < 9; line++) {
    let source = at + load<usize>(LINES + ((<usize>line) << 2));
    for (const last = w + quads * ROW; w < last; source += plane) {
      for (const end = source + 48; source < end; source += 4) {
        const left = v128.load(w);
        const right = v128.load(w, 16);
        const x0 = v128.load32_splat(source);
        a0 = f32x4.add(a0, f32x4.mul(x0, left));
        b0 = f32x4.add(b0, f32x4.mul(x0, right));
        const x1 = v128.load32_splat(source, 16);
        a1 = f32x4.add(a1, f32x4.mul(x1, left));
        b1 = f32x4.add(b1, f32x4.mul(x1, right));
        const x2 = v128.load32_splat(source, 32);
        a2 = f32x4.add(a2, f32x4.mul(x2, left));
        b2 = f32x4.add(b2, f32x4.mul(x2, right));
        const x3 = v128.load32_splat(source, 48);
        a3 = f32x4.add(a3, f32x4.mul(x3, left));
        b3 = f32x4.add(b3, f32x4.mul(x3, right));
        w += 32;
      }
    }
  }
  const next = to + outPlane;
  v128.store(to, bounded(a0));
  v128.store(next, bounded(b0));
  v128.store(to, bounded(a1), 16);
  v128.store(next, bounded(b1), 16);
  v128.store(to, bounded(a2), 32);
  v128.store(next, bounded(b2), 32);
  v128.store(to, bounded(a3), 48);
  v128.store(next, bounded(b3), 48);
}

function three(at: usize, w: usize, to: usize): void {
  let a0 = f32x4.splat(0);
  let b0 = a0;
  let a1 = a0;
  let b1 = a0;
  let a2 = a0;
  let b2 = a0;
  const plane = inPlane - 48;
  for (let line = 0; line < 9; line++) {
    let source = at + load<usize>(LINES + ((<usize>line) << 2));
    for (const last = w + quads * ROW; w < last; source += plane) {
      for (const end = source + 48; source < end; source += 4) {
        const left = v128.load(w);
        const right = v128.load(w, 16);
        const x0 = v128.load32_splat(source);
        a0 = f32x4.add(a0, f32x4.mul(x0, left));
        b0 = f32x4.add(b0, f32x4.mul(x0, right));
        const x1 = v128.load32_splat(source, 16);
        a1 = f32x4.add(a1, f32x4.mul(x1, left));
        b1 = f32x4.add(b1, f32x4.mul(x1, right));
        const x2 = v128.load32_splat(source, 32);
        a2 = f32x4.add(a2, f32x4.mul(x2, left));
        b2 = f32x4.add(b2, f32x4.mul(x2, right));
        w += 32;
      }
    }
  }
  const next = to + outPlane;
  v128.store(to, bounded(a0));
  v128.store(next, bounded(b0));
  v128.store(to, bounded(a1), 16);
  v128.store(next, bounded(b1), 16);
  v128.store(to, bounded(a2), 32);
  v128.store(next, bounded(b2), 32);
}

function one(at: usize, w: usize, to: usize): void {
  let a0 = f32x4.splat(0);
  let b0 = a0;
  const plane = inPlane - 48;
  for (let line = 0; line < 9; line++) {
    let source = at + load<usize>(LINES + ((<usize>line) << 2));
    for (const last = w + quads * ROW; w < last; source += plane) {
      for (const end = source + 48; source < end; source += 4) {
        const left = v128.load(w);
        const right = v128.load(w, 16);
        const x0 = v128.load32_splat(source);
        a0 = f32x4.add(a0, f32x4.mul(x0, left));
        b0 = f32x4.add(b0, f32x4.mul(x0, right));
        w += 32;
      }
    }
  }
  const next = to + outPlane;
  v128.store(to, bounded(a0));
  v128.store(next, bounded(b0));
}

function bounded(sum: v128): v128 {
  return f32x4.max(sum, floor);
}
