/**
 * See shaders/fft-lines.wgsl: Bluestein's algorithm on four lines at a time, one in each lane of the vectors, so that every
 * butterfly is one of whole vectors. What is left of a call's last four lines computes the last line again.
 */

/** Real and imaginary parts of the four lines' values, in turn. */
const VALUE: usize = 32;
/** Values of a line at the most. */
const MOST: usize = 1 << 15;
const LINES = memory.data(32 * (1 << 15), 16);

export function fftLines(
  p: usize,
  size: u32,
  sourceParts: u32,
  targetParts: u32,
  tables: usize,
  source: usize,
  target: usize,
): void {
  const first = load<u32>(p);
  const end = first + load<u32>(p, 4);
  const inputs = load<u32>(p, 8);
  const outputs = load<u32>(p, 12);
  const inners = load<u32>(p, 16);
  // A longer line has no place here.
  if (<usize>size > MOST) unreachable();
  const spectrum = tables + 8 * (size >> 1);
  const pre = spectrum + 8 * size;
  const post = pre + 8 * inputs;
  for (let line = first; line < end; line += 4) {
    const lines = min<u32>(4, end - line);
    const last = line + lines - 1;
    const a = placeOf(line, inputs, inners);
    const b = placeOf(min<u32>(line + 1, last), inputs, inners);
    const c = placeOf(min<u32>(line + 2, last), inputs, inners);
    const d = placeOf(last, inputs, inners);
    for (let i: u32 = 0; i < inputs; i++) {
      const at = i * inners;
      const re = gathered(source, sourceParts, a + at, b + at, c + at, d + at, 0);
      const im = sourceParts === 1 ? f32x4.splat(0) : gathered(source, 2, a + at, b + at, c + at, d + at, 4);
      putProduct(LINES + i * VALUE, re, im, pre + (i << 3));
    }
    memory.fill(LINES + inputs * VALUE, 0, (size - inputs) * VALUE);
    transform(size, tables, spectrum);
    const to = placeOf(line, outputs, inners);
    const toB = placeOf(min<u32>(line + 1, last), outputs, inners);
    const toC = placeOf(min<u32>(line + 2, last), outputs, inners);
    const toD = placeOf(last, outputs, inners);
    for (let i: u32 = 0; i < outputs; i++) {
      const value = LINES + i * VALUE;
      const at = i * inners;
      putProduct(value, v128.load(value), v128.load(value, 16), post + (i << 3));
      scatter(target, targetParts, to + at, toB + at, toC + at, toD + at, 0, v128.load(value));
      if (targetParts > 1) scatter(target, 2, to + at, toB + at, toC + at, toD + at, 4, v128.load(value, 16));
    }
  }
}

/** The twin for lines that the workgroup's memory does not hold; here there is no difference. */
export function fftLongLines(
  p: usize,
  size: u32,
  sourceParts: u32,
  targetParts: u32,
  tables: usize,
  source: usize,
  target: usize,
  _scratch: usize,
): void {
  fftLines(p, size, sourceParts, targetParts, tables, source, target);
}

/** Where a line begins, counted in values; the next one lies `inners` further. */
function placeOf(line: u32, length: u32, inners: u32): u32 {
  return (line / inners) * length * inners + (line % inners);
}

function gathered(from: usize, parts: u32, a: u32, b: u32, c: u32, d: u32, part: usize): v128 {
  const at = from + part;
  const step = parts << 2;
  let values = v128.load32_zero(at + a * step);
  values = v128.load32_lane(at + b * step, values, 1);
  values = v128.load32_lane(at + c * step, values, 2);
  return v128.load32_lane(at + d * step, values, 3);
}

function scatter(to: usize, parts: u32, a: u32, b: u32, c: u32, d: u32, part: usize, values: v128): void {
  const at = to + part;
  const step = parts << 2;
  store<f32>(at + a * step, f32x4.extract_lane(values, 0));
  store<f32>(at + b * step, f32x4.extract_lane(values, 1));
  store<f32>(at + c * step, f32x4.extract_lane(values, 2));
  store<f32>(at + d * step, f32x4.extract_lane(values, 3));
}

/** The convolution with the chirp: forwards, times its spectrum, backwards. */
function transform(size: u32, roots: usize, spectrum: usize): void {
  const isOdd = (ctz<u32>(size) & 1) === 1;
  if (isOdd) for (let k: u32 = 0; k < size >> 1; k++) splitTwo(k, size >> 1, roots);
  for (let quarter = isOdd ? size >> 3 : size >> 2; quarter > 0; quarter >>= 2) {
    const step = (size >> 2) / quarter;
    for (let i: u32 = 0; i < size; i += 4 * quarter) {
      for (let j: u32 = 0; j < quarter; j++) splitFour(i + j, j, quarter, step, roots);
    }
  }
  for (let i: u32 = 0; i < size; i++) {
    const at = LINES + i * VALUE;
    putProduct(at, v128.load(at), v128.load(at, 16), spectrum + (i << 3));
  }
  for (let quarter: u32 = 1; quarter < size >> 1; quarter <<= 2) {
    const step = (size >> 2) / quarter;
    for (let i: u32 = 0; i < size; i += 4 * quarter) {
      for (let j: u32 = 0; j < quarter; j++) joinFour(i + j, j, quarter, step, roots);
    }
  }
  if (isOdd) for (let k: u32 = 0; k < size >> 1; k++) joinTwo(k, size >> 1, roots);
}

/** Puts the value (re, im) times the complex number at `factor`. */
function putProduct(to: usize, re: v128, im: v128, factor: usize): void {
  const x = v128.load32_splat(factor);
  const y = v128.load32_splat(factor, 4);
  v128.store(to, f32x4.sub(f32x4.mul(re, x), f32x4.mul(im, y)));
  v128.store(to, f32x4.add(f32x4.mul(re, y), f32x4.mul(im, x)), 16);
}

/** The same with the conjugate of that number. */
function putConjugateProduct(to: usize, re: v128, im: v128, factor: usize): void {
  const x = v128.load32_splat(factor);
  const y = v128.load32_splat(factor, 4);
  v128.store(to, f32x4.add(f32x4.mul(re, x), f32x4.mul(im, y)));
  v128.store(to, f32x4.sub(f32x4.mul(im, x), f32x4.mul(re, y)), 16);
}

/** One step over the two halves of a line. */
function splitTwo(k: u32, half: u32, roots: usize): void {
  const at = LINES + k * VALUE;
  const to = at + half * VALUE;
  const re = v128.load(at);
  const im = v128.load(at, 16);
  const otherRe = v128.load(to);
  const otherIm = v128.load(to, 16);
  v128.store(at, f32x4.add(re, otherRe));
  v128.store(at, f32x4.add(im, otherIm), 16);
  putProduct(to, f32x4.sub(re, otherRe), f32x4.sub(im, otherIm), roots + (k << 3));
}

/** Two such steps in one, over the quarters of a run. */
function splitFour(i: u32, j: u32, quarter: u32, step: u32, roots: usize): void {
  const stride = quarter * VALUE;
  const a = LINES + i * VALUE;
  const b = a + stride;
  const c = b + stride;
  const d = c + stride;
  const sumRe = f32x4.add(v128.load(a), v128.load(c));
  const sumIm = f32x4.add(v128.load(a, 16), v128.load(c, 16));
  const otherRe = f32x4.add(v128.load(b), v128.load(d));
  const otherIm = f32x4.add(v128.load(b, 16), v128.load(d, 16));
  const fine = roots + ((2 * j * step) << 3);
  putProduct(
    c,
    f32x4.sub(v128.load(a), v128.load(c)),
    f32x4.sub(v128.load(a, 16), v128.load(c, 16)),
    roots + ((j * step) << 3),
  );
  putProduct(
    d,
    f32x4.sub(v128.load(b), v128.load(d)),
    f32x4.sub(v128.load(b, 16), v128.load(d, 16)),
    roots + (((j + quarter) * step) << 3),
  );
  v128.store(a, f32x4.add(sumRe, otherRe));
  v128.store(a, f32x4.add(sumIm, otherIm), 16);
  putProduct(b, f32x4.sub(sumRe, otherRe), f32x4.sub(sumIm, otherIm), fine);
  const cRe = v128.load(c);
  const cIm = v128.load(c, 16);
  const dRe = v128.load(d);
  const dIm = v128.load(d, 16);
  v128.store(c, f32x4.add(cRe, dRe));
  v128.store(c, f32x4.add(cIm, dIm), 16);
  putProduct(d, f32x4.sub(cRe, dRe), f32x4.sub(cIm, dIm), fine);
}

/** The inverse of `splitTwo`, times 2. */
function joinTwo(k: u32, half: u32, roots: usize): void {
  const at = LINES + k * VALUE;
  const to = at + half * VALUE;
  putConjugateProduct(to, v128.load(to), v128.load(to, 16), roots + (k << 3));
  const re = v128.load(at);
  const im = v128.load(at, 16);
  const otherRe = v128.load(to);
  const otherIm = v128.load(to, 16);
  v128.store(at, f32x4.add(re, otherRe));
  v128.store(at, f32x4.add(im, otherIm), 16);
  v128.store(to, f32x4.sub(re, otherRe));
  v128.store(to, f32x4.sub(im, otherIm), 16);
}

/** The inverse of `splitFour`, times 4. */
function joinFour(i: u32, j: u32, quarter: u32, step: u32, roots: usize): void {
  const stride = quarter * VALUE;
  const a = LINES + i * VALUE;
  const b = a + stride;
  const c = b + stride;
  const d = c + stride;
  const fine = roots + ((2 * j * step) << 3);
  putConjugateProduct(b, v128.load(b), v128.load(b, 16), fine);
  putConjugateProduct(d, v128.load(d), v128.load(d, 16), fine);
  const cRe = v128.load(c);
  const cIm = v128.load(c, 16);
  const dRe = v128.load(d);
  const dIm = v128.load(d, 16);
  putConjugateProduct(c, f32x4.add(cRe, dRe), f32x4.add(cIm, dIm), roots + ((j * step) << 3));
  putConjugateProduct(d, f32x4.sub(cRe, dRe), f32x4.sub(cIm, dIm), roots + (((j + quarter) * step) << 3));
  const sumRe = f32x4.add(v128.load(a), v128.load(b));
  const sumIm = f32x4.add(v128.load(a, 16), v128.load(b, 16));
  const differenceRe = f32x4.sub(v128.load(a), v128.load(b));
  const differenceIm = f32x4.sub(v128.load(a, 16), v128.load(b, 16));
  const c1Re = v128.load(c);
  const c1Im = v128.load(c, 16);
  const d1Re = v128.load(d);
  const d1Im = v128.load(d, 16);
  v128.store(a, f32x4.add(sumRe, c1Re));
  v128.store(a, f32x4.add(sumIm, c1Im), 16);
  v128.store(b, f32x4.add(differenceRe, d1Re));
  v128.store(b, f32x4.add(differenceIm, d1Im), 16);
  v128.store(c, f32x4.sub(sumRe, c1Re));
  v128.store(c, f32x4.sub(sumIm, c1Im), 16);
  v128.store(d, f32x4.sub(differenceRe, d1Re));
  v128.store(d, f32x4.sub(differenceIm, d1Im), 16);
}
