/**
 * The third pass of the structure tensor and its eigen-decomposition: see shaders/shared/tensor-z.wgsl and eigen3.wgsl. Cyclic
 * Jacobi rotations, which keep small eigenvalues accurate in float32. A rotation waits for two square roots and two
 * divisions, one after another, so several vectors of four voxels take their rotations in turn.
 */

import { putWindow, sizeOf, WINDOW, windowWeight } from "./brick";

/** Vectors of four voxels at the most. */
export const QUADS: i32 = 4;
/** Of each four voxels: eigenvalues, descending and not negative, and the unit eigenvector of the largest. */
export const EIGEN = memory.data(4 * 6 * 16, 16);
export const EIGEN_BYTES: usize = 6 * 16;

/** Of each four voxels: the matrix, of trace 1; what rotated it, column after column; the trace that it had. */
const STATE = memory.data(4 * 16 * 16, 16);
const STATE_BYTES: usize = 16 * 16;
const XX: usize = 0;
const YY: usize = 16;
const ZZ: usize = 32;
const XY: usize = 48;
const XZ: usize = 64;
const YZ: usize = 80;
const VX: usize = 96;
const VY: usize = 144;
const VZ: usize = 192;
const TRACE: usize = 240;

/** Where the window's nine slices lie, bytes, and what their weights are: the same for a whole row. */
const SLICES = memory.data(9 * 4);

/** Sets the slices for voxels of the slice `z` of the brick. */
export function startSlice(p: usize, z: i32): void {
  putWindow(p, 2, z, (sizeOf(p, 0) * sizeOf(p, 1)) << 2, SLICES);
}

/** EIGEN of `quads` times four voxels from column (x, y) of the slice that was set; those beyond the row mean nothing. */
export function eigenAt(p: usize, tensorY: usize, x: i32, y: i32, quads: i32): void {
  const plane = (<usize>(sizeOf(p, 0) * sizeOf(p, 1) * (sizeOf(p, 2) + 2 * WINDOW))) << 2;
  const at = tensorY + ((<usize>(x + sizeOf(p, 0) * y)) << 2);
  for (let quad = 0; quad < quads; quad++) putMatrix(p, at + ((<usize>quad) << 4), plane, stateOf(quad));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let isMore: v128 = i32x4.splat(0);
    for (let quad = 0; quad < quads; quad++) isMore = v128.or(isMore, dropNothing(stateOf(quad)));
    // A voxel that is done is not rotated on, whatever those beside it need.
    if (!v128.any_true(isMore)) break;
    for (let quad = 0; quad < quads; quad++) rotate(stateOf(quad), XX, YY, XY, XZ, YZ, VX, VY);
    for (let quad = 0; quad < quads; quad++) rotate(stateOf(quad), XX, ZZ, XZ, XY, YZ, VX, VZ);
    for (let quad = 0; quad < quads; quad++) rotate(stateOf(quad), YY, ZZ, YZ, XY, XZ, VY, VZ);
  }
  for (let quad = 0; quad < quads; quad++) putEigen(stateOf(quad), EIGEN + quad * EIGEN_BYTES);
}

function stateOf(quad: i32): usize {
  return STATE + quad * STATE_BYTES;
}

function putMatrix(p: usize, at: usize, plane: usize, state: usize): void {
  const xx = smoothed(p, at);
  const xy = smoothed(p, at + plane);
  const xz = smoothed(p, at + 2 * plane);
  const yy = smoothed(p, at + 3 * plane);
  const yz = smoothed(p, at + 4 * plane);
  const zz = smoothed(p, at + 5 * plane);
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  const trace = f32x4.add(f32x4.add(xx, yy), zz);
  const unit = v128.and(f32x4.div(one, trace), f32x4.gt(trace, zero));
  v128.store(state, f32x4.mul(xx, unit), XX);
  v128.store(state, f32x4.mul(yy, unit), YY);
  v128.store(state, f32x4.mul(zz, unit), ZZ);
  v128.store(state, f32x4.mul(xy, unit), XY);
  v128.store(state, f32x4.mul(xz, unit), XZ);
  v128.store(state, f32x4.mul(yz, unit), YZ);
  v128.store(state, one, VX);
  v128.store(state, zero, VX + 16);
  v128.store(state, zero, VX + 32);
  v128.store(state, zero, VY);
  v128.store(state, one, VY + 16);
  v128.store(state, zero, VY + 32);
  v128.store(state, zero, VZ);
  v128.store(state, zero, VZ + 16);
  v128.store(state, one, VZ + 32);
  v128.store(state, trace, TRACE);
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

/** Clears off-diagonal elements that are nothing; what is left of them. */
function dropNothing(state: usize): v128 {
  const xy = unlessNothing(v128.load(state, XY));
  const xz = unlessNothing(v128.load(state, XZ));
  const yz = unlessNothing(v128.load(state, YZ));
  v128.store(state, xy, XY);
  v128.store(state, xz, XZ);
  v128.store(state, yz, YZ);
  return v128.or(v128.or(xy, xz), yz);
}

function unlessNothing(off: v128): v128 {
  return v128.and(off, f32x4.ge(f32x4.abs(off), f32x4.splat(NOTHING)));
}

/**
 * Rotates axes p and q so that their off-diagonal element `pq` becomes 0; `pr` and `qr` are those with the third axis, `vp`
 * and `vq` the columns. All are places in the state.
 */
function rotate(state: usize, pp: usize, qq: usize, pq: usize, pr: usize, qr: usize, vp: usize, vq: usize): void {
  const one = f32x4.splat(1);
  const p = v128.load(state + pp);
  const q = v128.load(state + qq);
  const off = v128.load(state + pq);
  const t = tangent(p, q, off);
  const c = f32x4.div(one, f32x4.sqrt(f32x4.add(f32x4.mul(t, t), one)));
  const s = f32x4.mul(t, c);
  const h = f32x4.mul(t, off);
  v128.store(state + pp, f32x4.sub(p, h));
  v128.store(state + qq, f32x4.add(q, h));
  v128.store(state + pq, f32x4.splat(0));
  turn(state + pr, state + qr, c, s);
  turn(state + vp, state + vq, c, s);
  turn(state + vp + 16, state + vq + 16, c, s);
  turn(state + vp + 32, state + vq + 32, c, s);
}

function turn(p: usize, q: usize, c: v128, s: v128): void {
  const a = v128.load(p);
  const b = v128.load(q);
  v128.store(p, f32x4.sub(f32x4.mul(c, a), f32x4.mul(s, b)));
  v128.store(q, f32x4.add(f32x4.mul(s, a), f32x4.mul(c, b)));
}

/** Of the rotation that makes the off-diagonal element between diagonal elements p and q zero. */
function tangent(p: v128, q: v128, off: v128): v128 {
  const twice = f32x4.add(off, off);
  const difference = f32x4.sub(q, p);
  const root = f32x4.sqrt(f32x4.add(f32x4.mul(difference, difference), f32x4.mul(twice, twice)));
  // The denominator is 0 only where off is, too.
  const denominator = f32x4.pmax(f32x4.add(f32x4.abs(difference), root), f32x4.splat(1e-30));
  const sign = v128.and(difference, f32x4.splat(-0.0));
  return v128.xor(f32x4.div(twice, denominator), sign);
}

function putEigen(state: usize, to: usize): void {
  const zero = f32x4.splat(0);
  const dx = v128.load(state, XX);
  const dy = v128.load(state, YY);
  const dz = v128.load(state, ZZ);
  let largest = dx;
  let isLarger = f32x4.gt(dy, largest);
  largest = v128.bitselect(dy, largest, isLarger);
  let x = v128.bitselect(v128.load(state, VY), v128.load(state, VX), isLarger);
  let y = v128.bitselect(v128.load(state, VY + 16), v128.load(state, VX + 16), isLarger);
  let z = v128.bitselect(v128.load(state, VY + 32), v128.load(state, VX + 32), isLarger);
  isLarger = f32x4.gt(dz, largest);
  largest = v128.bitselect(dz, largest, isLarger);
  x = v128.bitselect(v128.load(state, VZ), x, isLarger);
  y = v128.bitselect(v128.load(state, VZ + 16), y, isLarger);
  z = v128.bitselect(v128.load(state, VZ + 32), z, isLarger);
  // Nothing at all gives the direction (0, 0, 1).
  const trace = v128.load(state, TRACE);
  const isSomething = f32x4.gt(trace, zero);
  x = v128.and(x, isSomething);
  y = v128.and(y, isSomething);
  z = v128.bitselect(z, f32x4.splat(1), isSomething);
  const middle = f32x4.pmax(f32x4.pmin(dx, dy), f32x4.pmin(f32x4.pmax(dx, dy), dz));
  const smallest = f32x4.pmin(dx, f32x4.pmin(dy, dz));
  const length = f32x4.sqrt(f32x4.add(f32x4.add(f32x4.mul(x, x), f32x4.mul(y, y)), f32x4.mul(z, z)));
  v128.store(to, f32x4.mul(f32x4.pmax(largest, zero), trace));
  v128.store(to, f32x4.mul(f32x4.pmax(middle, zero), trace), 16);
  v128.store(to, f32x4.mul(f32x4.pmax(smallest, zero), trace), 32);
  v128.store(to, f32x4.div(x, length), 48);
  v128.store(to, f32x4.div(y, length), 64);
  v128.store(to, f32x4.div(z, length), 80);
}
