/** How well two volumes match under a motion, and in which direction they would match better. */

import { inverseAffine, voxelToWorld } from "../core/affine";
import { correlationOf, noPairs, type PairSums } from "../core/pair-moments";
import type { Affine, Vec3, Volume } from "../core/volume";
import { multiplied } from "./matrices";
import type { Points } from "./points";

/** Of a sum of squares to be made small, in turns (radians, about a place) and shifts (mm) along x, y, z. */
export interface Match {
  /** Share of the variance within blocks that the other volume explains, 0 to 1: the mean squared correlation. */
  readonly score: number;
  /** Correlation over all points that both volumes have. */
  readonly correlation: number;
  /** Points that both have, and their share of all. */
  readonly points: number;
  readonly overlap: number;
  /** The normal equations: 6×6 row-major, and 6. */
  readonly matrix: readonly number[];
  readonly slope: readonly number[];
}

/** 1, the moving value, its slope along the six parameters, the fixed value. */
const TERMS = 9;
const MOVING = 1;
const SLOPES = 2;
const FIXED = 8;
/** A block counts where it has this many points in both volumes, and this share of its own. */
const LEAST_POINTS = 20;
const LEAST_SHARE = 0.3;
/** Blocks count alike whatever their contrast, but those with less than about this share of the whole's less. */
const EVENING = 0.1;

/**
 * In each block the fixed values are explained by a linear function of the moving ones, whatever it is, so that the coils'
 * shading does not matter. `motion` leads from the fixed volume's world to the
 * moving one's; turns are about `about`, in the fixed world. With `parity` every other block only.
 *
 * Source: Gauss-Newton steps on the local linear residual, the linear functions eliminated (variable projection).
 */
export function matchUnder(points: Points, moving: Volume, motion: Affine, about: Vec3, parity?: 0 | 1): Match {
  const toVoxel = inverseAffine(moving.affine);
  const map = multiplied(toVoxel, multiplied(motion, points.grid.affine));
  const toWorld = multiplied(motion, points.grid.affine);
  const centre = voxelToWorld(motion, about);
  const sums = new Float64Array(TERMS * TERMS);
  const terms = new Float64Array(TERMS);
  const whole = noPairs();
  const matrix = new Array<number>(36).fill(0);
  const slope = new Array<number>(6).fill(0);
  let total = 0;
  let left = 0;
  let offered = 0;
  for (let b = 0; b + 1 < points.starts.length; b++) {
    if (parity !== undefined && b % 2 !== parity) continue;
    const [from, to] = [points.starts[b] as number, points.starts[b + 1] as number];
    offered += to - from;
    sums.fill(0);
    gather(points, from, to, moving, { map, toWorld, toVoxel, centre }, sums, terms);
    addTo(whole, sums);
    const count = sums[0] as number;
    if (count < LEAST_POINTS || count < LEAST_SHARE * (to - from)) continue;
    // The constant and the moving value are taken out of everything else.
    eliminate(sums, 0);
    const fixedSquares = sums[TERMS * FIXED + FIXED] as number;
    const gain = (sums[TERMS * MOVING + FIXED] as number) / (sums[TERMS * MOVING + MOVING] as number);
    if (!Number.isFinite(gain)) continue;
    const weight = 1 / (fixedSquares / count + EVENING * points.variance);
    eliminate(sums, MOVING);
    total += weight * fixedSquares;
    left += weight * (sums[TERMS * FIXED + FIXED] as number);
    for (let r = 0; r < 6; r++) {
      const row = TERMS * (SLOPES + r);
      (slope[r] as number) += weight * gain * (sums[row + FIXED] as number);
      for (let c = 0; c < 6; c++)
        (matrix[6 * r + c] as number) += weight * gain * gain * (sums[row + SLOPES + c] as number);
    }
  }
  return {
    score: total > 0 ? 1 - left / total : 0,
    correlation: correlationOf(whole) || 0,
    points: whole.n,
    overlap: offered > 0 ? whole.n / offered : 0,
    matrix,
    slope,
  };
}

interface Maps {
  /** Fixed voxel to moving voxel, to the moving world; moving world to moving voxel. */
  readonly map: Affine;
  readonly toWorld: Affine;
  readonly toVoxel: Affine;
  /** What is turned about, in the moving world. */
  readonly centre: Vec3;
}

/** Adds the products of the terms of every point that lies in the moving volume to the upper half of `sums`. */
function gather(
  { at, values }: Points,
  from: number,
  to: number,
  { data, dims }: Volume,
  { map, toWorld, toVoxel, centre }: Maps,
  sums: Float64Array,
  terms: Float64Array,
): void {
  const [nx, ny, nz] = dims;
  const m = Float64Array.from(map);
  const w = Float64Array.from(toWorld);
  const v = Float64Array.from(toVoxel);
  const stepY = nx;
  const stepZ = nx * ny;
  for (let p = from; p < to; p++) {
    const i = at[3 * p] as number;
    const j = at[3 * p + 1] as number;
    const k = at[3 * p + 2] as number;
    const x = (m[0] as number) * i + (m[1] as number) * j + (m[2] as number) * k + (m[3] as number);
    const y = (m[4] as number) * i + (m[5] as number) * j + (m[6] as number) * k + (m[7] as number);
    const z = (m[8] as number) * i + (m[9] as number) * j + (m[10] as number) * k + (m[11] as number);
    if (!(x >= 0 && y >= 0 && z >= 0 && x < nx - 1 && y < ny - 1 && z < nz - 1)) continue;
    const [ix, iy, iz] = [Math.floor(x), Math.floor(y), Math.floor(z)];
    const [fx, fy, fz] = [x - ix, y - iy, z - iz];
    const o = ix + stepY * iy + stepZ * iz;
    const a000 = data[o] as number;
    const a100 = data[o + 1] as number;
    const a010 = data[o + stepY] as number;
    const a110 = data[o + stepY + 1] as number;
    const a001 = data[o + stepZ] as number;
    const a101 = data[o + stepZ + 1] as number;
    const a011 = data[o + stepZ + stepY] as number;
    const a111 = data[o + stepZ + stepY + 1] as number;
    const b00 = a000 + fx * (a100 - a000);
    const b10 = a010 + fx * (a110 - a010);
    const b01 = a001 + fx * (a101 - a001);
    const b11 = a011 + fx * (a111 - a011);
    const c0 = b00 + fy * (b10 - b00);
    const c1 = b01 + fy * (b11 - b01);
    const value = c0 + fz * (c1 - c0);
    if (value - value !== 0) continue;
    const d0 = a100 - a000 + fy * (a110 - a010 - a100 + a000);
    const d1 = a101 - a001 + fy * (a111 - a011 - a101 + a001);
    const gx = d0 + fz * (d1 - d0);
    const gy = b10 - b00 + fz * (b11 - b01 - b10 + b00);
    const gz = c1 - c0;
    // Slopes in the world: the transposed inverse of the affine.
    const wx = (v[0] as number) * gx + (v[4] as number) * gy + (v[8] as number) * gz;
    const wy = (v[1] as number) * gx + (v[5] as number) * gy + (v[9] as number) * gz;
    const wz = (v[2] as number) * gx + (v[6] as number) * gy + (v[10] as number) * gz;
    const rx = (w[0] as number) * i + (w[1] as number) * j + (w[2] as number) * k + (w[3] as number) - centre[0];
    const ry = (w[4] as number) * i + (w[5] as number) * j + (w[6] as number) * k + (w[7] as number) - centre[1];
    const rz = (w[8] as number) * i + (w[9] as number) * j + (w[10] as number) * k + (w[11] as number) - centre[2];
    terms[0] = 1;
    terms[1] = value;
    terms[2] = ry * wz - rz * wy;
    terms[3] = rz * wx - rx * wz;
    terms[4] = rx * wy - ry * wx;
    terms[5] = wx;
    terms[6] = wy;
    terms[7] = wz;
    terms[8] = values[p] as number;
    for (let r = 0; r < TERMS; r++) {
      const term = terms[r] as number;
      for (let c = r; c < TERMS; c++) (sums[TERMS * r + c] as number) += term * (terms[c] as number);
    }
  }
}

/** Takes a term out of all later ones: what is left is what it does not explain. */
function eliminate(sums: Float64Array, term: number): void {
  const own = sums[TERMS * term + term] as number;
  for (let r = term + 1; r < TERMS; r++) {
    const share = (sums[TERMS * term + r] as number) / own;
    for (let c = r; c < TERMS; c++) (sums[TERMS * r + c] as number) -= share * (sums[TERMS * term + c] as number);
  }
  for (let r = term + 1; r < TERMS; r++) {
    for (let c = r + 1; c < TERMS; c++) sums[TERMS * c + r] = sums[TERMS * r + c] as number;
  }
}

/** Adds the moving value and the fixed one. */
function addTo(whole: PairSums, sums: Float64Array): void {
  whole.n += sums[0] as number;
  whole.a += sums[MOVING] as number;
  whole.b += sums[FIXED] as number;
  whole.aa += sums[TERMS * MOVING + MOVING] as number;
  whole.ab += sums[TERMS * MOVING + FIXED] as number;
  whole.bb += sums[TERMS * FIXED + FIXED] as number;
}
