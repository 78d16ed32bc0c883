/** The two classes of a folded voxel, scalar float64. */

import type { Vec3 } from "../../../core/volume";
import type { ClassEdges } from "../../paper/reference/hash";
import { LEVELS, RATIO_EDGE } from "../folding";
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
