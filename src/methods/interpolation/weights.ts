/** The weights of the interpolations along one axis. Source: method §1, §2. */

import { keysKernel } from "../../core/keys-kernel";
import type { Interpolation } from "./names";

/** Samples on either side of the nearest one that an interpolation sees. */
export const TAP_RADIUS: Readonly<Record<Interpolation, number>> = {
  nearest: 0,
  trilinear: 1,
  tricubic: 2,
  lanczos: 3,
  bspline: 15,
};

const WEIGHT: Readonly<Record<Interpolation, (distance: number) => number>> = {
  nearest: (d) => (Math.abs(d) < 0.5 ? 1 : 0),
  trilinear: (d) => Math.max(0, 1 - Math.abs(d)),
  tricubic: keysKernel,
  lanczos: (d) => (Math.abs(d) < 3 ? sinc(d) * sinc(d / 3) : 0),
  bspline: cardinalSpline,
};

/** Weights [phase][tap] of one axis: those of each phase sum to 1, so that a constant stays what it is. */
export function axisWeights(method: Interpolation, factor: number): Float32Array<ArrayBuffer> {
  const radius = TAP_RADIUS[method];
  const taps = 2 * radius + 1;
  const weights = new Float32Array(factor * taps);
  for (let phase = 0; phase < factor; phase++) {
    const x = (phase + 0.5) / factor - 0.5;
    const row = Array.from({ length: taps }, (_, tap) => WEIGHT[method](x - (tap - radius)));
    const sum = row.reduce((a, b) => a + b);
    weights.set(
      row.map((weight) => weight / sum),
      phase * taps,
    );
  }
  return weights;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Pole of the cubic B-spline's prefilter. */
const POLE = Math.sqrt(3) - 2;
/** The prefilter's response is cut where it is below 4e-8. */
const PREFILTER_RADIUS = 13;

/**
 * Prefilter and cubic B-spline as one kernel: the B-spline convolved with the inverse of [1, 4, 1]/6, which is
 * `√3·POLE^|k|`. Source: Unser, Aldroubi and Eden 1993.
 */
function cardinalSpline(distance: number): number {
  let sum = 0;
  for (let k = -PREFILTER_RADIUS; k <= PREFILTER_RADIUS; k++) {
    sum += Math.sqrt(3) * POLE ** Math.abs(k) * cubicBSpline(distance - k);
  }
  return sum;
}

function cubicBSpline(distance: number): number {
  const d = Math.abs(distance);
  if (d < 1) return 2 / 3 - d * d * (1 - d / 2);
  return d < 2 ? (2 - d) ** 3 / 6 : 0;
}
