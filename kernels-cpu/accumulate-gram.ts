/**
 * See shaders/accumulate-gram.wgsl: adds the Gram matrix of each class's rows to the class's sums. A block of rows is
 * first copied in panels of eight columns, which then stream through the nearest cache: a small tile of four columns
 * times eight stays in registers for a whole block. Of tiles on the diagonal half is computed, and mirrored.
 */

import { endOf, firstOf } from "./brick";

/** Rows. */
const BLOCK: i32 = 256;
/** Of the 64 columns of a tile. */
const PANELS: i32 = 8;
/** Bytes. Panels lie a cache line further apart than they are long: whole powers of two would meet in one set. */
const PANEL_ROW: usize = 32;
const PANEL: usize = 256 * 32 + 64;
/** Bytes of a row of a tile of sums, and of the whole tile. */
const TILE_ROW: usize = 256;
const TILE: usize = 64 * 256;
const LEFT = memory.data(8 * (256 * 32 + 64), 64);
const RIGHT = memory.data(8 * (256 * 32 + 64), 64);

export function accumulateGram(p: usize, rows: usize, segments: usize, gram: usize): void {
  const tiles = load<i32>(p, 8);
  const stride = (<usize>load<i32>(p, 12)) << 4;
  const pairs = (tiles * (tiles + 1)) / 2;
  const end = endOf(p);
  for (let item = firstOf(p); item < end; item++) {
    const segment = segments + <usize>(item / pairs) * 12;
    const pair = item % pairs;
    let tileRow = 0;
    let tileColumn = pair;
    while (tileColumn >= tiles - tileRow) {
      tileColumn -= tiles - tileRow;
      tileRow++;
    }
    tileColumn += tileRow;
    const to = gram + <usize>(load<i32>(segment) * pairs + pair) * TILE;
    const last = load<i32>(segment, 8);
    for (let begin = load<i32>(segment, 4); begin < last; begin += BLOCK) {
      const count = min<i32>(BLOCK, last - begin);
      const block = rows + <usize>begin * stride;
      const left = putPanels(block + <usize>tileRow * TILE_ROW, stride, count, LEFT);
      if (tileRow === tileColumn) addHalf(left, count, to);
      else addWhole(left, putPanels(block + <usize>tileColumn * TILE_ROW, stride, count, RIGHT), count, to);
    }
  }
}

/**
 * Copies 64 columns of the rows to panels. Returns how many of these there are up to the last that holds more than
 * zeros, which columns beyond the target are.
 */
function putPanels(from: usize, stride: usize, rows: i32, panels: usize): i32 {
  let used = 0;
  // Two at a time, whose rows lie in one line of the cache.
  for (let panel = 0; panel < PANELS; panel += 2) {
    let at = from + <usize>panel * PANEL_ROW;
    let to = panels + <usize>panel * PANEL;
    let first = f32x4.splat(0);
    let second = first;
    const end = to + <usize>rows * PANEL_ROW;
    while (to < end) {
      const a = v128.load(at);
      const b = v128.load(at, 16);
      const c = v128.load(at, 32);
      const d = v128.load(at, 48);
      v128.store(to, a);
      v128.store(to, b, 16);
      v128.store(to, c, PANEL);
      v128.store(to, d, PANEL + 16);
      first = v128.or(first, v128.or(a, b));
      second = v128.or(second, v128.or(c, d));
      at += stride;
      to += PANEL_ROW;
    }
    if (v128.any_true(first)) used = panel + 1;
    if (v128.any_true(second)) used = panel + 2;
  }
  return used;
}

/** Adds the products of the panels of LEFT with each other to a tile. */
function addHalf(used: i32, rows: i32, tile: usize): void {
  for (let panel = 0; panel < used; panel++) {
    const right = LEFT + <usize>panel * PANEL;
    // Panel by panel the upper half, and both triangles of a panel's products with itself.
    for (let quad = 0; quad < 2 * panel + 2; quad++) {
      const to = tile + <usize>quad * (4 * TILE_ROW) + <usize>panel * PANEL_ROW;
      const mirror = tile + <usize>panel * (8 * TILE_ROW) + ((<usize>quad) << 4);
      addProducts(leftQuad(quad), right, rows, to, quad < 2 * panel ? mirror : 0);
    }
  }
}

/** Adds the products of the panels of LEFT with those of RIGHT to a tile. */
function addWhole(left: i32, right: i32, rows: i32, tile: usize): void {
  for (let panel = 0; panel < right; panel++) {
    for (let quad = 0; quad < 2 * left; quad++) {
      const to = tile + <usize>quad * (4 * TILE_ROW) + <usize>panel * PANEL_ROW;
      addProducts(leftQuad(quad), RIGHT + <usize>panel * PANEL, rows, to, 0);
    }
  }
}

/** Where four columns of LEFT lie. */
function leftQuad(quad: i32): usize {
  return LEFT + <usize>(quad >> 1) * PANEL + ((<usize>(quad & 1)) << 4);
}

/** Adds the products of four columns, at `a`, with eight, at `b`, to a tile, and if asked those mirrored. */
function addProducts(a: usize, b: usize, rows: i32, to: usize, mirror: usize): void {
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  const end = a + <usize>rows * PANEL_ROW;
  while (a < end) {
    const c = v128.load(b);
    const d = v128.load(b, 16);
    const x = v128.load32_splat(a);
    s00 = f32x4.add(s00, f32x4.mul(x, c));
    s01 = f32x4.add(s01, f32x4.mul(x, d));
    const y = v128.load32_splat(a, 4);
    s10 = f32x4.add(s10, f32x4.mul(y, c));
    s11 = f32x4.add(s11, f32x4.mul(y, d));
    const z = v128.load32_splat(a, 8);
    s20 = f32x4.add(s20, f32x4.mul(z, c));
    s21 = f32x4.add(s21, f32x4.mul(z, d));
    const w = v128.load32_splat(a, 12);
    s30 = f32x4.add(s30, f32x4.mul(w, c));
    s31 = f32x4.add(s31, f32x4.mul(w, d));
    a += PANEL_ROW;
    b += PANEL_ROW;
  }
  addTo(to, s00);
  addTo(to + 16, s01);
  addTo(to + TILE_ROW, s10);
  addTo(to + TILE_ROW + 16, s11);
  addTo(to + 2 * TILE_ROW, s20);
  addTo(to + 2 * TILE_ROW + 16, s21);
  addTo(to + 3 * TILE_ROW, s30);
  addTo(to + 3 * TILE_ROW + 16, s31);
  if (mirror === 0) return;
  addTransposed(mirror, s00, s10, s20, s30);
  addTransposed(mirror + 4 * TILE_ROW, s01, s11, s21, s31);
}

function addTransposed(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  addTo(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  addTo(to + TILE_ROW, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
  const ef = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const gh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  addTo(to + 2 * TILE_ROW, v128.shuffle<f32>(ef, gh, 0, 1, 4, 5));
  addTo(to + 3 * TILE_ROW, v128.shuffle<f32>(ef, gh, 2, 3, 6, 7));
}

function addTo(at: usize, values: v128): void {
  v128.store(at, f32x4.add(v128.load(at), values));
}
