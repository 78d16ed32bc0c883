/** The sums that a bank is solved from, and adding them. Source: method §6. */

import { EigenvoxError } from "../../../core/errors";
import type { Factor } from "../../../core/volume";
import type { Degradation } from "../../../degradations/degradation";
import type { BinEdges } from "../../common/binned-bank";
import type { GramLayout } from "../../common/gram";
import { CLASS_COUNT } from "../classes";

/** What must be equal for sums to be added. */
export interface SumsSettings extends BinEdges {
  readonly factor: Factor;
  readonly degradation: Degradation;
  readonly patch: number;
  readonly gradientSigma: number;
}

/** The normal equations of all classes: what a bank is solved from. */
export interface TrainingSums extends SumsSettings {
  readonly layout: GramLayout;
  /** Of each class, in `layout`'s tiles; undefined without rows. */
  readonly sums: readonly (Float32Array<ArrayBuffer> | undefined)[];
  readonly classRows: Uint32Array<ArrayBuffer>;
}

/** Sums of the held-out rows of some classes, in the same layout. */
export type HeldOutSums = ReadonlyMap<number, { readonly sum: Float32Array<ArrayBuffer>; readonly rows: number }>;

/**
 * The sums of several trainings together. Throws `E_SUMS_MISMATCH` unless factor, degradation, patch, window and bin
 * edges are equal: bins cut elsewhere are other classes.
 */
export function mergeSums(all: readonly TrainingSums[]): TrainingSums {
  const [first, ...others] = all;
  if (!first) throw new EigenvoxError("E_ARGUMENT", "Nothing to merge: give at least one file of sums.");
  const sums = [...first.sums];
  const classRows = first.classRows.slice();
  for (const other of others) {
    checkEqual(first, other);
    for (let c = 0; c < CLASS_COUNT; c++) {
      sums[c] = sumOf(sums[c], other.sums[c]);
      classRows[c] = (classRows[c] as number) + (other.classRows[c] as number);
    }
  }
  return { ...first, sums, classRows };
}

type Sum = Float32Array<ArrayBuffer> | undefined;

export function sumOf(a: Sum, b: Sum): Sum {
  return a && b ? a.map((value, i) => value + (b[i] as number)) : (a ?? b);
}

export function checkEqual(a: SumsSettings, b: SumsSettings): void {
  for (const key of ["factor", "degradation", "patch", "gradientSigma", "strengthEdges", "coherenceEdges"] as const) {
    if (String(a[key]) === String(b[key])) continue;
    throw new EigenvoxError(
      "E_SUMS_MISMATCH",
      `These sums cannot be added: their ${key} differ (${a[key]} and ${b[key]}). Train further volumes with the first sums loaded, so that they share settings and bin edges.`,
    );
  }
}
