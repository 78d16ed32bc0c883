/** The 3-D discrete Fourier transform by its sums, scalar float64. */

import type { Vec3 } from "../../core/volume";

/**
 * `F[k] = Σ_x f[x] exp(-2πi Σ k_a x_a/n_a)`, complex values as real and imaginary part in turn, x fastest. An axis at a
 * time; time grows as values times side length.
 */
export function fourierSums(values: ArrayLike<number>, dims: Vec3): Float64Array {
  let from = Float64Array.from(values);
  let stride = 1;
  for (const n of dims) {
    const to = new Float64Array(from.length);
    for (let i = 0; i < from.length / 2; i++) {
      const k = Math.floor(i / stride) % n;
      const line = i - k * stride;
      for (let x = 0; x < n; x++) {
        const angle = (-2 * Math.PI * ((k * x) % n)) / n;
        const re = from[2 * (line + x * stride)] as number;
        const im = from[2 * (line + x * stride) + 1] as number;
        (to[2 * i] as number) += re * Math.cos(angle) - im * Math.sin(angle);
        (to[2 * i + 1] as number) += re * Math.sin(angle) + im * Math.cos(angle);
      }
    }
    from = to;
    stride *= n;
  }
  return from;
}
