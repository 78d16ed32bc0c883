/** See shaders/folded-hash.wgsl: the structure tensor of four voxels at a time, then the fold and the classes of each. */

import {
  coherenceEdge,
  endOf,
  factorOf,
  firstOf,
  OUTSIDE,
  originOf,
  paddedIndex,
  rowPitch,
  sizeOf,
  strengthEdge,
} from "./brick";
import { EIGEN, eigenAt, startSlice } from "./eigen3";
import { HIGHEST, LOWEST, lowPlace, lowSize, MOST, putRanges } from "./folded";
import { packed } from "./folded-word";

const RATIO_EDGE: f32 = 0.5;
const LEVELS: f32 = 8;

export function foldedHash(
  p: usize,
  wantsFeatures: u32,
  exchange: u32,
  kindX: u32,
  kindY: u32,
  kindZ: u32,
  tensorY: usize,
  upsampled: usize,
  low: usize,
  voxels: usize,
  features: usize,
): void {
  const width = sizeOf(p, 0);
  const pitch = rowPitch(p);
  const height = sizeOf(p, 1);
  const lowRow = (<usize>lowSize(p, 0)) << 2;
  const lowSlice = lowRow * lowSize(p, 1);
  const end = endOf(p);
  for (let index = firstOf(p); index < end; ) {
    const x0 = index % pitch;
    const row = index / pitch;
    const y = row % height;
    const z = row / height;
    const count = min<i32>(min<i32>(pitch - x0, end - index), MOST);
    const lowX = lowPlace(p, 0, x0);
    const line = low + ((<usize>lowX) << 2) + lowPlace(p, 1, y) * lowRow + lowPlace(p, 2, z) * lowSlice;
    putRanges(line, lowPlace(p, 0, x0 + count - 1) - lowX + 1, lowRow, lowSlice);
    startSlice(p, z);
    const phaseY = phaseOf(p, 1, y);
    const phaseZ = phaseOf(p, 2, z);
    for (let i = 0; i < count; i += 4) {
      const x = x0 + i;
      const lanes = min<i32>(4, count - i);
      let isTensorKnown = false;
      for (let lane = 0; lane < lanes; lane++) {
        const to = voxels + ((<usize>(index + i + lane)) << 2);
        const at = (<usize>(lowPlace(p, 0, x + lane) - lowX)) << 2;
        const lowest = load<f32>(LOWEST + at);
        const highest = load<f32>(HIGHEST + at);
        if (x + lane >= width || lowest === highest) {
          store<u32>(to, OUTSIDE);
          continue;
        }
        if (!isTensorKnown) {
          eigenAt(p, tensorY, x, y);
          isTensorKnown = true;
        }
        const eigen = EIGEN + ((<usize>lane) << 2);
        const strength = sqrt<f32>(load<f32>(eigen));
        const second = sqrt<f32>(load<f32>(eigen, 16));
        const sum = strength + second;
        const coherence = sum > 0 ? (strength - second) / sum : <f32>0;
        const u = load<f32>(upsampled + ((<usize>paddedIndex(p, x + lane, y, z)) << 2));
        const between = (LEVELS * (u - lowest)) / (highest - lowest);
        const level = <u32>max<f32>(0, min<f32>(floor<f32>(between), LEVELS - 1));
        const bins =
          3 * tertile(strength, strengthEdge(p, 0), strengthEdge(p, 1)) +
          tertile(coherence, coherenceEdge(p, 0), coherenceEdge(p, 1));
        const phaseX = phaseOf(p, 0, x + lane);
        store<u32>(to, fold(eigen, phaseX, phaseY, phaseZ, exchange, kindX, kindY, kindZ, bins, level));
        if (wantsFeatures) {
          store<f32>(features + ((<usize>(index + i + lane)) << 3), strength);
          store<f32>(features + ((<usize>(index + i + lane)) << 3), coherence, 4);
        }
      }
    }
    index += count;
  }
}

/** In units of 1/(2s): whole numbers, so that a phase of 0 is exactly 0. */
function phaseOf(p: usize, axis: i32, local: i32): i32 {
  const s = factorOf(p, axis);
  return 2 * ((originOf(p, axis) + local) % s) + 1 - s;
}

function tertile(value: f32, first: f32, second: f32): u32 {
  return <u32>(value >= first) + <u32>(value >= second);
}

/** The packed word of a voxel whose eigenvector lies in EIGEN at `eigen`. */
function fold(
  eigen: usize,
  phaseX: i32,
  phaseY: i32,
  phaseZ: i32,
  exchange: u32,
  kindX: u32,
  kindY: u32,
  kindZ: u32,
  bins: u32,
  level: u32,
): u32 {
  let flipX = phaseX < 0;
  let flipY = phaseY < 0;
  let flipZ = phaseZ < 0;
  let x = load<f32>(eigen, 48);
  let y = load<f32>(eigen, 64);
  let z = load<f32>(eigen, 80);
  if (flipX) x = -x;
  if (flipY) y = -y;
  if (flipZ) z = -z;
  // The sign of the vector is that of its largest component on an axis that has a phase; without one, of all.
  const hasPhase = phaseX !== 0 || phaseY !== 0 || phaseZ !== 0;
  let largest = hasPhase && phaseX === 0 ? <f32>0 : x;
  const heldY = hasPhase && phaseY === 0 ? <f32>0 : y;
  const heldZ = hasPhase && phaseZ === 0 ? <f32>0 : z;
  if (abs<f32>(heldY) > abs<f32>(largest)) largest = heldY;
  if (abs<f32>(heldZ) > abs<f32>(largest)) largest = heldZ;
  if (largest < 0) {
    x = -x;
    y = -y;
    z = -z;
  }
  // Axes without a phase are free to point up.
  if (phaseX === 0 && x < 0) {
    flipX = !flipX;
    x = -x;
  }
  if (phaseY === 0 && y < 0) {
    flipY = !flipY;
    y = -y;
  }
  if (phaseZ === 0 && z < 0) {
    flipZ = !flipZ;
    z = -z;
  }
  const farX = <u32>(abs<i32>(phaseX) >= 2);
  const farY = <u32>(abs<i32>(phaseY) >= 2);
  const farZ = <u32>(abs<i32>(phaseZ) >= 2);

  // Far phases first, then larger components, of those axes that may be exchanged: a, b and c are their numbers.
  let a: u32 = 0;
  let b: u32 = 1;
  let c: u32 = 2;
  let va = x;
  let vb = y;
  let vc = z;
  let fa = farX;
  let fb = farY;
  let fc = farZ;
  if ((exchange === 1 || exchange === 4) && isBefore(fb, vb, fa, va)) {
    b = 0;
    a = 1;
    va = y;
    vb = x;
    fa = farY;
    fb = farX;
  }
  if (exchange === 2 && isBefore(fc, vc, fa, va)) {
    c = 0;
    a = 2;
    va = z;
    vc = x;
  }
  if ((exchange === 3 || exchange === 4) && isBefore(fc, vc, fb, vb)) {
    const index = b;
    b = c;
    c = index;
    const value = vb;
    vb = vc;
    vc = value;
    const far = fb;
    fb = fc;
    fc = far;
  }
  if (exchange === 4 && isBefore(fb, vb, fa, va)) {
    const index = a;
    a = b;
    b = index;
    const value = va;
    va = vb;
    vb = value;
  }
  const order = 2 * a + <u32>(b > c);
  const flips = <u32>flipX + 2 * <u32>flipY + 4 * <u32>flipZ;
  const kind = farX * kindX + farY * kindY + farZ * kindZ;

  let dominant: u32 = 0;
  let first = vb;
  let second = vc;
  let most = abs<f32>(va);
  if (abs<f32>(vb) > most) {
    dominant = 1;
    first = va;
    second = vc;
    most = abs<f32>(vb);
  }
  if (abs<f32>(vc) > most) {
    dominant = 2;
    first = va;
    second = vb;
    most = abs<f32>(vc);
  }
  const edge = RATIO_EDGE * most;
  const signs = 2 * <u32>(first < 0) + <u32>(second < 0);
  const ratios = 2 * <u32>(abs<f32>(first) >= edge) + <u32>(abs<f32>(second) >= edge);
  const shape = ((kind * 3 + dominant) * 4 + signs) * 4 + ratios;
  const levelClass = (kind * 4 + signs) * <u32>LEVELS + level;
  return packed(shape * 9 + bins, levelClass, order * 8 + flips);
}

/** Whether an axis comes before another one. */
function isBefore(far: u32, value: f32, otherFar: u32, other: f32): bool {
  return far > otherFar || (far === otherFar && abs<f32>(value) > abs<f32>(other));
}
