/** The inverse of a symmetric positive definite matrix, by Gauss–Jordan elimination in float64: n³ multiply-adds. */

import { breather } from "../../core/breathe";

/** `matrix` is dense, size × size; the result is symmetric to the last bit. Cancel: between pivots. */
export async function invertPositiveDefinite(
  matrix: Float64Array,
  size: number,
  signal?: AbortSignal,
): Promise<Float64Array> {
  const breathe = breather(signal);
  const a = matrix.slice();
  for (let k = 0; k < size; k++) {
    await breathe();
    const pivotRow = a.subarray(k * size, (k + 1) * size);
    const pivot = 1 / (pivotRow[k] as number);
    pivotRow[k] = 1;
    for (let j = 0; j < size; j++) pivotRow[j] = (pivotRow[j] as number) * pivot;
    for (let i = 0; i < size; i++) {
      if (i === k) continue;
      const row = a.subarray(i * size, (i + 1) * size);
      const factor = row[k] as number;
      row[k] = 0;
      for (let j = 0; j < size; j++) row[j] = (row[j] as number) - factor * (pivotRow[j] as number);
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const mean = ((a[i * size + j] as number) + (a[j * size + i] as number)) / 2;
      a[i * size + j] = mean;
      a[j * size + i] = mean;
    }
  }
  return a;
}
