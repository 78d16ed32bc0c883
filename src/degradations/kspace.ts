/** Degradation `kspace`: the lowest frequencies of each axis, as a scanner that samples less. Source: method §7. */

import type { Coarsening } from "./kind";

export const KSPACE = {
  text: "kspace",
  title: "Less of k-space",
  description: "only the centre of the Fourier transform, as a scanner that samples less",
  // One step adds 0.04 dB to a calm scan.
  defaultSteps: 1,
  /**
   * Of n frequencies the m = n/s from -⌊m/2⌋ on, times the phase that moves the first sample to (s - 1)/2 and 1/n, which
   * keeps the mean; then back to m voxels.
   */
  lines: (n, s) => {
    const m = n / s;
    const lowest = -Math.floor(m / 2);
    return [
      {
        inputs: n,
        outputs: m,
        period: n,
        sign: -1,
        before: (x) => -((lowest * x) % n) / n,
        after: (k) => ((lowest + k) * (s - 1)) / (2 * n),
        scale: 1 / n,
      },
      { inputs: m, outputs: m, period: m, sign: 1, after: (j) => ((lowest * j) % m) / m },
    ];
  },
} as const satisfies Coarsening;
