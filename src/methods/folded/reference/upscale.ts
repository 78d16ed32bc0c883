/** The whole folded method from scan to finer scan, scalar float64. */

import { type Factor, upsampledDims, type Vec3 } from "../../../core/volume";
import { eigenSymmetric3 } from "../../common/reference/eigen3";
import { gradient } from "../../common/reference/gradient";
import { structureTensor, type Tensor, tensorAt } from "../../common/reference/structure-tensor";
import { upsampleTricubic } from "../../interpolation/reference/tricubic";
import type { ClassEdges } from "../../paper/reference/hash";
import type { ClassScheme, Exchange } from "../folding";
import { centreClass, levelClass, shapeNumbers, strengthAndCoherence, structureClass, tensorNumbers } from "./classes";
import { type Fold, foldVoxel, phaseOf } from "./fold";
import { readTaps } from "./neighbours";

/** What is needed to classify. */
export interface FoldedSettings extends ClassEdges {
  readonly factor: Factor;
  readonly exchange: Exchange;
  readonly gradientSigma: number;
  /** What level classes are told by; `level` unless told. */
  readonly classes?: ClassScheme;
  /** Of every other scheme, as a bank holds them. */
  readonly centres?: ArrayLike<number>;
}

export interface FoldedVoxel {
  readonly fold: Fold;
  /** λ1 ≥ λ2 ≥ λ3. */
  readonly lambda: Vec3;
  readonly strength: number;
  readonly coherence: number;
  readonly structure: number;
  readonly level: number;
  /** What its centre is nearest to; none where classes are told by the level. */
  readonly numbers: readonly number[];
  /** Of the 3³ low-resolution voxels around the centre. */
  readonly lowest: number;
  readonly highest: number;
}

export interface FoldedVolume {
  readonly dims: Vec3;
  readonly upsampled: Float64Array;
  /** Undefined where the 3³ low-resolution voxels around are all equal. */
  readonly voxels: readonly (FoldedVoxel | undefined)[];
}

/** Interpolates, folds and classifies every voxel of a volume in working units. Source: folded §1 to §4. */
export function foldVolume(low: Float64Array, lowDims: Vec3, settings: FoldedSettings): FoldedVolume {
  const { factor, gradientSigma } = settings;
  const dims = upsampledDims(lowDims, factor);
  const upsampled = upsampleTricubic(low, lowDims, factor);
  const tensor = structureTensor(gradient(upsampled, dims), dims, gradientSigma);
  const voxels = Array.from(upsampled, (u, i): FoldedVoxel | undefined => {
    const at: Vec3 = [i % dims[0], Math.floor(i / dims[0]) % dims[1], Math.floor(i / (dims[0] * dims[1]))];
    const voxel = classifyVoxel(low, lowDims, settings, at, u, tensorAt(tensor, i));
    return voxel.lowest === voxel.highest ? undefined : voxel;
  });
  return { dims, upsampled, voxels };
}

/** Folds and classifies the voxel at output index `at`, of value u and this structure tensor. Source: folded §2 to §4. */
export function classifyVoxel(
  low: Float64Array,
  lowDims: Vec3,
  settings: FoldedSettings,
  at: Vec3,
  u: number,
  tensor: Tensor,
): FoldedVoxel {
  const { values, vectors } = eigenSymmetric3(tensor);
  const fold = foldVoxel(at, values[0] > 0 ? vectors[0] : [0, 0, 1], settings.factor, settings.exchange);
  const around = readTaps(low, lowDims, fold, 27);
  const lowest = Math.min(...around);
  const highest = Math.max(...around);
  const { strength, coherence } = strengthAndCoherence(values);
  const structure = structureClass(fold, strength, coherence, settings);
  const isCentred = at.every((i, axis) => phaseOf(i, settings.factor[axis] as number) === 0);
  const { classes = "level", centres = [] } = settings;
  const numbers = {
    level: () => [],
    shape: () => shapeNumbers(fold, isCentred, u, around, highest - lowest),
    tensor: () => tensorNumbers(values),
  }[classes]();
  const level = classes === "level" ? levelClass(fold, u, lowest, highest) : centreClass(fold, numbers, centres);
  return { fold, lambda: values, strength, coherence, structure, level, numbers, lowest, highest };
}

/** Filters of a folded bank, class-major, `taps` each. */
export interface FoldedFilters {
  readonly taps: number;
  readonly structureFilters: ArrayLike<number>;
  readonly levelFilters: ArrayLike<number>;
  readonly structureRows: ArrayLike<number>;
  readonly levelRows: ArrayLike<number>;
  readonly structureResidual: ArrayLike<number>;
  readonly levelResidual: ArrayLike<number>;
}

/** √(e_A·e_B/e), e_A, e_B and e being the mean squared errors of the two classes and of all rows. Source: folded §7. */
export function predictedError(bank: FoldedFilters, structure: number, level: number): number {
  const { structureRows, levelRows, structureResidual, levelResidual } = bank;
  let squared = 0;
  let rows = 0;
  for (let c = 0; c < structureRows.length; c++) {
    squared += (structureRows[c] as number) * (structureResidual[c] as number);
    rows += structureRows[c] as number;
  }
  const mean = rows === 0 ? 0 : squared / rows;
  const ofClass = (counts: ArrayLike<number>, residuals: ArrayLike<number>, c: number) =>
    counts[c] === 0 ? mean : (residuals[c] as number);
  const a = ofClass(structureRows, structureResidual, structure);
  return mean === 0 ? Math.sqrt(a) : Math.sqrt((a * ofClass(levelRows, levelResidual, level)) / mean);
}

/**
 * `u + Σ_k ½(A + B)[k]·(f[k] - u)`, A and B the filters of the voxel's two classes; drawn back to
 * the range of the 3³ neighbours widened by the predicted error; u where the neighbourhood is flat.
 * Source: folded §5, §7.
 */
export function applyFolded(low: Float64Array, lowDims: Vec3, volume: FoldedVolume, filters: FoldedFilters) {
  const { taps, structureFilters, levelFilters } = filters;
  return volume.upsampled.map((u, i) => {
    const voxel = volume.voxels[i];
    if (!voxel) return u;
    const neighbours = readTaps(low, lowDims, voxel.fold, taps);
    let sum = 0;
    for (let k = 0; k < taps; k++) {
      const a = structureFilters[voxel.structure * taps + k] as number;
      const b = levelFilters[voxel.level * taps + k] as number;
      sum += ((a + b) / 2) * ((neighbours[k] as number) - u);
    }
    const error = predictedError(filters, voxel.structure, voxel.level);
    return Math.min(Math.max(u + sum, voxel.lowest - error), voxel.highest + error);
  });
}

/**
 * The scan's own working units: 0 is the element at floor(0.001·n) of its n finite values in ascending order, 1 that at
 * floor(0.999·n). Source: folded §1.
 */
export function workingRange(scan: Float64Array): readonly [number, number] {
  const sorted = scan.filter(Number.isFinite).sort();
  const at = (share: number) => sorted[Math.floor(share * sorted.length)] as number;
  return [at(0.001), at(0.999)];
}
