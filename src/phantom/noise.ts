/**
 * Seeded randomness of the phantom. Only `+ - * / sqrt log` and integer arithmetic are used: trigonometric functions
 * may differ in their last bit between engines, and the phantom must have the same bytes everywhere.
 */

/** 32 well-mixed bits of a (seed, counter) pair: the murmur3 finaliser over both words. */
export function hash32(seed: number, counter: number): number {
  let h = (Math.imul(counter | 0, 0x9e3779b1) ^ Math.imul((seed | 0) + 0x7f4a7c15, 0x85ebca6b)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x27d4eb2f);
  return (h ^ (h >>> 15)) >>> 0;
}

/** Uniform number in (0, 1) of a (seed, counter) pair. */
export function uniform(seed: number, counter: number): number {
  return (hash32(seed, counter) + 0.5) / 4294967296;
}

/** `sin(2π·turns)` to within 0.0011: a parabola per half wave, refined once. */
export function sinTurns(turns: number): number {
  const u = turns - Math.floor(turns + 0.5);
  const parabola = 8 * u * (1 - 2 * Math.abs(u));
  return parabola * (0.775 + 0.225 * Math.abs(parabola));
}

/**
 * Magnitude of `signal` plus complex Gaussian noise of standard deviation `sigma` per channel, a function of seed and
 * voxel index alone. Source: the Rician distribution of magnitude images, |A + σ·r·e^(iθ)| with r Rayleigh and θ
 * uniform; in air (A = 0) its mean is σ·√(π/2).
 */
export function ricianSample(signal: number, sigma: number, seed: number, voxel: number): number {
  const radius = sigma * Math.sqrt(-2 * Math.log(uniform(seed, 2 * voxel)));
  const cosine = sinTurns(uniform(seed, 2 * voxel + 1));
  return Math.sqrt(Math.max(0, signal * signal + 2 * signal * radius * cosine + radius * radius));
}

/**
 * A smooth random field in space: `count` plane waves of one wavelength (mm, ±`spread` of it) in random directions,
 * scaled to unit variance. `evaluate` leaves the value and the gradient (per mm) in the object's fields, which spares
 * an allocation per sample.
 */
export class RandomWaves {
  stale = true;
  value = 0;
  gx = 0;
  gy = 0;
  gz = 0;
  /** Angular wave number 2π/λ of the mean wavelength. */
  readonly k: number;
  private readonly waves: Float64Array;
  private readonly amplitude: number;

  constructor(seed: number, count: number, wavelength: number, spread: number) {
    this.k = (2 * Math.PI) / wavelength;
    this.amplitude = Math.sqrt(2 / count);
    this.waves = new Float64Array(4 * count);
    let counter = 0;
    const draw = () => uniform(seed, counter++);
    for (let w = 0; w < count; w++) {
      let x = 0;
      let y = 0;
      let z = 0;
      let length = 2;
      while (length > 1 || length < 0.1) {
        x = 2 * draw() - 1;
        y = 2 * draw() - 1;
        z = 2 * draw() - 1;
        length = Math.sqrt(x * x + y * y + z * z);
      }
      const turnsPerMm = 1 / (wavelength * (1 + spread * (2 * draw() - 1)) * length);
      this.waves.set([x * turnsPerMm, y * turnsPerMm, z * turnsPerMm, draw()], 4 * w);
    }
  }

  /** The value looked up at the first point asked for since `stale` was set: for fields far smoother than a voxel. */
  held(x: number, y: number, z: number): number {
    if (this.stale) this.evaluate(x, y, z);
    this.stale = false;
    return this.value;
  }

  evaluate(x: number, y: number, z: number): number {
    const waves = this.waves;
    let value = 0;
    let gx = 0;
    let gy = 0;
    let gz = 0;
    for (let w = 0; w < waves.length; w += 4) {
      const kx = waves[w] as number;
      const ky = waves[w + 1] as number;
      const kz = waves[w + 2] as number;
      const turns = kx * x + ky * y + kz * z + (waves[w + 3] as number);
      const slope = sinTurns(turns + 0.25);
      value += sinTurns(turns);
      gx += kx * slope;
      gy += ky * slope;
      gz += kz * slope;
    }
    const scale = this.amplitude * 2 * Math.PI;
    this.gx = gx * scale;
    this.gy = gy * scale;
    this.gz = gz * scale;
    this.value = value * this.amplitude;
    return this.value;
  }
}
