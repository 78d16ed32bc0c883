/** Conjugate gradients for symmetric positive (semi-)definite systems, scalar float64. */

export interface Solution {
  readonly w: Float64Array;
  readonly iterations: number;
  /** ‖v - Qw‖ / ‖v‖, recomputed from w. */
  readonly residual: number;
}

/**
 * Solves `Q w = v` from a starting point until ‖v - Qw‖ ≤ tolerance·‖v‖ or `maxIterations`; `q` is row-major,
 * n × n. Source: method §6.
 */
export function conjugateGradients(
  q: Float64Array,
  v: Float64Array,
  start: Float64Array,
  tolerance: number,
  maxIterations: number,
): Solution {
  const w = start.slice();
  const r = multiply(q, w).map((value, i) => (v[i] as number) - value);
  const d = r.slice();
  const stop = tolerance * tolerance * dot(v, v);
  let rr = dot(r, r);
  let iterations = 0;
  while (rr > stop && iterations < maxIterations) {
    const qd = multiply(q, d);
    const curvature = dot(d, qd);
    // A direction without curvature lies in the null space: the residual cannot shrink further.
    if (!(curvature > 0)) break;
    const alpha = rr / curvature;
    for (let i = 0; i < w.length; i++) {
      (w[i] as number) += alpha * (d[i] as number);
      (r[i] as number) -= alpha * (qd[i] as number);
    }
    const next = dot(r, r);
    for (let i = 0; i < d.length; i++) d[i] = (r[i] as number) + (next / rr) * (d[i] as number);
    rr = next;
    iterations++;
  }
  return { w, iterations, residual: relativeResidual(q, w, v) };
}

/** ‖v - Qw‖ / ‖v‖; the norm of Qw itself where v is 0. */
export function relativeResidual(q: Float64Array, w: Float64Array, v: Float64Array): number {
  const r = multiply(q, w).map((value, i) => (v[i] as number) - value);
  return Math.sqrt(dot(r, r) / (dot(v, v) || 1));
}

function multiply(q: Float64Array, x: Float64Array): Float64Array {
  const n = x.length;
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += (q[i * n + j] as number) * (x[j] as number);
    out[i] = sum;
  }
  return out;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
