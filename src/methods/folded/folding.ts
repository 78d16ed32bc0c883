/** The constants of the folded method that its oracle, its banks and the engine share. */

import type { Factor, Vec3 } from "../../core/volume";

/** Which axes may be exchanged: those of equal factor and voxel size. Source: folded §2. */
export const EXCHANGES = ["none", "xy", "xz", "yz", "xyz"] as const;
export type Exchange = (typeof EXCHANGES)[number];

/** Numbers of taps whose ball is full: |k|² up to 3 (a 3³ cube), 4 and 5. Source: folded §5. */
export const TAP_COUNTS = [27, 33, 57] as const;
export type TapCount = (typeof TAP_COUNTS)[number];

/** Half-width of the largest ball of taps, in low-resolution voxels. */
export const TAP_RADIUS = 2;

/** Structure classes of one phase kind: dominant axis 3 × signs 4 × ratios 4 × strength 3 × coherence 3. */
export const STRUCTURE_CLASSES = 432;
/** The bin of strength of a structure class, 0 to 2. */
export const strengthOf = (structureClass: number): number => Math.floor(structureClass / 3) % 3;

/**
 * What a voxel's second class, the level class, is told by: the level of u between its neighbours, or the nearest of some
 * centres, to the shape of its neighbourhood or to invariants of its structure tensor. Source: folded §4, §11.
 */
export const CLASS_SCHEMES = ["level", "shape", "tensor"] as const;
export type ClassScheme = (typeof CLASS_SCHEMES)[number];

export const LEVELS = 8;
export const CENTRES = 64;
/** Level classes of one phase kind and pair of signs. */
export const stepsOf = (scheme: ClassScheme): number => (scheme === "level" ? LEVELS : CENTRES);

/** Level classes of one phase kind where they are told by the level. */
export const LEVEL_CLASSES = 4 * LEVELS;

/** Numbers of a voxel that its centre is nearest to. */
export const numbersOf = (scheme: ClassScheme): number => ({ level: 0, shape: 7, tensor: 3 })[scheme];

/** A class learned from fewer rows is mostly the filter it was drawn towards. Source: folded §7. */
export const FEW_ROWS = 1000;

/** Offsets of the taps by growing |k|², then z, y, x: every tap count takes the first so many. */
export const TAP_OFFSETS: readonly Vec3[] = tapOffsets();

function tapOffsets(): Vec3[] {
  const range = [-2, -1, 0, 1, 2];
  const all = range.flatMap((z) => range.flatMap((y) => range.map((x): Vec3 => [x, y, z])));
  const squared = ([x, y, z]: Vec3) => x * x + y * y + z * z;
  return all.filter((k) => squared(k) <= 5).sort((a, b) => squared(a) - squared(b));
}

/** σ of the structure tensor's window, in output voxels: 0.75 low-resolution voxels. Source: folded §2. */
export function foldedSigma(factor: Factor): number {
  return 0.75 * Math.max(...factor);
}

/** Ratio of a component of the direction to the dominant one at which its bin ends. Source: folded §3. */
export const RATIO_EDGE = 0.5;

/** Voxel sizes that differ by less than this share count as equal when axes are exchanged. */
export const EQUAL_SPACING = 0.25;

/** The axes that can be exchanged on a grid. */
export function exchangeOf(factor: Factor, spacing: Vec3): Exchange {
  const like = (a: number, b: number) => {
    const [fine, coarse] = [spacing[a] as number, spacing[b] as number].sort((p, q) => p - q) as [number, number];
    return factor[a] === factor[b] && coarse <= (1 + EQUAL_SPACING) * fine;
  };
  const [xy, xz, yz] = [like(0, 1), like(0, 2), like(1, 2)];
  if (xy && xz && yz) return "xyz";
  return xy ? "xy" : xz ? "xz" : yz ? "yz" : "none";
}

export interface PhaseKinds {
  /** What an axis adds to the kind when its phase is the far one of two (factors 3 and 4), 0 for other factors. */
  readonly strides: Vec3;
  readonly count: number;
}

/** The kinds of phase that remain after folding: far axes are counted within each set of exchangeable ones. */
export function phaseKinds(factor: Factor, exchange: Exchange): PhaseKinds {
  const strides = [0, 0, 0];
  let count = 1;
  for (const axes of axisSets(exchange)) {
    const far = axes.filter((axis) => (factor[axis] as number) >= 3);
    for (const axis of far) strides[axis] = count;
    count *= far.length + 1;
  }
  return { strides: strides as unknown as Vec3, count };
}

function axisSets(exchange: Exchange): readonly (readonly number[])[] {
  const set = exchange === "none" ? [] : [...exchange].map((name) => "xyz".indexOf(name));
  return [set, ...[0, 1, 2].filter((axis) => !set.includes(axis)).map((axis) => [axis])];
}

/**
 * True when voxels of phase kind 0 lie on a low-resolution voxel: every factor is odd. Nothing there tells a
 * neighbourhood from its mirror image through the voxel, so their filters are symmetric. Source: folded §2.
 */
export function hasCentredKind(factor: Factor): boolean {
  return factor.every((s) => s % 2 === 1);
}

/** Of each tap the one on the other side of the centre. */
export const MIRRORED_TAPS: readonly number[] = TAP_OFFSETS.map((k) =>
  TAP_OFFSETS.findIndex((other) => other.every((n, axis) => n + (k[axis] as number) === 0)),
);

/** True when every exchangeable axis has the same factor. */
export function allowsExchange(factor: Factor, exchange: Exchange): boolean {
  return axisSets(exchange).every((axes) => axes.every((axis) => factor[axis] === factor[axes[0] as number]));
}

/** Numbers of structure and of level classes of a bank. */
export function foldedClassCounts(
  factor: Factor,
  exchange: Exchange,
  scheme: ClassScheme = "level",
): { structure: number; level: number } {
  const { count } = phaseKinds(factor, exchange);
  return { structure: count * STRUCTURE_CLASSES, level: count * 4 * stepsOf(scheme) };
}
