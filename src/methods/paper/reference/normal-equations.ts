/** Normal equations of the least-squares filters, scalar float64. */

import type { Vec3 } from "../../../core/volume";
import { readPatch } from "./patch";

/** Sums over the training rows of one class; those of different volumes merge by addition. */
export interface NormalEquations {
  rows: number;
  /** Σ a aᵀ: taps × taps, symmetric, both triangles. */
  readonly q: Float64Array;
  /** Σ a b, length taps. */
  readonly v: Float64Array;
  /** Σ b². */
  bb: number;
}

/**
 * Q, V, b² and row count of every class that has samples: rows a are patches of the upsampled volume u, values b the
 * high-resolution voxels, `samples` the voxel indices to use. Source: method §6.
 */
export function normalEquations(
  u: Float64Array,
  hr: Float64Array,
  dims: Vec3,
  classes: Uint16Array,
  samples: ArrayLike<number>,
  patch: number,
): Map<number, NormalEquations> {
  const [nx, ny] = dims;
  const taps = patch ** 3;
  const row = new Float64Array(taps);
  const all = new Map<number, NormalEquations>();
  for (let n = 0; n < samples.length; n++) {
    const i = samples[n] as number;
    const c = classes[i] as number;
    const sums = all.get(c) ?? { rows: 0, q: new Float64Array(taps * taps), v: new Float64Array(taps), bb: 0 };
    all.set(c, sums);
    readPatch(u, dims, [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))], patch, row);
    addRow(sums, row, hr[i] as number);
  }
  for (const { q } of all.values()) mirrorUpperTriangle(q, taps);
  return all;
}

/** `Σ (b - wᵀa)²` of a filter over a class's rows, from its sums: b² - 2 wᵀV + wᵀQw. */
export function squaredError({ q, v, bb }: NormalEquations, w: Float64Array): number {
  let error = bb;
  for (let i = 0; i < w.length; i++) {
    let qw = 0;
    for (let j = 0; j < w.length; j++) qw += (q[i * w.length + j] as number) * (w[j] as number);
    error += (w[i] as number) * (qw - 2 * (v[i] as number));
  }
  return error;
}

function addRow(sums: NormalEquations, row: Float64Array, b: number): void {
  const { q, v } = sums;
  const taps = row.length;
  for (let i = 0; i < taps; i++) {
    const value = row[i] as number;
    for (let j = i; j < taps; j++) (q[i * taps + j] as number) += value * (row[j] as number);
    (v[i] as number) += value * b;
  }
  sums.bb += b * b;
  sums.rows++;
}

function mirrorUpperTriangle(q: Float64Array, taps: number): void {
  for (let i = 1; i < taps; i++) for (let j = 0; j < i; j++) q[i * taps + j] = q[j * taps + i] as number;
}
