/**
 * See shaders/fft-lines.wgsl: the same transforms, of four lines at a time, one in each lane. The last step of the forward
 * one, the chirp's spectrum and the first step of the inverse one are one pass, whose roots of unity are 1 and -i.
 */

import { endOf, firstOf } from "./brick";

/** Values of four lines, up to the 2048 that fft-lines is asked for: a vector of real parts, then one of imaginary parts. */
const VALUES = memory.data(2048 * 2 * 16, 16);

export function fftLines(
  p: usize,
  size: i32,
  sourceParts: i32,
  targetParts: i32,
  tables: usize,
  source: usize,
  target: usize,
): void {
  const end = endOf(p);
  for (let line = firstOf(p); line < end; line += 4) {
    transform<v128>(p, line, end - 1, size, sourceParts, targetParts, tables, source, target, VALUES);
  }
}

/** Longer lines lie in `work`, which has room for every line: those that do not make four go one by one. */
export function fftLongLines(
  p: usize,
  size: i32,
  sourceParts: i32,
  targetParts: i32,
  tables: usize,
  source: usize,
  target: usize,
  work: usize,
): void {
  const end = endOf(p);
  let line = firstOf(p);
  for (; line + 4 <= end; line += 4) {
    const values = work + <usize>line * ((<usize>size) << 3);
    transform<v128>(p, line, end - 1, size, sourceParts, targetParts, tables, source, target, values);
  }
  for (; line < end; line++) {
    const values = work + <usize>line * ((<usize>size) << 3);
    transform<f32>(p, line, line, size, sourceParts, targetParts, tables, source, target, values);
  }
}

/**
 * Transforms four lines from `line` on, or one: `Lanes` is what a part of a value takes, v128 or f32. Lanes beyond the last
 * line do its work again.
 */
function transform<Lanes>(
  p: usize,
  line: i32,
  last: i32,
  size: i32,
  sourceParts: i32,
  targetParts: i32,
  tables: usize,
  source: usize,
  target: usize,
  values: usize,
): void {
  const inputs = load<i32>(p, 8);
  const outputs = load<i32>(p, 12);
  const spectrum = tables + ((<usize>size) << 2);
  const pre = spectrum + ((<usize>size) << 3);
  const post = pre + ((<usize>inputs) << 3);
  read<Lanes>(p, line, last, inputs, sourceParts, source, pre, values);
  memory.fill(values + inputs * step<Lanes>(), 0, (size - inputs) * step<Lanes>());
  convolve<Lanes>(values, size, tables, spectrum);
  write<Lanes>(p, line, last, outputs, targetParts, target, post, values);
}

/** Bytes of a value of all lanes. */
function step<Lanes>(): usize {
  return 2 * sizeof<Lanes>();
}

function get<Lanes>(at: usize): v128 {
  if (sizeof<Lanes>() === 16) return v128.load(at);
  return v128.load32_zero(at);
}

function put<Lanes>(at: usize, values: v128): void {
  if (sizeof<Lanes>() === 16) v128.store(at, values);
  else v128.store32_lane(at, values, 0);
}

/** Stores the product (re + im·i)(x + y·i). */
function putProduct<Lanes>(at: usize, re: v128, im: v128, x: v128, y: v128): void {
  put<Lanes>(at, f32x4.sub(f32x4.mul(re, x), f32x4.mul(im, y)));
  put<Lanes>(at + sizeof<Lanes>(), f32x4.add(f32x4.mul(re, y), f32x4.mul(im, x)));
}

/** Where the first value of a line of `length` lies, bytes. */
function lineStart(p: usize, line: i32, length: i32, parts: i32): usize {
  const inners = load<i32>(p, 16);
  return (<usize>(((line / inners) * length * inners + (line % inners)) * parts)) << 2;
}

function read<Lanes>(
  p: usize,
  line: i32,
  last: i32,
  inputs: i32,
  parts: i32,
  source: usize,
  pre: usize,
  values: usize,
): void {
  const next = (<usize>(load<i32>(p, 16) * parts)) << 2;
  let s0 = source + lineStart(p, line, inputs, parts);
  let s1 = source + lineStart(p, min<i32>(line + 1, last), inputs, parts);
  let s2 = source + lineStart(p, min<i32>(line + 2, last), inputs, parts);
  let s3 = source + lineStart(p, min<i32>(line + 3, last), inputs, parts);
  const end = pre + ((<usize>inputs) << 3);
  for (; pre < end; pre += 8) {
    let re: v128;
    let im = f32x4.splat(0);
    if (parts === 1) {
      re = v128.load32_zero(s0);
      if (sizeof<Lanes>() === 16) {
        re = v128.load32_lane(s1, re, 1);
        re = v128.load32_lane(s2, re, 2);
        re = v128.load32_lane(s3, re, 3);
      }
    } else {
      const low = v128.load64_lane(s1, v128.load64_zero(s0), 1);
      const high = v128.load64_lane(s3, v128.load64_zero(s2), 1);
      re = v128.shuffle<f32>(low, high, 0, 2, 4, 6);
      im = v128.shuffle<f32>(low, high, 1, 3, 5, 7);
    }
    putProduct<Lanes>(values, re, im, v128.load32_splat(pre), v128.load32_splat(pre, 4));
    values += step<Lanes>();
    s0 += next;
    s1 += next;
    s2 += next;
    s3 += next;
  }
}

function write<Lanes>(
  p: usize,
  line: i32,
  last: i32,
  outputs: i32,
  parts: i32,
  target: usize,
  post: usize,
  values: usize,
): void {
  const next = (<usize>(load<i32>(p, 16) * parts)) << 2;
  let t0 = target + lineStart(p, line, outputs, parts);
  let t1 = target + lineStart(p, min<i32>(line + 1, last), outputs, parts);
  let t2 = target + lineStart(p, min<i32>(line + 2, last), outputs, parts);
  let t3 = target + lineStart(p, min<i32>(line + 3, last), outputs, parts);
  const end = post + ((<usize>outputs) << 3);
  for (; post < end; post += 8) {
    const r = get<Lanes>(values);
    const i = get<Lanes>(values + sizeof<Lanes>());
    const x = v128.load32_splat(post);
    const y = v128.load32_splat(post, 4);
    const re = f32x4.sub(f32x4.mul(r, x), f32x4.mul(i, y));
    if (parts === 1) {
      v128.store32_lane(t0, re, 0);
      if (sizeof<Lanes>() === 16) {
        v128.store32_lane(t1, re, 1);
        v128.store32_lane(t2, re, 2);
        v128.store32_lane(t3, re, 3);
      }
    } else {
      const im = f32x4.add(f32x4.mul(r, y), f32x4.mul(i, x));
      const low = v128.shuffle<f32>(re, im, 0, 4, 1, 5);
      v128.store64_lane(t0, low, 0);
      if (sizeof<Lanes>() === 16) {
        const high = v128.shuffle<f32>(re, im, 2, 6, 3, 7);
        v128.store64_lane(t1, low, 1);
        v128.store64_lane(t2, high, 0);
        v128.store64_lane(t3, high, 1);
      }
    }
    values += step<Lanes>();
    t0 += next;
    t1 += next;
    t2 += next;
    t3 += next;
  }
}

function convolve<Lanes>(values: usize, size: i32, roots: usize, spectrum: usize): void {
  const isOdd = (ctz(size) & 1) === 1;
  if (isOdd) splitTwo<Lanes>(values, size, roots);
  for (let quarter = isOdd ? size >> 3 : size >> 2; quarter > 1; quarter >>= 2) {
    splitFour<Lanes>(values, size, quarter, roots);
  }
  if (size === 2) weighTwo<Lanes>(values, spectrum);
  else turnFours<Lanes>(values, size, spectrum);
  for (let quarter = 4; quarter < size >> 1; quarter <<= 2) joinFour<Lanes>(values, size, quarter, roots);
  if (isOdd) joinTwo<Lanes>(values, size, roots);
}

/** One step of the forward transform, over the two halves. */
function splitTwo<Lanes>(values: usize, size: i32, roots: usize): void {
  const I = sizeof<Lanes>();
  const half = <usize>(size >> 1) * step<Lanes>();
  const end = values + half;
  for (let at = values; at < end; at += step<Lanes>()) {
    const ar = get<Lanes>(at);
    const ai = get<Lanes>(at + I);
    const br = get<Lanes>(at + half);
    const bi = get<Lanes>(at + half + I);
    const x = v128.load32_splat(roots);
    const y = v128.load32_splat(roots, 4);
    put<Lanes>(at, f32x4.add(ar, br));
    put<Lanes>(at + I, f32x4.add(ai, bi));
    putProduct<Lanes>(at + half, f32x4.sub(ar, br), f32x4.sub(ai, bi), x, y);
    roots += 8;
  }
}

/** The inverse of `splitTwo`, times 2. */
function joinTwo<Lanes>(values: usize, size: i32, roots: usize): void {
  const I = sizeof<Lanes>();
  const half = <usize>(size >> 1) * step<Lanes>();
  const end = values + half;
  for (let at = values; at < end; at += step<Lanes>()) {
    const ar = get<Lanes>(at);
    const ai = get<Lanes>(at + I);
    const re = get<Lanes>(at + half);
    const im = get<Lanes>(at + half + I);
    const x = v128.load32_splat(roots);
    const y = v128.load32_splat(roots, 4);
    const br = f32x4.add(f32x4.mul(re, x), f32x4.mul(im, y));
    const bi = f32x4.sub(f32x4.mul(im, x), f32x4.mul(re, y));
    put<Lanes>(at, f32x4.add(ar, br));
    put<Lanes>(at + I, f32x4.add(ai, bi));
    put<Lanes>(at + half, f32x4.sub(ar, br));
    put<Lanes>(at + half + I, f32x4.sub(ai, bi));
    roots += 8;
  }
}

/** Two steps of the forward transform in one, over the quarters of runs of 4·quarter values. */
function splitFour<Lanes>(values: usize, size: i32, quarter: i32, roots: usize): void {
  const I = sizeof<Lanes>();
  const q = <usize>quarter * step<Lanes>();
  const end = values + <usize>size * step<Lanes>();
  const next = (<usize>(size / quarter)) << 1;
  for (let run = values; run < end; run += 4 * q) {
    let root = roots;
    let fine = roots;
    const stop = run + q;
    for (let at = run; at < stop; at += step<Lanes>()) {
      const ar = get<Lanes>(at);
      const ai = get<Lanes>(at + I);
      const br = get<Lanes>(at + q);
      const bi = get<Lanes>(at + q + I);
      const cr = get<Lanes>(at + 2 * q);
      const ci = get<Lanes>(at + 2 * q + I);
      const dr = get<Lanes>(at + 3 * q);
      const di = get<Lanes>(at + 3 * q + I);
      const x = v128.load32_splat(root);
      const y = v128.load32_splat(root, 4);
      const fx = v128.load32_splat(fine);
      const fy = v128.load32_splat(fine, 4);
      const acr = f32x4.add(ar, cr);
      const aci = f32x4.add(ai, ci);
      const bdr = f32x4.add(br, dr);
      const bdi = f32x4.add(bi, di);
      put<Lanes>(at, f32x4.add(acr, bdr));
      put<Lanes>(at + I, f32x4.add(aci, bdi));
      putProduct<Lanes>(at + q, f32x4.sub(acr, bdr), f32x4.sub(aci, bdi), fx, fy);
      // (a - c) ∓ i(b - d), times the root: the one a quarter of a turn on is -i times it.
      const ur = f32x4.sub(ar, cr);
      const ui = f32x4.sub(ai, ci);
      const vr = f32x4.sub(bi, di);
      const vi = f32x4.sub(dr, br);
      putProduct<Lanes>(at + 2 * q, f32x4.add(ur, vr), f32x4.add(ui, vi), x, y);
      const wr = f32x4.sub(ur, vr);
      const wi = f32x4.sub(ui, vi);
      const er = f32x4.sub(f32x4.mul(wr, x), f32x4.mul(wi, y));
      const ei = f32x4.add(f32x4.mul(wr, y), f32x4.mul(wi, x));
      putProduct<Lanes>(at + 3 * q, er, ei, fx, fy);
      root += next;
      fine += 2 * next;
    }
  }
}

/** The inverse of `splitFour`, times 4. */
function joinFour<Lanes>(values: usize, size: i32, quarter: i32, roots: usize): void {
  const I = sizeof<Lanes>();
  const q = <usize>quarter * step<Lanes>();
  const end = values + <usize>size * step<Lanes>();
  const next = (<usize>(size / quarter)) << 1;
  for (let run = values; run < end; run += 4 * q) {
    let root = roots;
    let fine = roots;
    const stop = run + q;
    for (let at = run; at < stop; at += step<Lanes>()) {
      const x = v128.load32_splat(root);
      const y = v128.load32_splat(root, 4);
      const fx = v128.load32_splat(fine);
      const fy = v128.load32_splat(fine, 4);
      let re = get<Lanes>(at + q);
      let im = get<Lanes>(at + q + I);
      const br = f32x4.add(f32x4.mul(re, fx), f32x4.mul(im, fy));
      const bi = f32x4.sub(f32x4.mul(im, fx), f32x4.mul(re, fy));
      re = get<Lanes>(at + 3 * q);
      im = get<Lanes>(at + 3 * q + I);
      const dr = f32x4.add(f32x4.mul(re, fx), f32x4.mul(im, fy));
      const di = f32x4.sub(f32x4.mul(im, fx), f32x4.mul(re, fy));
      const cr = get<Lanes>(at + 2 * q);
      const ci = get<Lanes>(at + 2 * q + I);
      re = f32x4.add(cr, dr);
      im = f32x4.add(ci, di);
      const er = f32x4.add(f32x4.mul(re, x), f32x4.mul(im, y));
      const ei = f32x4.sub(f32x4.mul(im, x), f32x4.mul(re, y));
      re = f32x4.sub(cr, dr);
      im = f32x4.sub(ci, di);
      // i(c - d), times the root.
      const gr = f32x4.sub(f32x4.mul(re, y), f32x4.mul(im, x));
      const gi = f32x4.add(f32x4.mul(re, x), f32x4.mul(im, y));
      const ar = get<Lanes>(at);
      const ai = get<Lanes>(at + I);
      putBoth<Lanes>(at, q, f32x4.add(ar, br), f32x4.add(ai, bi), er, ei);
      putBoth<Lanes>(at + q, q, f32x4.sub(ar, br), f32x4.sub(ai, bi), gr, gi);
      root += next;
      fine += 2 * next;
    }
  }
}

/** Stores a sum, and two quarters on the difference. */
function putBoth<Lanes>(at: usize, q: usize, re: v128, im: v128, x: v128, y: v128): void {
  const I = sizeof<Lanes>();
  put<Lanes>(at, f32x4.add(re, x));
  put<Lanes>(at + I, f32x4.add(im, y));
  put<Lanes>(at + 2 * q, f32x4.sub(re, x));
  put<Lanes>(at + 2 * q + I, f32x4.sub(im, y));
}

/** `splitFour` of quarters of one value, the product with the spectrum, and `joinFour`. */
function turnFours<Lanes>(values: usize, size: i32, spectrum: usize): void {
  const I = sizeof<Lanes>();
  const q = step<Lanes>();
  const end = values + <usize>size * q;
  for (let at = values; at < end; at += 4 * q) {
    const ar = get<Lanes>(at);
    const ai = get<Lanes>(at + I);
    const br = get<Lanes>(at + q);
    const bi = get<Lanes>(at + q + I);
    const cr = get<Lanes>(at + 2 * q);
    const ci = get<Lanes>(at + 2 * q + I);
    const dr = get<Lanes>(at + 3 * q);
    const di = get<Lanes>(at + 3 * q + I);
    const acr = f32x4.add(ar, cr);
    const aci = f32x4.add(ai, ci);
    const bdr = f32x4.add(br, dr);
    const bdi = f32x4.add(bi, di);
    const ur = f32x4.sub(ar, cr);
    const ui = f32x4.sub(ai, ci);
    const vr = f32x4.sub(bi, di);
    const vi = f32x4.sub(dr, br);
    let re = f32x4.add(acr, bdr);
    let im = f32x4.add(aci, bdi);
    let x = v128.load32_splat(spectrum);
    let y = v128.load32_splat(spectrum, 4);
    const jr = f32x4.sub(f32x4.mul(re, x), f32x4.mul(im, y));
    const ji = f32x4.add(f32x4.mul(re, y), f32x4.mul(im, x));
    re = f32x4.sub(acr, bdr);
    im = f32x4.sub(aci, bdi);
    x = v128.load32_splat(spectrum, 8);
    y = v128.load32_splat(spectrum, 12);
    const kr = f32x4.sub(f32x4.mul(re, x), f32x4.mul(im, y));
    const ki = f32x4.add(f32x4.mul(re, y), f32x4.mul(im, x));
    re = f32x4.add(ur, vr);
    im = f32x4.add(ui, vi);
    x = v128.load32_splat(spectrum, 16);
    y = v128.load32_splat(spectrum, 20);
    const lr = f32x4.sub(f32x4.mul(re, x), f32x4.mul(im, y));
    const li = f32x4.add(f32x4.mul(re, y), f32x4.mul(im, x));
    re = f32x4.sub(ur, vr);
    im = f32x4.sub(ui, vi);
    x = v128.load32_splat(spectrum, 24);
    y = v128.load32_splat(spectrum, 28);
    const mr = f32x4.sub(f32x4.mul(re, x), f32x4.mul(im, y));
    const mi = f32x4.add(f32x4.mul(re, y), f32x4.mul(im, x));
    putBoth<Lanes>(at, q, f32x4.add(jr, kr), f32x4.add(ji, ki), f32x4.add(lr, mr), f32x4.add(li, mi));
    putBoth<Lanes>(at + q, q, f32x4.sub(jr, kr), f32x4.sub(ji, ki), f32x4.sub(mi, li), f32x4.sub(lr, mr));
    spectrum += 32;
  }
}

/** The product with the spectrum of two values. */
function weighTwo<Lanes>(values: usize, spectrum: usize): void {
  for (let i: usize = 0; i < 2; i++) {
    const at = values + i * step<Lanes>();
    const x = v128.load32_splat(spectrum + (i << 3));
    const y = v128.load32_splat(spectrum + (i << 3), 4);
    putProduct<Lanes>(at, get<Lanes>(at), get<Lanes>(at + sizeof<Lanes>()), x, y);
  }
}
