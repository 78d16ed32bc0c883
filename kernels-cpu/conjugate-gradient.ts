/**
 * See shaders/conjugate-gradient.wgsl: `steps` iterations of preconditioned conjugate gradients on Q w = v of each class.
 * Vectors are worked on where they lie between dispatches. Matrices are symmetric: rows are as good as columns, and read
 * as they lie.
 */

import { endOf, firstOf } from "./brick";

/** A vector of the longest systems, 3 · 128 quads, bytes. */
const PRODUCT = memory.data(3 * 128 * 16, 16);

/** `_size`: invocations of a workgroup, of which there are none here. */
export function conjugateGradient(
  p: usize,
  _size: i32,
  matrices: usize,
  trueResiduals: usize,
  state: usize,
  progress: usize,
): void {
  const bytes = (<usize>load<i32>(p, 8)) << 4;
  const end = endOf(p);
  for (let system = firstOf(p); system < end; system++) {
    const addition = state + <usize>system * 3 * bytes;
    const residual = addition + bytes;
    const direction = residual + bytes;
    const own = progress + ((<usize>system) << 3);
    if (load<i32>(p, 16) === 1) {
      memory.fill(addition, 0, bytes);
      memory.copy(residual, trueResiduals + <usize>system * bytes, bytes);
      multiply(matrices, residual, direction, bytes);
      store<f32>(own, productOf(residual, direction, bytes), 4);
    }
    iterate(p, matrices, matrices + <usize>(system + 1) * (bytes >> 2) * bytes, addition, bytes, own);
  }
}

/** Goes on with a system whose addition to w, residual and direction lie one behind another. */
function iterate(p: usize, preconditioner: usize, matrix: usize, addition: usize, bytes: usize, progress: usize): void {
  const residual = addition + bytes;
  const direction = residual + bytes;
  const steps = load<i32>(p, 12);
  const tolerance = load<f32>(p, 20);
  let residualNorm = sqrt<f32>(productOf(residual, residual, bytes));
  let descent = load<f32>(progress, 4);
  for (let step = 0; step < steps; step++) {
    if (residualNorm <= tolerance) break;
    multiply(matrix, direction, PRODUCT, bytes);
    const curvature = productOf(direction, PRODUCT, bytes);
    if (curvature <= 0) break;
    const alpha = f32x4.splat(descent / curvature);
    for (let i: usize = 0; i < bytes; i += 16) {
      const w = addition + i;
      const r = residual + i;
      v128.store(w, f32x4.add(v128.load(w), f32x4.mul(alpha, v128.load(direction + i))));
      v128.store(r, f32x4.sub(v128.load(r), f32x4.mul(alpha, v128.load(PRODUCT + i))));
    }
    residualNorm = sqrt<f32>(productOf(residual, residual, bytes));
    multiply(preconditioner, residual, PRODUCT, bytes);
    const next = productOf(residual, PRODUCT, bytes);
    const beta = f32x4.splat(next / descent);
    descent = next;
    for (let i: usize = 0; i < bytes; i += 16) {
      const d = direction + i;
      v128.store(d, f32x4.add(v128.load(PRODUCT + i), f32x4.mul(beta, v128.load(d))));
    }
  }
  store<f32>(progress, residualNorm);
  store<f32>(progress, descent, 4);
}

/** Matrix times vector, four rows at a time, whose products with the vector are four sums of four. */
function multiply(matrix: usize, vector: usize, to: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let at = matrix + i * (bytes >> 2);
    for (let j: usize = 0; j < bytes; j += 16) {
      const v = v128.load(vector + j);
      a = f32x4.add(a, f32x4.mul(v, v128.load(at)));
      b = f32x4.add(b, f32x4.mul(v, v128.load(at + bytes)));
      c = f32x4.add(c, f32x4.mul(v, v128.load(at + 2 * bytes)));
      d = f32x4.add(d, f32x4.mul(v, v128.load(at + 3 * bytes)));
      at += 16;
    }
    const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 2, 6), v128.shuffle<f32>(a, b, 1, 5, 3, 7));
    const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 2, 6), v128.shuffle<f32>(c, d, 1, 5, 3, 7));
    v128.store(to + i, f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7)));
  }
}

function productOf(a: usize, b: usize, bytes: usize): f32 {
  let sums = f32x4.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) sums = f32x4.add(sums, f32x4.mul(v128.load(a + i), v128.load(b + i)));
  sums = f32x4.add(sums, v128.shuffle<f32>(sums, sums, 2, 3, 0, 1));
  return f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1);
}
