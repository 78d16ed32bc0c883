/** Eigenvalues and eigenvectors of symmetric 3×3 matrices, scalar float64. */

import type { Vec3 } from "../../../core/volume";
import type { Tensor } from "./structure-tensor";

export interface Eigen3 {
  /** Descending. */
  readonly values: Vec3;
  /** Unit eigenvectors in the order of the values; their signs are arbitrary. */
  readonly vectors: readonly [Vec3, Vec3, Vec3];
}

const PAIRS = [
  [0, 1],
  [0, 2],
  [1, 2],
] as const;

/** A cyclic sweep converges quadratically: four or five reach float64 precision. */
const MAX_SWEEPS = 50;

/** Cyclic Jacobi: rotate each off-diagonal entry to zero until all are negligible beside the diagonal. */
export function eigenSymmetric3([xx, xy, xz, yy, yz, zz]: Tensor): Eigen3 {
  const a = [
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ] as number[][];
  const v = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ] as number[][];
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let rotated = false;
    for (const [p, q] of PAIRS) rotated = rotate(a, v, p, q) || rotated;
    if (!rotated) break;
  }
  const order = [0, 1, 2].sort((i, j) => entry(a, j, j) - entry(a, i, i));
  const column = (c: number): Vec3 => [entry(v, 0, c), entry(v, 1, c), entry(v, 2, c)];
  return {
    values: order.map((i) => entry(a, i, i)) as unknown as Vec3,
    vectors: order.map(column) as unknown as [Vec3, Vec3, Vec3],
  };
}

const entry = (m: number[][], row: number, column: number) => (m[row] as number[])[column] as number;

/** Applies the rotation in the p-q plane that makes a[p][q] zero; false when that entry is negligible already. */
function rotate(a: number[][], v: number[][], p: number, q: number): boolean {
  const off = entry(a, p, q);
  if (Math.abs(off) <= 1e-17 * Math.max(Math.abs(entry(a, p, p)), Math.abs(entry(a, q, q)))) return false;
  const theta = (entry(a, q, q) - entry(a, p, p)) / (2 * off);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (let k = 0; k < 3; k++) mix(a[k] as number[], p, q, c, s);
  const [rowP, rowQ] = [a[p] as number[], a[q] as number[]];
  for (let k = 0; k < 3; k++) {
    const [ap, aq] = [rowP[k] as number, rowQ[k] as number];
    rowP[k] = c * ap - s * aq;
    rowQ[k] = s * ap + c * aq;
  }
  for (let k = 0; k < 3; k++) mix(v[k] as number[], p, q, c, s);
  rowP[q] = 0;
  rowQ[p] = 0;
  return true;
}

function mix(row: number[], p: number, q: number, c: number, s: number): void {
  const [rp, rq] = [row[p] as number, row[q] as number];
  row[p] = c * rp - s * rq;
  row[q] = s * rp + c * rq;
}
