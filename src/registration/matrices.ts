/** Arithmetic of 4×4 matrices, and of systems of six equations. */

import type { Affine } from "../core/volume";

/** `a · b`: first b, then a. */
export function multiplied(a: Affine, b: Affine): Affine {
  const out = new Array<number>(16).fill(0);
  for (let r = 0; r < 16; r += 4) {
    for (let c = 0; c < 4; c++) {
      for (let k = 0; k < 4; k++) (out[r + c] as number) += (a[r + k] as number) * (b[4 * k + c] as number);
    }
  }
  return out;
}

/**
 * x of `A x = b`, A symmetric and positive definite, row-major, n×n with n the length of b; undefined where it is not.
 *
 * Source: Cholesky's decomposition.
 */
export function solvePositive(a: readonly number[], b: readonly number[]): number[] | undefined {
  const n = b.length;
  const lower = new Float64Array(n * n);
  const x = [...b];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[n * i + j] as number;
      for (let k = 0; k < j; k++) sum -= (lower[n * i + k] as number) * (lower[n * j + k] as number);
      if (i > j) lower[n * i + j] = sum / (lower[n * j + j] as number);
      else if (sum > 0) lower[n * i + i] = Math.sqrt(sum);
      else return undefined;
    }
    for (let k = 0; k < i; k++) (x[i] as number) -= (lower[n * i + k] as number) * (x[k] as number);
    (x[i] as number) /= lower[n * i + i] as number;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) (x[i] as number) -= (lower[n * k + i] as number) * (x[k] as number);
    (x[i] as number) /= lower[n * i + i] as number;
  }
  return x;
}
