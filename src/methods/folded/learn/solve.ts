/** The filters that solve the classes' normal equations, in float64 on the host. Source: folded §6. */

import { expandGram, gramElement, gramRightSide, gramTrace } from "../../common/gram";
import { invertPositiveDefinite } from "../../common/invert";
import { MIRRORED_TAPS } from "../folding";
import type { FoldedSums } from "./accumulate";

/** Ridge, as a share of the mean diagonal of Q per row, on the distance from the filter shrunk towards. */
export const RIDGE = 1e-4;

export interface FoldedSolveOptions {
  readonly taps: number;
  readonly perKind: number;
  /** True when the filters of phase kind 0 must be symmetric. */
  readonly centred: boolean;
  /** Of each tap the one on the other side of the centre; that of TAP_OFFSETS unless told. */
  readonly mirror?: readonly number[];
  readonly shrinkRows: number;
  /** Filters to shrink towards, class-major; the filter of all classes of the phase kind unless given. */
  readonly towards: Float32Array | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Class-major filters; a class without rows gets the filter it would be shrunk towards. */
export async function solveClasses(
  { layout, sums, rows }: FoldedSums,
  { taps, perKind, centred, mirror = MIRRORED_TAPS, shrinkRows, towards, signal }: FoldedSolveOptions,
): Promise<Float32Array<ArrayBuffer>> {
  const filters = new Float32Array(rows.length * taps);
  for (let first = 0; first < rows.length; first += perKind) {
    const classes = Array.from({ length: perKind }, (_, i) => first + i);
    const filled = classes.filter((c) => sums[c]);
    const all = new Float64Array(layout.floats);
    for (const c of filled) {
      const sum = sums[c] as Float64Array;
      for (let i = 0; i < all.length; i++) (all[i] as number) += sum[i] as number;
    }
    const count = filled.reduce((sum, c) => sum + (rows[c] as number), 0);
    const ridge = count > 0 ? Math.max((RIDGE * gramTrace(layout, all)) / (taps * count), Number.MIN_VALUE) : 0;
    const allRight = gramRightSide(layout, all);
    const none = new Float64Array(layout.floats);

    /** Solves (scale·Q + addScale·ΣQ + ridge) w = right. */
    const solve = async (gram: Float64Array, scale: number, addScale: number, right: Float64Array) => {
      const matrix = new Float64Array(taps * taps);
      expandGram(layout, { gram, scale, add: all, addScale, ridge }, matrix, 0, taps);
      const [q, v] = centred && first === 0 ? mirrored(matrix, right, mirror) : [matrix, right];
      return product(await invertPositiveDefinite(q, taps, signal), v);
    };
    const global =
      count > 0
        ? await solve(
            none,
            0,
            1 / count,
            allRight.map((v) => v / count),
          )
        : new Float64Array(taps);
    for (const c of classes) {
      const target = towards ? Float64Array.from(towards.subarray(c * taps, (c + 1) * taps)) : global;
      const gram = sums[c];
      if (!gram) {
        filters.set(target, c * taps);
        continue;
      }
      const scale = 1 / ((rows[c] as number) + shrinkRows);
      const addScale = (shrinkRows * scale) / count;
      // Without a prior Q̄·w̄ is V̄; with one it is what makes the prior the solution of the rows added.
      const added = towards ? meanTimes(target, all, layout, taps) : allRight;
      const right = gramRightSide(layout, gram).map(
        (v, k) => scale * v + addScale * (added[k] as number) + ridge * (target[k] as number),
      );
      filters.set(await solve(gram, scale, addScale, right), c * taps);
    }
  }
  return filters;
}

/** The system of the rows and their mirror images through the centre. */
function mirrored(q: Float64Array, v: Float64Array, mirror: readonly number[]): [Float64Array, Float64Array] {
  const n = v.length;
  const other = (k: number) => mirror[k] as number;
  return [
    q.map((value, i) => (value + (q[other(Math.floor(i / n)) * n + other(i % n)] as number)) / 2),
    v.map((value, k) => (value + (v[other(k)] as number)) / 2),
  ];
}

function product(matrix: Float64Array, vector: Float64Array): Float64Array {
  return vector.map((_, row) => {
    let sum = 0;
    for (let k = 0; k < vector.length; k++) sum += (matrix[row * vector.length + k] as number) * (vector[k] as number);
    return sum;
  });
}

/** ΣQ · w. */
function meanTimes(w: Float64Array, all: Float64Array, layout: FoldedSums["layout"], taps: number): Float64Array {
  return w.map((_, row) => {
    let sum = 0;
    for (let k = 0; k < taps; k++) sum += gramElement(layout, all, row, k) * (w[k] as number);
    return sum;
  });
}
