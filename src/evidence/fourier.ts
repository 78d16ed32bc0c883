/** Discrete Fourier transforms of single lines of any length, float64, on the host. */

/** Transforms lines of one length in place; keeps its tables. */
export class LineTransform {
  readonly length: number;
  /** A power of two: the length, or what a convolution of two such lines needs. */
  private readonly size: number;
  private readonly turns: Float64Array;
  private readonly chirp: Float64Array | undefined;
  private readonly filter: Float64Array | undefined;
  private readonly work: Float64Array;

  /** `length` 1 or more. */
  constructor(length: number) {
    this.length = length;
    const isPower = (length & (length - 1)) === 0;
    this.size = isPower ? length : 2 ** Math.ceil(Math.log2(2 * length - 1));
    this.turns = turnsOf(this.size);
    this.work = new Float64Array(2 * this.size);
    if (isPower) return;
    // exp(-πi x²/n), the square modulo 2n so that its angle is exact.
    this.chirp = Float64Array.from({ length: 2 * length }, (_, i) => {
      const angle = (-Math.PI * (((i >> 1) * (i >> 1)) % (2 * length))) / length;
      return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
    });
    this.filter = new Float64Array(2 * this.size);
    for (let x = 0; x < length; x++) {
      for (const at of x === 0 ? [0] : [x, this.size - x]) {
        this.filter[2 * at] = this.chirp[2 * x] as number;
        this.filter[2 * at + 1] = -(this.chirp[2 * x + 1] as number);
      }
    }
    transformPower(this.filter, this.turns);
  }

  /**
   * `F[k] = Σ_x f[x] exp(-2πi k x/n)` in place; real and imaginary parts in turn. Lengths that are no power of two by a
   * convolution with a chirp. Source: Bluestein 1970.
   */
  forward(line: Float64Array): void {
    const { chirp, filter, work, turns, length, size } = this;
    if (!chirp || !filter) {
      transformPower(line, turns);
      return;
    }
    work.fill(0);
    multiply(line, chirp, work, length);
    transformPower(work, turns);
    multiply(work, filter, work, size);
    // The inverse transform as the conjugate of the forward one.
    for (let i = 1; i < work.length; i += 2) work[i] = -(work[i] as number);
    transformPower(work, turns);
    for (let i = 0; i < 2 * length; i += 2) {
      work[i] = (work[i] as number) / size;
      work[i + 1] = -(work[i + 1] as number) / size;
    }
    multiply(work, chirp, line, length);
  }

  /** `f[x] = Σ_k F[k] exp(2πi k x/n)` in place, not divided by n. */
  inverse(line: Float64Array): void {
    for (let i = 1; i < 2 * this.length; i += 2) line[i] = -(line[i] as number);
    this.forward(line);
    for (let i = 1; i < 2 * this.length; i += 2) line[i] = -(line[i] as number);
  }
}

/** exp(-2πi k/n) of the first half of the circle. */
function turnsOf(n: number): Float64Array {
  return Float64Array.from({ length: Math.max(2, n) }, (_, i) => {
    const angle = (-2 * Math.PI * (i >> 1)) / n;
    return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
  });
}

/** `to = a·b`, complex; `to` may be `a`. */
function multiply(a: Float64Array, b: Float64Array, to: Float64Array, count: number): void {
  for (let i = 0; i < 2 * count; i += 2) {
    const ar = a[i] as number;
    const ai = a[i + 1] as number;
    const br = b[i] as number;
    const bi = b[i + 1] as number;
    to[i] = ar * br - ai * bi;
    to[i + 1] = ar * bi + ai * br;
  }
}

/** Radix 2, decimation in time. Source: Cooley and Tukey 1965. */
function transformPower(line: Float64Array, turns: Float64Array): void {
  const n = line.length / 2;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    const re = line[2 * i] as number;
    const im = line[2 * i + 1] as number;
    line[2 * i] = line[2 * j] as number;
    line[2 * i + 1] = line[2 * j + 1] as number;
    line[2 * j] = re;
    line[2 * j + 1] = im;
  }
  for (let half = 1; half < n; half *= 2) {
    const stride = n / half;
    for (let start = 0; start < n; start += 2 * half) {
      for (let k = 0; k < half; k++) {
        const wr = turns[k * stride] as number;
        const wi = turns[k * stride + 1] as number;
        const a = 2 * (start + k);
        const b = a + 2 * half;
        const br = line[b] as number;
        const bi = line[b + 1] as number;
        const re = br * wr - bi * wi;
        const im = br * wi + bi * wr;
        line[b] = (line[a] as number) - re;
        line[b + 1] = (line[a + 1] as number) - im;
        line[a] = (line[a] as number) + re;
        line[a + 1] = (line[a + 1] as number) + im;
      }
    }
  }
}
