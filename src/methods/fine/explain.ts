/** How a voxel of two passes came to be. Source: fine §1 to §3. */

import { upsampledDims, type Vec3 } from "../../core/volume";
import type { ExplainedVolume, Explanation, FilterPass } from "../explanation";
import {
  classesOf,
  type ExplainedVoxel,
  explanationOf,
  filterVoxel,
  foldedField,
  guarded,
  isFiltered,
  meanFilter,
  PATCH_SIZE,
  unfolded,
} from "../folded/explain";
import { TAP_OFFSETS, TAP_RADIUS } from "../folded/folding";
import { readTaps } from "../folded/reference/neighbours";
import { predictedError } from "../folded/reference/upscale";
import { AROUND_OFFSETS, type FineBank, LOW_TAPS, SECOND_TAPS } from "./bank";
import { aroundTaps, resultClass } from "./reference/second-pass";

export function explainFine(volume: ExplainedVolume, at: Vec3, bank: FineBank): Explanation {
  const field = foldedField(volume, bank.folded);
  const first = (place: Vec3) => filterVoxel(volume, field, place, bank.folded);
  const made = first(at);
  const explained = explanationOf(made, at, bank.folded);
  // Where the first pass keeps the interpolated value, it stays.
  if (!isFiltered(made.voxel)) return explained;
  const { pass, error } = secondPass(volume, made, firstAround(volume, at, bank, first), bank);
  return { ...explained, passes: [...explained.passes, pass], expectedError: error };
}

/** The first result around a voxel, as far as the second pass looks: a cube of `PATCH_SIZE`. */
function firstAround(volume: ExplainedVolume, at: Vec3, bank: FineBank, first: (place: Vec3) => ExplainedVoxel) {
  const dims = upsampledDims(volume.dims, bank.metadata.factor);
  const cube = new Float64Array(PATCH_SIZE ** 3);
  for (const offset of [[0, 0, 0] as const, ...AROUND_OFFSETS]) {
    const place = at.map((i, axis) => Math.min(Math.max(i + (offset[axis] as number), 0), (dims[axis] as number) - 1));
    const [x, y, z] = offset.map((shift) => shift + TAP_RADIUS) as unknown as Vec3;
    cube[x + PATCH_SIZE * (y + PATCH_SIZE * z)] = first(place as unknown as Vec3).filtered;
  }
  return cube;
}

function secondPass(
  volume: ExplainedVolume,
  { voxel, filtered: r }: ExplainedVoxel,
  cube: Float64Array,
  { second }: FineBank,
): { readonly pass: FilterPass; readonly error: number } {
  const { fold, structure } = voxel;
  const middle: Vec3 = [TAP_RADIUS, TAP_RADIUS, TAP_RADIUS];
  const around = aroundTaps(cube, [PATCH_SIZE, PATCH_SIZE, PATCH_SIZE], middle, fold);
  const level = resultClass(structure, r, around);
  const weights = meanFilter(second, structure, level);
  const seen = [...readTaps(volume.data, volume.dims, fold, LOW_TAPS), ...around];
  const sum = seen.reduce((total, value, k) => total + (weights[k] as number) * (value - r), r);
  const error = predictedError({ ...second, taps: SECOND_TAPS }, structure, level);
  const filtered = guarded(sum, voxel, error);
  const rest = 1 - weights.reduce((a, b) => a + b, 0);
  const before = [rest, ...weights.slice(LOW_TAPS)];
  return {
    pass: {
      filtered,
      ...classesOf(second, { ...voxel, level }, "place"),
      filters: [
        { size: PATCH_SIZE, taps: unfolded(fold, TAP_OFFSETS, weights.slice(0, LOW_TAPS)), grid: "scan" },
        { size: PATCH_SIZE, taps: unfolded(fold, [[0, 0, 0], ...AROUND_OFFSETS], before), grid: "before" },
      ],
      isGuarded: filtered !== sum,
    },
    error,
  };
}
