/** How large scans and results may be, told before anything of them is read or made. */

import { EigenvoxError } from "../core/errors";
import { type Factor, formatFactor, upsampledDims, type Vec3, voxelCount } from "../core/volume";

/** In a browser's tab a volume may have so many voxels, 1 GiB as float32: it is held by the page and by its worker. */
export const MOST_TAB_VOXELS = 2 ** 28;
/** Beyond this memory, bytes, a tab may be ended by the browser, and a person is told before it is taken. */
export const COMFORTABLE_TAB_BYTES = 2 ** 31;
/** Arrays of more float32 cannot be made: 4 GiB in Node 20. */
const MOST_RESULT_VOXELS = 2 ** 30;

const gibibytes = (bytes: number) => `${Number((bytes / 2 ** 30).toFixed(1))} GiB`;
const size = (dims: Vec3) => `${dims.join("×")} voxels, ${gibibytes(4 * voxelCount(dims))} as float32`;

/** Throws `E_TOO_LARGE` for a scan that a browser's tab has no room for. */
export function checkTabScan(dims: Vec3): void {
  if (voxelCount(dims) <= MOST_TAB_VOXELS) return;
  const text = `The scan has ${size(dims)}; in a browser at most ${gibibytes(4 * MOST_TAB_VOXELS)} are opened.`;
  throw new EigenvoxError("E_TOO_LARGE", `${text} Crop or downsample it, or use the command line.`);
}

/** Throws `E_TOO_LARGE` for a result of which no array can be made. */
export function checkResult(dims: Vec3, factor: Factor): void {
  const fine = upsampledDims(dims, factor);
  if (voxelCount(fine) <= MOST_RESULT_VOXELS) return;
  const text = `The scan made ${formatFactor(factor)} finer would have ${size(fine)}; at most ${gibibytes(4 * MOST_RESULT_VOXELS)} can be made.`;
  throw new EigenvoxError("E_TOO_LARGE", `${text} Crop the scan, or take a smaller factor.`);
}
