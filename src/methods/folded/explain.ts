/** How a voxel of the folded method came to be. Source: folded §2 to §7. */

import { keysKernel } from "../../core/keys-kernel";
import type { Factor, Vec3 } from "../../core/volume";
import { levelOf, tensorOf } from "../common/explain";
import { eigenSymmetric3 } from "../common/reference/eigen3";
import type { ExplainedVolume, Explanation } from "../explanation";
import type { FoldedBank } from "./bank";
import { TAP_OFFSETS, TAP_RADIUS } from "./folding";
import { readTaps } from "./reference/neighbours";
import { classifyVoxel, type FoldedVoxel, predictedError } from "./reference/upscale";

const SIZE = 2 * TAP_RADIUS + 1;

export function explainFolded(volume: ExplainedVolume, at: Vec3, bank: FoldedBank): Explanation {
  const { factor, taps, classes: scheme = "level" } = bank.metadata;
  const { u, tensor } = tensorOf(volume, at, factor, bank.metadata.gradientSigma);
  const voxel = classifyVoxel(volume.data, volume.dims, { ...bank, ...bank.metadata }, at, u, tensor);
  const { structure, level, lowest, highest, strength, coherence } = voxel;
  const { values, vectors } = eigenSymmetric3(tensor);
  // Where all voxels around are equal the interpolated value is kept.
  const isFiltered = lowest !== highest;
  const weights = isFiltered ? meanFilter(bank, structure, level) : [];
  const neighbours = readTaps(volume.data, volume.dims, voxel.fold, taps);
  const sum = weights.reduce((total, w, k) => total + w * ((neighbours[k] as number) - u), u);
  const error = predictedError({ ...bank, taps }, structure, level);
  const filtered = isFiltered ? Math.min(Math.max(sum, lowest - error), highest + error) : u;
  const classes = [
    { kind: "structure", number: structure, of: bank.structureRows.length, rows: bank.structureRows[structure] ?? 0 },
    { kind: scheme, number: level, of: bank.levelRows.length, rows: bank.levelRows[level] ?? 0 },
  ];
  return {
    interpolated: u,
    filtered,
    classTitle: isFiltered ? `structure ${structure}, ${scheme} ${level}` : "flat",
    classes: isFiltered ? classes : [],
    ...(values[0] > 0 ? { direction: vectors[0] } : {}),
    strength: levelOf(strength, bank.strengthEdges),
    coherence: levelOf(coherence, bank.coherenceEdges),
    filter: { size: SIZE, taps: densePatch(at, voxel, weights, factor), grid: "scan" },
    trainingRows: isFiltered ? Math.min(...classes.map(({ rows }) => rows)) : 0,
    ...(isFiltered ? { expectedError: error } : {}),
    isGuarded: filtered !== sum,
  };
}

/** The filter of the voxel: the mean of those of its two classes. */
function meanFilter(bank: FoldedBank, structure: number, level: number): readonly number[] {
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
    return Array.from({ length: SIZE }, (_, i) => keysKernel(place - (centre + i - TAP_RADIUS)));
  }) as [number[], number[], number[]];
  const patch = zs.flatMap((z) => ys.flatMap((y) => xs.map((x) => rest * x * y * z)));
  for (const [k, weight] of weights.entries()) {
    const to = [TAP_RADIUS, TAP_RADIUS, TAP_RADIUS];
    for (const [canonical, axis] of fold.order.entries()) {
      to[axis] = TAP_RADIUS + (fold.flip[axis] as number) * ((TAP_OFFSETS[k] as Vec3)[canonical] as number);
    }
    const [x, y, z] = to as [number, number, number];
    (patch[x + SIZE * (y + SIZE * z)] as number) += weight;
  }
  return patch;
}
