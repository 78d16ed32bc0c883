/**
 * The second pass's filters, laid out for the symmetries that voxels need, when one is first needed: their taps in the order
 * in which neighbours are read, unturned. What is laid out stays for the next call as long as the filters are the same.
 */

import { placesOf } from "./folded-filters";
import { TAP_QUADS } from "./folded-word";

const SYMMETRIES: i32 = 48;
const LOW_TAPS: usize = 57;
const AROUND_TAPS: usize = 32;
/** A filter's row: 15 vectors of taps in the low-resolution volume, 8 in the result, one of the error and of few rows. */
const GIVEN_BYTES: usize = 16 * 24;
const GIVEN_AROUND: usize = 16 * TAP_QUADS;
const GIVEN_ERROR: usize = 16 * 23;
/** Laid out: 57 taps unturned, error, few rows and the sum of the taps; then vectors as `AROUND` reads them. */
export const AROUND: usize = 16 * TAP_QUADS;
const ROW_BYTES: usize = AROUND + 16 * 11;
export const ERROR: usize = 4 * 57;
export const FEW: usize = 4 * 58;
export const SUM: usize = 4 * 59;

const STRUCTURES: u32 = 432;
const LEVELS: u32 = 32;
const FILTERS = memory.data(8 * (432 + 32) * 16 * 24, 16);
let rows: u32 = 0;

/** Rows that are laid out, from 1 on, and which one is that of a filter and a symmetry. 0: none yet. */
const MOST_LAID: u32 = 10000;
const LAID = memory.data(10001 * 16 * 26, 16);
const WHERE = memory.data(8 * (432 + 32) * 48 * 4, 16);
let laid: u32 = 0;

/** Forgets what was laid out unless these are the filters that it was laid out from. */
export function takeFilters(filters: usize, levelFilters: u32): void {
  const count = levelFilters + (levelFilters / STRUCTURES) * LEVELS;
  let differs: v128 = i32x4.splat(i32(count !== rows));
  for (let at: usize = 0; at < count * GIVEN_BYTES; at += 16) {
    const filter = v128.load(filters + at);
    differs = v128.or(differs, v128.xor(filter, v128.load(FILTERS + at)));
    v128.store(FILTERS + at, filter);
  }
  rows = count;
  if (v128.any_true(differs)) forget();
}

function forget(): void {
  laid = 0;
  memory.fill(WHERE, 0, rows * SYMMETRIES * 4);
}

/** Which row is that of a filter and a symmetry; 0 while there is none. */
export function laidRow(row: u32, symmetry: u32): u32 {
  return load<u32>(WHERE + ((<usize>(row * SYMMETRIES + symmetry)) << 2));
}

export function addressOf(laidRow: u32): usize {
  return LAID + laidRow * ROW_BYTES;
}

/** Lays out two rows, those that are not yet. */
export function layOutBoth(filters: usize, offsets: usize, a: u32, b: u32, symmetry: u32): void {
  if (laid > MOST_LAID - 2) forget();
  if (laidRow(a, symmetry) === 0) layOut(filters, offsets, a, symmetry);
  if (laidRow(b, symmetry) === 0) layOut(filters, offsets, b, symmetry);
}

function layOut(filters: usize, offsets: usize, row: u32, symmetry: u32): void {
  store<u32>(WHERE + ((<usize>(row * SYMMETRIES + symmetry)) << 2), ++laid);
  const filter = filters + row * GIVEN_BYTES;
  const to = addressOf(laid);
  memory.fill(to, 0, ROW_BYTES);
  const places = placesOf(offsets, symmetry);
  let sum: f32 = 0;
  for (let k: usize = 0; k < LOW_TAPS; k++) {
    const tap = load<f32>(filter + (k << 2));
    sum += tap;
    store<f32>(to + ((<usize>load<u8>(places + k)) << 2), tap);
  }
  store<f32>(to, load<f32>(filter, GIVEN_ERROR), ERROR);
  store<f32>(to, load<f32>(filter, GIVEN_ERROR + 4), FEW);
  store<f32>(to, sum, SUM);
  const around = offsets + SYMMETRIES * GIVEN_AROUND + symmetry * 4 * AROUND_TAPS;
  for (let k: usize = 0; k < AROUND_TAPS; k++) {
    const lane = laneOf(load<i32>(around + (k << 2)));
    store<f32>(to + AROUND + (lane << 2), load<f32>(filter + GIVEN_AROUND + (k << 2)));
  }
}

/**
 * Of a tap whose dx + 2, dy + 2 and dz + 2 are packed in four bits each. The vectors: of the voxel's own line from -2 on, from
 * 1 on; of the eight lines around it from -1 on; of the four at a distance of two, a value each.
 */
function laneOf(packed: i32): usize {
  const dx = (packed & 15) - 2;
  const dy = ((packed >> 4) & 15) - 2;
  const dz = (packed >> 8) - 2;
  if (dy === 0 && dz === 0) return dx < 2 ? dx + 2 : 5;
  if (dz === -2) return 40;
  if (dy === -2) return 41;
  if (dy === 2) return 42;
  if (dz === 2) return 43;
  return 8 + 4 * lineOf(dy, dz) + dx + 1;
}

/** The number, from 0 on, of one of the eight lines around a voxel's own. */
export function lineOf(dy: i32, dz: i32): i32 {
  const place = (dz + 1) * 3 + dy + 1;
  return place > 4 ? place - 1 : place;
}
