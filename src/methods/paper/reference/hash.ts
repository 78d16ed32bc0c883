/** From structure tensor to class, scalar float64. */

import type { Vec3 } from "../../../core/volume";
import { eigenSymmetric3 } from "../../common/reference/eigen3";
import { type Tensor, type TensorField, tensorAt } from "../../common/reference/structure-tensor";
import { BINS } from "../classes";

/** Tertiles of the training voxels, ascending. */
export interface ClassEdges {
  readonly strengthEdges: readonly [number, number];
  readonly coherenceEdges: readonly [number, number];
}

/** What a class is made of. */
export interface Features {
  /** λ1 ≥ λ2 ≥ λ3 ≥ 0. */
  readonly lambda: Vec3;
  /** Unit eigenvector of λ1 with its sign fixed. */
  readonly direction: Vec3;
  /** Radians, [0, π). */
  readonly azimuth: number;
  /** Radians, [0, π]. */
  readonly elevation: number;
  /** √λ1, in units of p per output voxel. */
  readonly strength: number;
  /** From -1/3 to 1. */
  readonly coherence: number;
}

/**
 * Eigenvalues, direction, angles, strength and coherence of a tensor.
 *
 * Of v and -v the one with v_y > 0 is taken (v_y = 0: v_x > 0; both 0, which the method leaves open: v_z > 0). The
 * zero tensor has no direction: (0, 0, 1) is taken, so both its angles are 0. Source: method §4.3 and §4.4.
 */
export function featuresOf(tensor: Tensor): Features {
  const { values, vectors } = eigenSymmetric3(tensor);
  const lambda = values.map((value) => Math.max(value, 0)) as unknown as Vec3;
  const direction: Vec3 = lambda[0] === 0 ? [0, 0, 1] : withFixedSign(vectors[0]);
  const [r1, r2, r3] = lambda.map(Math.sqrt) as unknown as Vec3;
  const sum = r1 + r2 + r3;
  return {
    lambda,
    direction,
    azimuth: Math.atan2(direction[1], direction[0]),
    elevation: Math.acos(Math.min(Math.max(direction[2], -1), 1)),
    strength: r1,
    coherence: sum === 0 ? 0 : (r1 - r2 - r3) / sum,
  };
}

/**
 * `((φbin·8 + θbin)·3 + strengthBin)·3 + coherenceBin`: angle bins of π/8, the last one closed; a strength or coherence
 * bin is the number of edges ≤ the value. Source: method §4.5.
 */
export function classOf(features: Features, edges: ClassEdges): number {
  const [azimuthBins, elevationBins, strengthBins, coherenceBins] = BINS;
  const angleBin = (angle: number, bins: number) => Math.min(Math.floor((angle * bins) / Math.PI), bins - 1);
  const edgeBin = (value: number, cuts: readonly number[]) => cuts.filter((edge) => edge <= value).length;
  const direction =
    angleBin(features.azimuth, azimuthBins) * elevationBins + angleBin(features.elevation, elevationBins);
  const strength = direction * strengthBins + edgeBin(features.strength, edges.strengthEdges);
  return strength * coherenceBins + edgeBin(features.coherence, edges.coherenceEdges);
}

/** The class of every voxel of a tensor field. */
export function hashVolume(field: TensorField, edges: ClassEdges): Uint16Array {
  const count = (field[0] as Float64Array).length;
  return Uint16Array.from({ length: count }, (_, i) => classOf(featuresOf(tensorAt(field, i)), edges));
}

/**
 * How far the features are from another class: the smallest distance to a bin edge of azimuth, elevation (radians),
 * strength or coherence. The azimuths 0 and π count as edges, because there v and -v change places.
 */
export function edgeDistance(features: Features, edges: ClassEdges): number {
  const [azimuthBins, elevationBins] = BINS;
  const inner = Array.from({ length: elevationBins - 1 }, (_, i) => ((i + 1) * Math.PI) / elevationBins);
  const all = Array.from({ length: azimuthBins + 1 }, (_, i) => (i * Math.PI) / azimuthBins);
  const nearest = (value: number, cuts: readonly number[]) => Math.min(...cuts.map((edge) => Math.abs(value - edge)));
  return Math.min(
    nearest(features.azimuth, all),
    nearest(features.elevation, inner),
    nearest(features.strength, edges.strengthEdges),
    nearest(features.coherence, edges.coherenceEdges),
  );
}

/** `(λ1 - λ2)/λ1`: near 0 the direction is arbitrary. 0 for the zero tensor. */
export function relativeGap({ lambda: [l1, l2] }: Features): number {
  return l1 === 0 ? 0 : (l1 - l2) / l1;
}

function withFixedSign(v: Vec3): Vec3 {
  const [x, y, z] = v;
  const flip = y < 0 || (y === 0 && (x < 0 || (x === 0 && z < 0)));
  // Adding 0 turns -0 into 0: atan2(-0, x) and atan2(0, -0) are not the angle 0.
  return flip ? [0 - x, 0 - y, 0 - z] : [x + 0, y + 0, z + 0];
}
