/** The two classes of a folded voxel, scalar float64. */

import type { Vec3 } from "../../../core/volume";
import type { ClassEdges } from "../../paper/reference/hash";
import { CENTRES, LEVELS, RATIO_EDGE } from "../folding";
import type { Fold } from "./fold";

/** √λ1 and (√λ1 - √λ2)/(√λ1 + √λ2), 0 where the sum is 0. Source: folded §3. */
export function strengthAndCoherence([l1, l2]: Vec3): { strength: number; coherence: number } {
  const [r1, r2] = [Math.sqrt(Math.max(l1, 0)), Math.sqrt(Math.max(l2, 0))];
  return { strength: r1, coherence: r1 + r2 === 0 ? 0 : (r1 - r2) / (r1 + r2) };
}

/** Signs of the two lesser components of the direction, and where the dominant axis is. */
function shapeOf({ direction }: Fold) {
  const size = direction.map(Math.abs);
  const dominant = size.indexOf(Math.max(...size));
  const [first, second] = [0, 1, 2].filter((axis) => axis !== dominant) as [number, number];
  const negative = (axis: number) => Number((direction[axis] as number) < 0);
  const ratio = (axis: number) => Number((size[axis] as number) >= RATIO_EDGE * (size[dominant] as number));
  return {
    dominant,
    signs: 2 * negative(first) + negative(second),
    ratios: 2 * ratio(first) + ratio(second),
  };
}

/** `((((kind·3 + dominant)·4 + signs)·4 + ratios)·3 + strength bin)·3 + coherence bin`. Source: folded §3. */
export function structureClass(fold: Fold, strength: number, coherence: number, edges: ClassEdges): number {
  const { dominant, signs, ratios } = shapeOf(fold);
  const bin = (value: number, cuts: readonly number[]) => cuts.filter((edge) => edge <= value).length;
  const shape = ((fold.kind * 3 + dominant) * 4 + signs) * 4 + ratios;
  return (shape * 3 + bin(strength, edges.strengthEdges)) * 3 + bin(coherence, edges.coherenceEdges);
}

/** `(kind·4 + signs)·8 + level`, the level being where u lies between `low` and `high`. Source: folded §4. */
export function levelClass(fold: Fold, u: number, low: number, high: number): number {
  const level = Math.min(Math.max(Math.floor((LEVELS * (u - low)) / (high - low)), 0), LEVELS - 1);
  return (fold.kind * 4 + shapeOf(fold).signs) * LEVELS + level;
}

/** `(kind·4 + signs)·64 + centre`, the centre being the first of the kind's that is nearest to the numbers. Source: folded §11. */
export function centreClass(fold: Fold, numbers: readonly number[], centres: ArrayLike<number>): number {
  const distances = centreDistances(fold, numbers, centres);
  return (fold.kind * 4 + shapeOf(fold).signs) * CENTRES + distances.indexOf(Math.min(...distances));
}

/** Squared distances of the numbers from each centre of the phase kind. */
export function centreDistances({ kind }: Fold, numbers: readonly number[], centres: ArrayLike<number>): number[] {
  return Array.from({ length: CENTRES }, (_, c) =>
    numbers.reduce(
      (sum, value, k) => sum + (value - (centres[(kind * CENTRES + c) * numbers.length + k] as number)) ** 2,
      0,
    ),
  );
}

/**
 * The centre and its six neighbours in canonical axes, less u, over the range of the 3³; on a low-resolution voxel, where v and
 * -v are one, put so that intensity rises along v. `around` are the first taps. Source: folded §11.
 */
export function shapeNumbers(
  { direction: [x, y, z] }: Fold,
  isCentred: boolean,
  u: number,
  around: ArrayLike<number>,
  range: number,
): number[] {
  const own = Array.from({ length: 7 }, (_, k) => ((around[k] as number) - u) / range);
  const [, beforeZ, beforeY, beforeX, afterX, afterY, afterZ] = own as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const rise = x * (afterX - beforeX) + y * (afterY - beforeY) + z * (afterZ - beforeZ);
  return isCentred && rise < 0 ? [own[0] as number, ...own.slice(1).reverse()] : own;
}

/** log10 of the root of the trace, fractional anisotropy and mode of a tensor of these eigenvalues. Source: folded §11. */
export function tensorNumbers(lambda: Vec3): number[] {
  const trace = lambda[0] + lambda[1] + lambda[2];
  const off = lambda.map((value) => value - trace / 3) as unknown as Vec3;
  const size = Math.hypot(...off);
  const anisotropy = trace > 0 ? Math.sqrt(1.5) * (size / Math.hypot(...lambda)) : 0;
  const mode = size > 0 ? (3 * Math.sqrt(6) * off[0] * off[1] * off[2]) / size ** 3 : 0;
  return [Math.log10(Math.sqrt(Math.max(trace, 1e-8))), anisotropy, mode];
}
