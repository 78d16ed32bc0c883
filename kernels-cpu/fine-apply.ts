/**
 * See shaders/fine-apply.wgsl. As in folded-apply.ts the low-resolution neighbours of a row are laid side by side; of the
 * first pass's result the 13 lines around a row are laid out, its faces repeated, so that filtering reads whole vectors of
 * both.
 */

import { endOf, firstOf, OUTSIDE, originOf, rowPitch, sizeOf, volumeOf } from "./brick";
import { AROUND, addressOf, ERROR, FEW, laidRow, layOutBoth, lineOf, SUM, takeFilters } from "./fine-filters";
import { GREATEST, LEAST, lowCount, MOST, NEAREST, startRow } from "./folded";
import { ROW_BYTES as PATCH_BYTES } from "./folded-filters";
import { PATCHES, putPatches } from "./folded-patches";
import { structureOf, symmetryOf } from "./folded-word";
import { firstLanes, storePart } from "./vectors";

const MARGIN: i32 = 2;
const BINS: f32 = 8;
const STRUCTURES: u32 = 432;
const SIGNS_UNIT: u32 = 36;

/** Lines of the result around a row: its own, the eight beside it, the four at a distance of two; LEAD voxels before each. */
const LINE_BYTES: usize = 4 * 528;
const LINES = memory.data(13 * 4 * 528, 16);
const LEAD: i32 = 4;
/** The least and the most of three by three voxels in y and z. */
const LOWEST = memory.data(4 * 528, 16);
const HIGHEST = memory.data(4 * 528, 16);
/** Of the voxels of a row: where the first result lies among its neighbours, what becomes of it, and the error to be expected. */
const BIN = memory.data(4 * 512, 16);
const RESULTS = memory.data(4 * 512, 16);
const ERRORS = memory.data(4 * 512, 16);

export function fineApply(
  p: usize,
  levelFilters: u32,
  wantsErrors: u32,
  voxels: usize,
  first: usize,
  low: usize,
  offsets: usize,
  filters: usize,
  output: usize,
  errors: usize,
  counts: usize,
): void {
  const width = sizeOf(p, 0);
  const pitch = rowPitch(p);
  const height = sizeOf(p, 1);
  const innerFirst = innerStart(p, 0);
  const innerEnd = innerStop(p, 0);
  let guarded: u32 = 0;
  let fewRows: u32 = 0;
  takeFilters(filters, levelFilters);
  let patched: usize = 0;
  const end = endOf(p);
  for (let index = firstOf(p); index < end; ) {
    const x0 = index % pitch;
    const row = index / pitch;
    const y = row % height;
    const z = row / height;
    const count = min<i32>(min<i32>(pitch - x0, end - index), MOST);
    const at0 = (<usize>index) << 2;
    const isMargin = y < innerStart(p, 1) || y >= innerStop(p, 1) || z < innerStart(p, 2) || z >= innerStop(p, 2);
    if (isMargin) {
      memory.copy(output + at0, first + at0, (<usize>count) << 2);
      if (wantsErrors) memory.fill(errors + at0, 0, (<usize>count) << 2);
      index += count;
      continue;
    }
    const line = startRow(p, low, x0, y, z, count);
    // Whole rows beside each other are often near the same line.
    if (line !== patched) putPatches(line, lowCount(p, x0, count), offsets);
    patched = count === pitch ? line : 0;
    putLines(p, first, x0, y, z, count);
    putBins(count);
    const words = voxels + at0;
    for (let i = 0; i < count; i++) {
      const at = (<usize>i) << 2;
      const word = load<u32>(words + at);
      if (word === OUTSIDE || x0 + i < innerFirst || x0 + i >= innerEnd) continue;
      const symmetry = symmetryOf(word);
      const structure = structureOf(word);
      const signs = (structure / STRUCTURES) * 4 + ((structure / SIGNS_UNIT) & 3);
      const level = levelFilters + signs * <u32>BINS + load<u32>(BIN + at);
      if (laidRow(structure, symmetry) === 0 || laidRow(level, symmetry) === 0) {
        layOutBoth(filters, offsets, structure, level, symmetry);
      }
      const a = addressOf(laidRow(structure, symmetry));
      const b = addressOf(laidRow(level, symmetry));
      const nearest = load<usize>(NEAREST + at);
      const own = LINES + <usize>(LEAD << 2) + at;
      const r = load<f32>(own);
      const difference = r - load<f32>(line + (nearest << 2));
      const sum = filtered(PATCHES + nearest * PATCH_BYTES, own, r, a, b);
      store<f32>(RESULTS + at, r + (sum - difference * (load<f32>(a, SUM) + load<f32>(b, SUM))));
      store<f32>(ERRORS + at, load<f32>(a, ERROR) * load<f32>(b, ERROR));
      fewRows += <u32>(load<f32>(a, FEW) + load<f32>(b, FEW) > 0);
    }
    for (let i = 0; i < count; i += 4) {
      const at = (<usize>i) << 2;
      const isInner = v128.andnot(firstLanes(innerEnd - x0 - i), firstLanes(innerFirst - x0 - i));
      const isKept = v128.or(v128.not(isInner), i32x4.eq(v128.load(words + at), i32x4.splat(OUTSIDE)));
      const result = v128.load(RESULTS + at);
      const error = v128.load(ERRORS + at);
      const least = f32x4.sub(v128.load(LEAST + at), error);
      const most = f32x4.add(v128.load(GREATEST + at), error);
      const isBeyond = v128.or(f32x4.lt(result, least), f32x4.gt(result, most));
      const isCounted = v128.andnot(firstLanes(min<i32>(count, width - x0) - i), isKept);
      guarded += popcnt<i32>(i32x4.bitmask(v128.and(isBeyond, isCounted)));
      const drawn = f32x4.pmin(f32x4.pmax(result, least), most);
      const to = at0 + at;
      storePart(output + to, v128.bitselect(v128.load(first + to), drawn, isKept), count - i);
      if (wantsErrors) storePart(errors + to, v128.andnot(error, isKept), count - i);
    }
    index += count;
  }
  store<u32>(counts, load<u32>(counts) + guarded);
  store<u32>(counts, load<u32>(counts, 4) + fewRows, 4);
}

/** The brick's voxels without its margins, which it has where the volume goes on. */
function innerStart(p: usize, axis: i32): i32 {
  return originOf(p, axis) > 0 ? MARGIN : 0;
}

function innerStop(p: usize, axis: i32): i32 {
  const goesOn = originOf(p, axis) + sizeOf(p, axis) < volumeOf(p, axis);
  return sizeOf(p, axis) - (goesOn ? MARGIN : 0);
}

function putLines(p: usize, first: usize, x: i32, y: i32, z: i32, count: i32): void {
  putLine(p, first, x, y, z, count, 0);
  for (let dz = -1; dz <= 1; dz++) {
    for (let dy = -1; dy <= 1; dy++) {
      if (dy !== 0 || dz !== 0) putLine(p, first, x, y + dy, z + dz, count, 1 + lineOf(dy, dz));
    }
  }
  putLine(p, first, x, y, z - 2, count, 9);
  putLine(p, first, x, y - 2, z, count, 10);
  putLine(p, first, x, y + 2, z, count, 11);
  putLine(p, first, x, y, z + 2, count, 12);
}

/** Voxels x - LEAD to x + count + LEAD of a line of the result, indices clamped. */
function putLine(p: usize, first: usize, x: i32, y: i32, z: i32, count: i32, line: usize): void {
  const last = sizeOf(p, 0) - 1;
  const atY = max<i32>(0, min<i32>(y, sizeOf(p, 1) - 1));
  const atZ = max<i32>(0, min<i32>(z, sizeOf(p, 2) - 1));
  const from = first + ((<usize>(rowPitch(p) * (atY + sizeOf(p, 1) * atZ))) << 2);
  const to = LINES + line * LINE_BYTES + ((<usize>LEAD) << 2);
  const begin = max<i32>(0, x - LEAD);
  const stop = min<i32>(last + 1, x + count + LEAD);
  memory.copy(to + ((begin - x) << 2), from + ((<usize>begin) << 2), (<usize>(stop - begin)) << 2);
  const before = load<f32>(from);
  for (let i = x - LEAD; i < begin; i++) store<f32>(to + ((i - x) << 2), before);
  const behind = load<f32>(from + ((<usize>last) << 2));
  for (let i = stop; i < x + count + LEAD; i++) store<f32>(to + ((i - x) << 2), behind);
}

/** BIN of `count` voxels whose lines are laid out. */
function putBins(count: i32): void {
  // From the voxel before the first one on.
  for (let i = 0; i < count + 2; i += 4) {
    const at = LINES + ((<usize>(LEAD - 1 + i)) << 2);
    let lowest = v128.load(at);
    let highest = lowest;
    for (let line: usize = 1; line < 9; line++) {
      const values = v128.load(at + line * LINE_BYTES);
      lowest = f32x4.pmin(lowest, values);
      highest = f32x4.pmax(highest, values);
    }
    v128.store(LOWEST + ((<usize>i) << 2), lowest);
    v128.store(HIGHEST + ((<usize>i) << 2), highest);
  }
  for (let i: usize = 0; i < (<usize>count) << 2; i += 16) {
    const least = f32x4.pmin(v128.load(LOWEST + i), f32x4.pmin(v128.load(LOWEST + i, 4), v128.load(LOWEST + i, 8)));
    const most = f32x4.pmax(v128.load(HIGHEST + i), f32x4.pmax(v128.load(HIGHEST + i, 4), v128.load(HIGHEST + i, 8)));
    const own = v128.load(LINES + ((<usize>LEAD) << 2) + i);
    const between = f32x4.div(f32x4.mul(f32x4.splat(BINS), f32x4.sub(own, least)), f32x4.sub(most, least));
    // Where all are equal this is no number, and becomes 0.
    const bin = f32x4.pmax(f32x4.splat(0), f32x4.pmin(f32x4.floor(between), f32x4.splat(BINS - 1)));
    v128.store(BIN + i, i32x4.trunc_sat_f32x4_s(bin));
  }
}

/** The two filters' sum over the low-resolution neighbours, less the nearest, and over those in the result, less r. */
function filtered(patch: usize, own: usize, r: f32, a: usize, b: usize): f32 {
  let first = f32x4.splat(0);
  let second = f32x4.splat(0);
  let third = f32x4.splat(0);
  for (let quad: usize = 0; quad < PATCH_BYTES; quad += 48) {
    const from = patch + quad;
    const left = a + quad;
    const right = b + quad;
    first = f32x4.add(first, f32x4.mul(f32x4.add(v128.load(left), v128.load(right)), v128.load(from)));
    second = f32x4.add(second, f32x4.mul(f32x4.add(v128.load(left, 16), v128.load(right, 16)), v128.load(from, 16)));
    third = f32x4.add(third, f32x4.mul(f32x4.add(v128.load(left, 32), v128.load(right, 32)), v128.load(from, 32)));
  }
  const left = a + AROUND;
  const right = b + AROUND;
  const centre = f32x4.splat(r);
  first = added(first, v128.load(own - 8), centre, left, right);
  second = added(second, v128.load(own + 4), centre, left + 16, right + 16);
  for (let line: usize = 0; line < 8; line += 2) {
    const at = own - 4 + (line + 1) * LINE_BYTES;
    const tap = 32 + 16 * line;
    first = added(first, v128.load(at), centre, left + tap, right + tap);
    second = added(second, v128.load(at + LINE_BYTES), centre, left + tap + 16, right + tap + 16);
  }
  const far = own + 9 * LINE_BYTES;
  const values = f32x4(
    load<f32>(far),
    load<f32>(far + LINE_BYTES),
    load<f32>(far + 2 * LINE_BYTES),
    load<f32>(far + 3 * LINE_BYTES),
  );
  third = added(third, values, centre, left + 160, right + 160);
  const sums = f32x4.add(f32x4.add(first, second), third);
  return (
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3))
  );
}

function added(sum: v128, values: v128, centre: v128, left: usize, right: usize): v128 {
  const filter = f32x4.add(v128.load(left), v128.load(right));
  return f32x4.add(sum, f32x4.mul(filter, f32x4.sub(values, centre)));
}
