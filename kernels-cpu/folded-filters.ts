/**
 * Folded filters, laid out for the symmetries that voxels need, when one is first needed: their taps in the order of the
 * neighbours unturned, so that filtering reads whole vectors of both. What is laid out stays for the next call as long as
 * the filters are the same.
 */

import { TAP_QUADS } from "./folded-word";

const SYMMETRIES: i32 = 48;
export const ROW_BYTES: usize = 16 * TAP_QUADS;
const TAPS: usize = 57;
/** Behind its taps a row holds its class's share of the error, and whether the class has few rows. */
export const ERROR: usize = 4 * 57;
export const FEW: usize = 4 * 58;
/** Behind these, where it is laid out, the sum of its taps. */
export const SUM: usize = 4 * 59;

/** The filters that were laid out from, and how many: classes of a kind of phase, of which there are eight at the most. */
const FILTERS = memory.data(8 * (432 + 256) * 16 * 15, 16);
let rows: u32 = 0;

/** Rows that are laid out, from 1 on, and which one is that of a filter and a symmetry. 0: none yet. */
const MOST_LAID: u32 = 14000;
const LAID = memory.data(14001 * 16 * 15, 16);
const WHERE = memory.data(8 * (432 + 256) * 48 * 4, 16);
let laid: u32 = 0;

/** Where the taps of a symmetry lie among those unturned, a byte each, and whether that is known. It never changes. */
const PLACES = memory.data(48 * 64, 16);
const IS_KNOWN = memory.data(48, 16);

/** Forgets what was laid out unless these are the filters that it was laid out from. */
export function takeFilters(filters: usize, count: u32): void {
  let differs: v128 = i32x4.splat(i32(count !== rows));
  for (let at: usize = 0; at < count * ROW_BYTES; at += 16) {
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
  const filter = filters + row * ROW_BYTES;
  const places = placesOf(offsets, symmetry);
  const to = addressOf(laid);
  let sum: f32 = 0;
  for (let k: usize = 0; k < TAPS; k++) {
    const tap = load<f32>(filter + (k << 2));
    sum += tap;
    store<f32>(to + ((<usize>load<u8>(places + k)) << 2), tap);
  }
  store<f32>(to, load<f32>(filter, ERROR), ERROR);
  store<f32>(to, load<f32>(filter, FEW), FEW);
  store<f32>(to, sum, SUM);
}

/** Where the taps of a symmetry lie among those unturned. */
export function placesOf(offsets: usize, symmetry: u32): usize {
  const places = PLACES + ((<usize>symmetry) << 6);
  if (load<u8>(IS_KNOWN + symmetry)) return places;
  store<u8>(IS_KNOWN + symmetry, 1);
  const turned = offsets + symmetry * ROW_BYTES;
  for (let k: usize = 0; k < TAPS; k++) {
    let place: usize = 0;
    while (load<i32>(offsets + (place << 2)) !== load<i32>(turned + (k << 2))) place++;
    store<u8>(places + k, <u8>place);
  }
  return places;
}
