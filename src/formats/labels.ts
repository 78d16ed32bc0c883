/** Volumes of labels: numbers that name what a voxel belongs to. Between two of them lies nothing. */

import { type Notice, notice } from "../core/notice";
import type { StoredGrid } from "./stored-grid";

/** A scan, noisy as it is, has many more values. */
const MOST_LABELS = 16;
/** Of so few voxels nothing is said. */
const LEAST_VOXELS = 512;

/** `found` says how it is known. */
export const labelsNotice = (found: string): Notice =>
  notice(
    "W_LABELS",
    `${found} Sharpening makes fractions between them; "--method nearest" (Nearest) keeps them whole.`,
  );

/** True where voxels that are stored as integers, unscaled, have at most 16 values, none of them negative. */
export function areLabels(data: Float32Array, { type, scaling }: Pick<StoredGrid, "type" | "scaling">): boolean {
  const isInteger = type.samples === 1 && /^u?int/.test(type.name) && scaling[0] === 1 && scaling[1] === 0;
  if (!isInteger || data.length < LEAST_VOXELS) return false;
  const values = new Set<number>();
  for (const value of data) {
    if (values.size > MOST_LABELS || value < 0) return false;
    values.add(value);
  }
  return values.size > 1 && values.size <= MOST_LABELS;
}
