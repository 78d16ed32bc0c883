/** How a voxel of the folded method came to be. Source: folded §2 to §7. */

import { keysKernel } from "../../core/keys-kernel";
import type { Factor, Vec3 } from "../../core/volume";
import { levelOf, type TensorField, tensorField } from "../common/explain";
import { eigenSymmetric3 } from "../common/reference/eigen3";
import type { Tensor } from "../common/reference/structure-tensor";
import type { ExplainedVolume, Explanation, FilterPass } from "../explanation";
import type { FoldedBank } from "./bank";
import { TAP_OFFSETS, TAP_RADIUS } from "./folding";
import type { Fold } from "./reference/fold";
import { readTaps } from "./reference/neighbours";
import { classifyVoxel, type FoldedVoxel, predictedError } from "./reference/upscale";

/** Voxels along each axis of the patches that filters are drawn as. */
export const PATCH_SIZE = 2 * TAP_RADIUS + 1;

/** A voxel of a folded result. */
export interface ExplainedVoxel {
  readonly u: number;
  readonly tensor: Tensor;
  readonly voxel: FoldedVoxel;
  readonly weights: readonly number[];
  /** Within the bounds of the voxel's neighbours, and without them. */
  readonly filtered: number;
  readonly sum: number;
  readonly error: number;
}

export const foldedField = (volume: ExplainedVolume, { metadata }: FoldedBank): TensorField =>
  tensorField(volume, metadata.factor, metadata.gradientSigma);

export function filterVoxel(volume: ExplainedVolume, field: TensorField, at: Vec3, bank: FoldedBank): ExplainedVoxel {
  const { taps } = bank.metadata;
  const { u, tensor } = field.voxel(at);
  const voxel = classifyVoxel(volume.data, volume.dims, { ...bank, ...bank.metadata }, at, u, tensor);
  const { structure, level } = voxel;
  // Where all voxels around are equal the interpolated value is kept.
  const weights = isFiltered(voxel) ? meanFilter(bank, structure, level) : [];
  const neighbours = readTaps(volume.data, volume.dims, voxel.fold, taps);
  const sum = weights.reduce((total, w, k) => total + w * ((neighbours[k] as number) - u), u);
  const error = predictedError({ ...bank, taps }, structure, level);
  return { u, tensor, voxel, weights, sum, filtered: isFiltered(voxel) ? guarded(sum, voxel, error) : u, error };
}

export const isFiltered = ({ lowest, highest }: FoldedVoxel): boolean => lowest !== highest;

/** Within the range of its neighbours, as far as the error to be expected. */
export const guarded = (value: number, { lowest, highest }: FoldedVoxel, error: number): number =>
  Math.min(Math.max(value, lowest - error), highest + error);

export function explainFolded(volume: ExplainedVolume, at: Vec3, bank: FoldedBank): Explanation {
  return explanationOf(filterVoxel(volume, foldedField(volume, bank), at, bank), at, bank);
}

export function explanationOf(made: ExplainedVoxel, at: Vec3, bank: FoldedBank): Explanation {
  const { u, tensor, voxel, weights, filtered, sum, error } = made;
  const { factor, classes: scheme = "level" } = bank.metadata;
  const { strength, coherence } = voxel;
  const { values, vectors } = eigenSymmetric3(tensor);
  const taps = densePatch(at, voxel, weights, factor);
  return {
    interpolated: u,
    passes: [
      {
        filtered,
        ...classesOf(bank, voxel, scheme),
        filters: [{ size: PATCH_SIZE, taps, grid: "scan" }],
        isGuarded: filtered !== sum,
      },
    ],
    ...(values[0] > 0 ? { direction: vectors[0] } : {}),
    strength: levelOf(strength, bank.strengthEdges),
    coherence: levelOf(coherence, bank.coherenceEdges),
    ...(isFiltered(voxel) ? { expectedError: error } : {}),
  };
}

/** The classes of a voxel in a bank whose second classes are told by `scheme`. */
export function classesOf(
  { structureRows, levelRows }: FoldedBank,
  voxel: FoldedVoxel,
  scheme: string,
): Pick<FilterPass, "classTitle" | "classes" | "trainingRows"> {
  if (!isFiltered(voxel)) return { classTitle: "flat", classes: [], trainingRows: 0 };
  const { structure, level } = voxel;
  const classes = [
    { kind: "structure", number: structure, of: structureRows.length, rows: structureRows[structure] ?? 0 },
    { kind: scheme, number: level, of: levelRows.length, rows: levelRows[level] ?? 0 },
  ];
  return {
    classTitle: `structure ${structure}, ${scheme} ${level}`,
    classes,
    trainingRows: Math.min(...classes.map(({ rows }) => rows)),
  };
}

/** The filter of the voxel: the mean of those of its two classes. */
export function meanFilter(bank: FoldedBank, structure: number, level: number): readonly number[] {
  const { taps } = bank.metadata;
  return Array.from({ length: taps }, (_, k) => {
    const a = bank.structureFilters[structure * taps + k] as number;
    return (a + (bank.levelFilters[level * taps + k] as number)) / 2;
  });
}

/**
 * The filter unfolded onto the scan's voxels around the nearest one, with what the interpolated value is made of them:
 * `u + Σ w (f - u) = (1 - Σ w) u + Σ w f`.
 */
function densePatch(at: Vec3, { fold }: FoldedVoxel, weights: readonly number[], factor: Factor): number[] {
  const rest = 1 - weights.reduce((a, b) => a + b, 0);
  const [xs, ys, zs] = fold.centre.map((centre, axis) => {
    const place = ((at[axis] as number) + 0.5) / (factor[axis] as number) - 0.5;
    return Array.from({ length: PATCH_SIZE }, (_, i) => keysKernel(place - (centre + i - TAP_RADIUS)));
  }) as [number[], number[], number[]];
  const own = zs.flatMap((z) => ys.flatMap((y) => xs.map((x) => rest * x * y * z)));
  return unfolded(fold, TAP_OFFSETS, weights).map((weight, i) => weight + (own[i] as number));
}

/** Weights of canonical offsets as a patch of the voxels around. */
export function unfolded(
  { flip, order }: Pick<Fold, "flip" | "order">,
  offsets: readonly Vec3[],
  weights: readonly number[],
): number[] {
  const patch = new Array<number>(PATCH_SIZE ** 3).fill(0);
  for (const [k, weight] of weights.entries()) {
    const to = [TAP_RADIUS, TAP_RADIUS, TAP_RADIUS];
    for (const [canonical, axis] of order.entries()) {
      to[axis] = TAP_RADIUS + (flip[axis] as number) * ((offsets[k] as Vec3)[canonical] as number);
    }
    const [x, y, z] = to as [number, number, number];
    (patch[x + PATCH_SIZE * (y + PATCH_SIZE * z)] as number) += weight;
  }
  return patch;
}
