/** See shaders/folded-hash.wgsl: the structure tensors, the folds and the classes of four voxels at a time. */

import { binsOf, coherenceOf } from "./bins";
import { endOf, factorOf, firstOf, OUTSIDE, originOf, paddedIndex, rowPitch, sizeOf } from "./brick";
import { EIGEN, EIGEN_BYTES, eigenAt, QUADS, startSlice } from "./eigen3";
import { GREATEST, LEAST, lowSize, MOST, NEAREST, startRow } from "./folded";
import { NUMBERS, nearestCentres, putInvariants, putNumbers } from "./folded-centres";
import { packedWords } from "./folded-word";
import { firstLanes, storePairs, storePart } from "./vectors";

const RATIO_EDGE: f32 = 0.5;
const LEVELS: i32 = 8;
const CENTRES: i32 = 64;
const LEVEL: u32 = 0;
const SHAPE: u32 = 1;

/** Phases along x of the voxels of a row, in units of 1/(2s): whole numbers, so that a phase of 0 is exactly 0. */
const PHASES = memory.data(4 * 512, 16);

/** Of each axis in the order of the fold: its number, its component and whether its phase is far (-1). */
const AXES = memory.data(3 * 48, 16);
const COMPONENT: usize = 16;
const FAR: usize = 32;
const SECOND: usize = 48;
const THIRD: usize = 96;

/** What the fold of four voxels gives beside AXES: which axes are flipped, the phase kind, and signs with the rest of the class. */
const FLIPS = memory.data(16, 16);
const KIND = memory.data(16, 16);
const SIGNS = memory.data(16, 16);
const STRUCTURE = memory.data(16, 16);
/** -1 of voxels on a low-resolution voxel. */
const IS_CENTRED = memory.data(16, 16);

export function foldedHash(
  p: usize,
  scheme: u32,
  wantsFeatures: u32,
  exchange: u32,
  kindX: u32,
  kindY: u32,
  kindZ: u32,
  tensorY: usize,
  upsampled: usize,
  low: usize,
  centres: usize,
  voxels: usize,
  features: usize,
  numbers: usize,
): void {
  const width = sizeOf(p, 0);
  const pitch = rowPitch(p);
  const height = sizeOf(p, 1);
  const end = endOf(p);
  const lowRow = (<usize>lowSize(p, 0)) << 2;
  const lowSlice = lowRow * lowSize(p, 1);
  for (let index = firstOf(p); index < end; ) {
    const x0 = index % pitch;
    const row = index / pitch;
    const y = row % height;
    const z = row / height;
    const count = min<i32>(min<i32>(pitch - x0, end - index), MOST);
    const line = startRow(p, low, x0, y, z, count);
    startSlice(p, z);
    putPhases(p, x0, count);
    const phaseY = i32x4.splat(phaseOf(p, 1, y));
    const phaseZ = i32x4.splat(phaseOf(p, 2, z));
    const source = upsampled + ((<usize>paddedIndex(p, x0, y, z)) << 2);
    for (let i = 0; i < count; i += 4 * QUADS) {
      const quads = min<i32>(QUADS, (count - i + 3) >> 2);
      if (isConstant(i, quads)) {
        for (let k = i; k < min<i32>(count, i + 4 * QUADS); k++) {
          store<u32>(voxels + ((<usize>(index + k)) << 2), OUTSIDE);
        }
        continue;
      }
      eigenAt(p, tensorY, x0 + i, y, quads);
      for (let quad = 0; quad < quads; quad++) {
        const k = i + 4 * quad;
        const at = (<usize>k) << 2;
        const least = v128.load(LEAST + at);
        const span = f32x4.sub(v128.load(GREATEST + at), least);
        const inside = v128.and(f32x4.ne(span, f32x4.splat(0)), firstLanes(width - x0 - k));
        const eigen = EIGEN + quad * EIGEN_BYTES;
        const strength = f32x4.sqrt(v128.load(eigen));
        const coherence = coherenceOf(strength, f32x4.sqrt(v128.load(eigen, 16)));
        fold(eigen, v128.load(PHASES + at), phaseY, phaseZ, exchange, kindX, kindY, kindZ);
        const u = v128.load(source + at);
        const to = (<usize>(index + k)) << 2;
        let level: v128;
        if (scheme === LEVEL) {
          const between = f32x4.div(f32x4.mul(f32x4.splat(<f32>LEVELS), f32x4.sub(u, least)), span);
          level = f32x4.pmax(f32x4.splat(0), f32x4.pmin(f32x4.floor(between), f32x4.splat(<f32>(LEVELS - 1))));
          level = i32x4.trunc_sat_f32x4_s(level);
        } else {
          if (scheme === SHAPE) putShape(line, NEAREST + at, min<i32>(count - k, 4), lowRow, lowSlice, u, span);
          else putInvariants(eigen);
          level = nearestCentres(centres, KIND, CENTRES);
          if (wantsFeatures) putNumbers(numbers + (to << 3), count - k);
        }
        const steps = scheme === LEVEL ? LEVELS : CENTRES;
        const levels = i32x4.add(i32x4.mul(v128.load(SIGNS), i32x4.splat(steps)), level);
        const structure = i32x4.add(v128.load(STRUCTURE), binsOf(p, strength, coherence));
        const word = packedWords(structure, levels, v128.or(i32x4.shl(order(), 3), v128.load(FLIPS)));
        storePart(voxels + to, v128.bitselect(word, i32x4.splat(OUTSIDE), inside), count - k);
        if (wantsFeatures)
          storePairs(features + (to << 1), v128.and(strength, inside), v128.and(coherence, inside), count - k);
      }
    }
    index += count;
  }
}

/** In units of 1/(2s). */
function phaseOf(p: usize, axis: i32, local: i32): i32 {
  const s = factorOf(p, axis);
  return 2 * ((originOf(p, axis) + local) % s) + 1 - s;
}

function putPhases(p: usize, x: i32, count: i32): void {
  const most = factorOf(p, 0) - 1;
  let phase = phaseOf(p, 0, x);
  for (let i = 0; i < count; i++) {
    store<i32>(PHASES + (i << 2), phase);
    phase = phase === most ? -most : phase + 2;
  }
}

/** Whether there is nothing but one value around all voxels of so many vectors. */
function isConstant(first: i32, quads: i32): bool {
  let differs: v128 = i32x4.splat(0);
  for (let quad = 0; quad < quads; quad++) {
    const at = (<usize>(first + 4 * quad)) << 2;
    differs = v128.or(differs, f32x4.ne(v128.load(LEAST + at), v128.load(GREATEST + at)));
  }
  return !v128.any_true(differs);
}

/** Folds four voxels whose eigenvectors lie at `eigen`: AXES and what is named beside it. Masks are -1 where something holds. */
function fold(
  eigen: usize,
  phaseX: v128,
  phaseY: v128,
  phaseZ: v128,
  exchange: u32,
  kindX: u32,
  kindY: u32,
  kindZ: u32,
): void {
  const none = i32x4.splat(0);
  const minus = f32x4.splat(-0.0);
  let flipX = i32x4.lt_s(phaseX, none);
  let flipY = i32x4.lt_s(phaseY, none);
  let flipZ = i32x4.lt_s(phaseZ, none);
  let x = v128.xor(v128.load(eigen, 48), v128.and(flipX, minus));
  let y = v128.xor(v128.load(eigen, 64), v128.and(flipY, minus));
  let z = v128.xor(v128.load(eigen, 80), v128.and(flipZ, minus));
  // The sign of the vector is that of its largest component on an axis that has a phase; without one, of all.
  const hasPhase = i32x4.ne(v128.or(v128.or(phaseX, phaseY), phaseZ), none);
  const isFreeX = i32x4.eq(phaseX, none);
  const isFreeY = i32x4.eq(phaseY, none);
  const isFreeZ = i32x4.eq(phaseZ, none);
  const heldY = v128.andnot(y, v128.and(hasPhase, isFreeY));
  const heldZ = v128.andnot(z, v128.and(hasPhase, isFreeZ));
  let largest = v128.andnot(x, v128.and(hasPhase, isFreeX));
  largest = v128.bitselect(heldY, largest, f32x4.gt(f32x4.abs(heldY), f32x4.abs(largest)));
  largest = v128.bitselect(heldZ, largest, f32x4.gt(f32x4.abs(heldZ), f32x4.abs(largest)));
  const turned = v128.and(f32x4.lt(largest, f32x4.splat(0)), minus);
  x = v128.xor(x, turned);
  y = v128.xor(y, turned);
  z = v128.xor(z, turned);
  // Axes without a phase are free to point up.
  flipX = v128.xor(flipX, v128.and(isFreeX, f32x4.lt(x, f32x4.splat(0))));
  flipY = v128.xor(flipY, v128.and(isFreeY, f32x4.lt(y, f32x4.splat(0))));
  flipZ = v128.xor(flipZ, v128.and(isFreeZ, f32x4.lt(z, f32x4.splat(0))));
  x = v128.bitselect(f32x4.abs(x), x, isFreeX);
  y = v128.bitselect(f32x4.abs(y), y, isFreeY);
  z = v128.bitselect(f32x4.abs(z), z, isFreeZ);
  const farX = i32x4.ge_s(i32x4.abs(phaseX), i32x4.splat(2));
  const farY = i32x4.ge_s(i32x4.abs(phaseY), i32x4.splat(2));
  const farZ = i32x4.ge_s(i32x4.abs(phaseZ), i32x4.splat(2));

  // Far phases first, then larger components, of those axes that may be exchanged.
  putAxis(AXES, 0, x, farX);
  putAxis(AXES + SECOND, 1, y, farY);
  putAxis(AXES + THIRD, 2, z, farZ);
  if (exchange === 1 || exchange === 4) sortTwo(AXES, AXES + SECOND);
  if (exchange === 2) sortTwo(AXES, AXES + THIRD);
  if (exchange === 3 || exchange === 4) sortTwo(AXES + SECOND, AXES + THIRD);
  if (exchange === 4) sortTwo(AXES, AXES + SECOND);
  const kind = i32x4.add(
    i32x4.add(v128.and(farX, i32x4.splat(kindX)), v128.and(farY, i32x4.splat(kindY))),
    v128.and(farZ, i32x4.splat(kindZ)),
  );

  const a = v128.load(AXES, COMPONENT);
  const b = v128.load(AXES + SECOND, COMPONENT);
  const c = v128.load(AXES + THIRD, COMPONENT);
  const isB = f32x4.gt(f32x4.abs(b), f32x4.abs(a));
  const ab = f32x4.pmax(f32x4.abs(a), f32x4.abs(b));
  const isC = f32x4.gt(f32x4.abs(c), ab);
  const edge = f32x4.mul(f32x4.splat(RATIO_EDGE), f32x4.pmax(ab, f32x4.abs(c)));
  // The two components beside the dominant one.
  const first = v128.bitselect(a, b, v128.or(isB, isC));
  const second = v128.bitselect(b, c, isC);
  const dominant = v128.bitselect(i32x4.splat(2), v128.and(isB, i32x4.splat(1)), isC);
  const signs = bits(none, f32x4.lt(first, f32x4.splat(0)), f32x4.lt(second, f32x4.splat(0)));
  const ratios = bits(none, f32x4.ge(f32x4.abs(first), edge), f32x4.ge(f32x4.abs(second), edge));
  const turns = i32x4.add(i32x4.mul(kind, i32x4.splat(3)), dominant);
  const shape = v128.or(i32x4.shl(turns, 4), v128.or(i32x4.shl(signs, 2), ratios));
  v128.store(FLIPS, bits(flipZ, flipY, flipX));
  v128.store(KIND, kind);
  v128.store(SIGNS, v128.or(i32x4.shl(kind, 2), signs));
  v128.store(STRUCTURE, i32x4.mul(shape, i32x4.splat(9)));
  v128.store(IS_CENTRED, v128.not(hasPhase));
}

/** The number of the order of AXES. */
function order(): v128 {
  const isSecondLater = i32x4.gt_s(v128.load(AXES + SECOND), v128.load(AXES + THIRD));
  return i32x4.sub(i32x4.shl(v128.load(AXES), 1), isSecondLater);
}

/**
 * NUMBERS of the shape of `count` of four voxels that were folded: their nearest low-resolution voxel, which `nearest` tells,
 * and its six neighbours along AXES, less `u`, over `span`.
 */
function putShape(line: usize, nearest: usize, count: usize, row: usize, slice: usize, u: v128, span: v128): void {
  for (let lane: usize = 0; lane < count << 2; lane += 4) {
    const centre = line + (load<usize>(nearest + lane) << 2);
    const flips = load<i32>(FLIPS + lane);
    store<f32>(NUMBERS + lane, load<f32>(centre));
    for (let axis: usize = 0; axis < 3; axis++) {
      const own = load<i32>(AXES + axis * SECOND + lane);
      const stride = own === 0 ? 4 : own === 1 ? row : slice;
      const step = (flips >> own) & 1 ? 0 - stride : stride;
      store<f32>(NUMBERS + ((3 - axis) << 4) + lane, load<f32>(centre - step));
      store<f32>(NUMBERS + ((4 + axis) << 4) + lane, load<f32>(centre + step));
    }
  }
  for (let number: usize = 0; number < 7 << 4; number += 16) {
    v128.store(NUMBERS + number, f32x4.div(f32x4.sub(v128.load(NUMBERS + number), u), span));
  }
  // Where v and -v are one, the neighbours are put so that intensity rises along v.
  const a = rise(0);
  const isFalling = f32x4.lt(f32x4.add(f32x4.add(a, rise(1)), rise(2)), f32x4.splat(0));
  const isTurned = v128.and(isFalling, v128.load(IS_CENTRED));
  for (let axis: usize = 0; axis < 3; axis++) {
    const before = v128.load(NUMBERS + ((3 - axis) << 4));
    const after = v128.load(NUMBERS + ((4 + axis) << 4));
    v128.store(NUMBERS + ((3 - axis) << 4), v128.bitselect(after, before, isTurned));
    v128.store(NUMBERS + ((4 + axis) << 4), v128.bitselect(before, after, isTurned));
  }
}

/** What the neighbours' rise along a canonical axis is of that along v. */
function rise(axis: usize): v128 {
  const difference = f32x4.sub(v128.load(NUMBERS + ((4 + axis) << 4)), v128.load(NUMBERS + ((3 - axis) << 4)));
  return f32x4.mul(difference, v128.load(AXES + axis * SECOND, COMPONENT));
}

/** Three masks as a number of three bits. */
function bits(four: v128, two: v128, one: v128): v128 {
  return v128.or(v128.or(v128.and(four, i32x4.splat(4)), v128.and(two, i32x4.splat(2))), v128.and(one, i32x4.splat(1)));
}

function putAxis(axis: usize, number: i32, component: v128, far: v128): void {
  v128.store(axis, i32x4.splat(number));
  v128.store(axis, component, COMPONENT);
  v128.store(axis, far, FAR);
}

/** Exchanges two axes where the second comes before the first. */
function sortTwo(first: usize, second: usize): void {
  const isFarther = i32x4.lt_s(v128.load(second, FAR), v128.load(first, FAR));
  const isAsFar = i32x4.eq(v128.load(second, FAR), v128.load(first, FAR));
  const isLarger = f32x4.gt(f32x4.abs(v128.load(second, COMPONENT)), f32x4.abs(v128.load(first, COMPONENT)));
  const isBefore = v128.or(isFarther, v128.and(isAsFar, isLarger));
  for (let part: usize = 0; part < SECOND; part += 16) {
    const a = v128.load(first + part);
    const b = v128.load(second + part);
    v128.store(first + part, v128.bitselect(b, a, isBefore));
    v128.store(second + part, v128.bitselect(a, b, isBefore));
  }
}
