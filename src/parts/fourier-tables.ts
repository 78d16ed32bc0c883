/**
 * The tables of `fft-lines.wgsl`, made in float64: Bluestein's algorithm turns a Fourier sum of any length into a
 * convolution with a chirp, by `ab = (a² + b² - (b - a)²)/2`, and a convolution is done by transforms of a power of two.
 * Source: L. I. Bluestein 1970, "A linear filtering approach to the computation of discrete Fourier transform".
 */

/** What one line becomes: `out[b] = scale · e(after(b)) Σ_a e(sign·ab/period) e(before(a)) in[a]`, e(t) = exp(2πit). */
export interface FourierSum {
  readonly inputs: number;
  readonly outputs: number;
  /** Whole number of inputs after which the waves repeat. */
  readonly period: number;
  readonly sign: 1 | -1;
  /** In turns; none unless given. */
  readonly before?: (a: number) => number;
  readonly after?: (b: number) => number;
  /** 1 unless given. */
  readonly scale?: number;
}

export interface LineTransform {
  readonly inputs: number;
  readonly outputs: number;
  /** Values of the convolution, a power of two. */
  readonly size: number;
  /** Complex: `size/2` roots of unity, the chirp's spectrum in bit-reversed order, weights of the inputs and outputs. */
  readonly tables: Float32Array<ArrayBuffer>;
}

export function lineTransform(sum: FourierSum): LineTransform {
  const { inputs, outputs, period, sign, before = () => 0, after = () => 0, scale = 1 } = sum;
  let size = 2;
  while (size < inputs + outputs - 1) size *= 2;
  // Of the square, whole turns are dropped while it is a whole number, so that the phase stays exact.
  const chirp = (d: number) => (sign * ((d * d) % (2 * period))) / (2 * period);
  const roots = new Float64Array(size);
  for (let i = 0; i < size / 2; i++) putWave(roots, i, -i / size);
  const spectrum = new Float64Array(2 * size);
  for (let d = 1 - inputs; d < outputs; d++) putWave(spectrum, (d + size) % size, -chirp(d), 1 / size);
  decimateInFrequency(spectrum, roots);
  const weights = new Float64Array(2 * (inputs + outputs));
  for (let a = 0; a < inputs; a++) putWave(weights, a, before(a) + chirp(a));
  for (let b = 0; b < outputs; b++) putWave(weights, inputs + b, after(b) + chirp(b), scale);

  const tables = new Float32Array(roots.length + spectrum.length + weights.length);
  tables.set(roots);
  tables.set(spectrum, roots.length);
  tables.set(weights, roots.length + spectrum.length);
  return { inputs, outputs, size, tables };
}

function putWave(values: Float64Array, index: number, turns: number, scale = 1): void {
  values[2 * index] = scale * Math.cos(2 * Math.PI * turns);
  values[2 * index + 1] = scale * Math.sin(2 * Math.PI * turns);
}

/** Forward transform in place, natural order to bit-reversed order, as in the kernel. */
function decimateInFrequency(values: Float64Array, roots: Float64Array): void {
  const size = values.length / 2;
  for (let half = size / 2; half >= 1; half /= 2) {
    for (let pair = 0; pair < size / 2; pair++) {
      const j = pair % half;
      const a = 2 * (2 * pair - j);
      const b = a + 2 * half;
      const root = 2 * j * (size / 2 / half);
      const [rootRe, rootIm] = [roots[root] as number, roots[root + 1] as number];
      const re = (values[a] as number) - (values[b] as number);
      const im = (values[a + 1] as number) - (values[b + 1] as number);
      (values[a] as number) += values[b] as number;
      (values[a + 1] as number) += values[b + 1] as number;
      values[b] = re * rootRe - im * rootIm;
      values[b + 1] = re * rootIm + im * rootRe;
    }
  }
}
