/**
 * The third pass of the structure tensor and its eigen-decomposition, of four voxels at a time: see shaders/shared/tensor-z.wgsl and
 * eigen3.wgsl. Cyclic Jacobi rotations, which keep small eigenvalues accurate in float32.
 */

import { putWindow, sizeOf, WINDOW, windowWeight } from "./brick";

/** Of four voxels: eigenvalues, descending and not negative, and the unit eigenvector of the largest. */
export const EIGEN = memory.data(6 * 16, 16);

/** Where the window's nine slices lie, bytes, and what their weights are: the same for a whole row. */
const SLICES = memory.data(9 * 4);

/** Sets the slices for voxels of the slice `z` of the brick. */
export function startSlice(p: usize, z: i32): void {
  putWindow(p, 2, z, (sizeOf(p, 0) * sizeOf(p, 1)) << 2, SLICES);
}

/** EIGEN of the voxels that begin at column (x, y) of the slice that was set; those beyond the row mean nothing. */
export function eigenAt(p: usize, tensorY: usize, x: i32, y: i32): void {
  const plane = (<usize>(sizeOf(p, 0) * sizeOf(p, 1) * (sizeOf(p, 2) + 2 * WINDOW))) << 2;
  const at = tensorY + ((<usize>(x + sizeOf(p, 0) * y)) << 2);
  decompose(
    smoothed(p, at),
    smoothed(p, at + plane),
    smoothed(p, at + 2 * plane),
    smoothed(p, at + 3 * plane),
    smoothed(p, at + 4 * plane),
    smoothed(p, at + 5 * plane),
  );
}

function smoothed(p: usize, at: usize): v128 {
  let sum = f32x4.mul(f32x4.splat(windowWeight(p, 0)), slice(at, 4));
  sum = f32x4.add(sum, f32x4.mul(f32x4.splat(windowWeight(p, 1)), f32x4.add(slice(at, 3), slice(at, 5))));
  sum = f32x4.add(sum, f32x4.mul(f32x4.splat(windowWeight(p, 2)), f32x4.add(slice(at, 2), slice(at, 6))));
  sum = f32x4.add(sum, f32x4.mul(f32x4.splat(windowWeight(p, 3)), f32x4.add(slice(at, 1), slice(at, 7))));
  return f32x4.add(sum, f32x4.mul(f32x4.splat(windowWeight(p, 4)), f32x4.add(slice(at, 0), slice(at, 8))));
}

function slice(at: usize, i: i32): v128 {
  return v128.load(at + load<i32>(SLICES + (i << 2)));
}

/** An off-diagonal element below this, of a matrix of trace 1, is 0: rotating by it changes no bit that counts. */
const NOTHING: f32 = 1e-9;
/** Convergence is quadratic: five sweeps reach float32's precision. */
const SWEEPS = 5;

function decompose(xx: v128, xy: v128, xz: v128, yy: v128, yz: v128, zz: v128): void {
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  const trace = f32x4.add(f32x4.add(xx, yy), zz);
  const isSomething = f32x4.gt(trace, zero);
  const unit = v128.and(f32x4.div(one, trace), isSomething);
  let dx = f32x4.mul(xx, unit);
  let dy = f32x4.mul(yy, unit);
  let dz = f32x4.mul(zz, unit);
  let oxy = f32x4.mul(xy, unit);
  let oxz = f32x4.mul(xz, unit);
  let oyz = f32x4.mul(yz, unit);
  let v0x = one;
  let v0y = zero;
  let v0z = zero;
  let v1x = zero;
  let v1y = one;
  let v1z = zero;
  let v2x = zero;
  let v2y = zero;
  let v2z = one;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    oxy = unlessNothing(oxy);
    oxz = unlessNothing(oxz);
    oyz = unlessNothing(oyz);
    // A voxel that is done is not rotated on, whatever those beside it need.
    if (!v128.any_true(v128.or(v128.or(oxy, oxz), oyz))) break;

    let t = tangent(dx, dy, oxy);
    let c = f32x4.div(one, f32x4.sqrt(f32x4.add(f32x4.mul(t, t), one)));
    let s = f32x4.mul(t, c);
    let h = f32x4.mul(t, oxy);
    dx = f32x4.sub(dx, h);
    dy = f32x4.add(dy, h);
    let a = oxz;
    oxz = f32x4.sub(f32x4.mul(c, a), f32x4.mul(s, oyz));
    oyz = f32x4.add(f32x4.mul(s, a), f32x4.mul(c, oyz));
    oxy = zero;
    a = v0x;
    v0x = f32x4.sub(f32x4.mul(c, a), f32x4.mul(s, v1x));
    v1x = f32x4.add(f32x4.mul(s, a), f32x4.mul(c, v1x));
    a = v0y;
    v0y = f32x4.sub(f32x4.mul(c, a), f32x4.mul(s, v1y));
    v1y = f32x4.add(f32x4.mul(s, a), f32x4.mul(c, v1y));
    a = v0z;
    v0z = f32x4.sub(f32x4.mul(c, a), f32x4.mul(s, v1z));
    v1z = f32x4.add(f32x4.mul(s, a), f32x4.mul(c, v1z));

    t = tangent(dx, dz, oxz);
    c = f32x4.div(one, f32x4.sqrt(f32x4.add(f32x4.mul(t, t), one)));
    s = f32x4.mul(t, c);
    h = f32x4.mul(t, oxz);
    dx = f32x4.sub(dx, h);
    dz = f32x4.add(dz, h);
    a = oxy;
    oxy = f32x4.sub(f32x4.mul(c, a), f32x4.mul(s, oyz));
    oyz = f32x4.add(f32x4.mul(s, a), f32x4.mul(c, oyz));
    oxz = zero;
    a = v0x;
    v0x = f32x4.sub(f32x4.mul(c, a), f32x4.mul(s, v2x));
    v2x = f32x4.add(f32x4.mul(s, a), f32x4.mul(c, v2x));
    a = v0y;
    v0y = f32x4.sub(f32x4.mul(c, a), f32x4.mul(s, v2y));
    v2y = f32x4.add(f32x4.mul(s, a), f32x4.mul(c, v2y));
    a = v0z;
    v0z = f32x4.sub(f32x4.mul(c, a), f32x4.mul(s, v2z));
    v2z = f32x4.add(f32x4.mul(s, a), f32x4.mul(c, v2z));

    t = tangent(dy, dz, oyz);
    c = f32x4.div(one, f32x4.sqrt(f32x4.add(f32x4.mul(t, t), one)));
    s = f32x4.mul(t, c);
    h = f32x4.mul(t, oyz);
    dy = f32x4.sub(dy, h);
    dz = f32x4.add(dz, h);
    a = oxy;
    oxy = f32x4.sub(f32x4.mul(c, a), f32x4.mul(s, oxz));
    oxz = f32x4.add(f32x4.mul(s, a), f32x4.mul(c, oxz));
    oyz = zero;
    a = v1x;
    v1x = f32x4.sub(f32x4.mul(c, a), f32x4.mul(s, v2x));
    v2x = f32x4.add(f32x4.mul(s, a), f32x4.mul(c, v2x));
    a = v1y;
    v1y = f32x4.sub(f32x4.mul(c, a), f32x4.mul(s, v2y));
    v2y = f32x4.add(f32x4.mul(s, a), f32x4.mul(c, v2y));
    a = v1z;
    v1z = f32x4.sub(f32x4.mul(c, a), f32x4.mul(s, v2z));
    v2z = f32x4.add(f32x4.mul(s, a), f32x4.mul(c, v2z));
  }
  let largest = dx;
  let isLarger = f32x4.gt(dy, largest);
  largest = v128.bitselect(dy, largest, isLarger);
  let x = v128.bitselect(v1x, v0x, isLarger);
  let y = v128.bitselect(v1y, v0y, isLarger);
  let z = v128.bitselect(v1z, v0z, isLarger);
  isLarger = f32x4.gt(dz, largest);
  largest = v128.bitselect(dz, largest, isLarger);
  x = v128.bitselect(v2x, x, isLarger);
  y = v128.bitselect(v2y, y, isLarger);
  z = v128.bitselect(v2z, z, isLarger);
  // Nothing at all gives the direction (0, 0, 1).
  x = v128.and(x, isSomething);
  y = v128.and(y, isSomething);
  z = v128.bitselect(z, one, isSomething);
  const middle = f32x4.max(f32x4.min(dx, dy), f32x4.min(f32x4.max(dx, dy), dz));
  const smallest = f32x4.min(dx, f32x4.min(dy, dz));
  const length = f32x4.sqrt(f32x4.add(f32x4.add(f32x4.mul(x, x), f32x4.mul(y, y)), f32x4.mul(z, z)));
  v128.store(EIGEN, f32x4.mul(f32x4.max(largest, zero), trace));
  v128.store(EIGEN, f32x4.mul(f32x4.max(middle, zero), trace), 16);
  v128.store(EIGEN, f32x4.mul(f32x4.max(smallest, zero), trace), 32);
  v128.store(EIGEN, f32x4.div(x, length), 48);
  v128.store(EIGEN, f32x4.div(y, length), 64);
  v128.store(EIGEN, f32x4.div(z, length), 80);
}

function unlessNothing(off: v128): v128 {
  return v128.and(off, f32x4.ge(f32x4.abs(off), f32x4.splat(NOTHING)));
}

/** Of the rotation that makes the off-diagonal element between diagonal elements p and q zero. */
function tangent(p: v128, q: v128, off: v128): v128 {
  const twice = f32x4.add(off, off);
  const difference = f32x4.sub(q, p);
  const root = f32x4.sqrt(f32x4.add(f32x4.mul(difference, difference), f32x4.mul(twice, twice)));
  // The denominator is 0 only where off is, too.
  const denominator = f32x4.max(f32x4.add(f32x4.abs(difference), root), f32x4.splat(1e-30));
  const sign = v128.and(difference, f32x4.splat(-0.0));
  return v128.xor(f32x4.div(twice, denominator), sign);
}
