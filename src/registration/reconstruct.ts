/** The volume that several stacks of slices agree with best. */

import { invariant } from "../core/errors";
import type { Vec3 } from "../core/volume";
import type { Grid } from "./resample";
import type { StackView } from "./stack";

export interface ReconstructOptions {
  readonly steps: number;
  /** Weight of the squared differences of neighbours, beside the squared differences from the stacks. */
  readonly smoothness: number;
  readonly breathe: () => Promise<void>;
  readonly onStep?: (step: number) => void;
}

/** Squared slopes this much smaller than the first are rounding: steps along them lead anywhere. */
const NEGLIGIBLE = 1e-10;

/**
 * x with the least `Σ |A x - stack|² + smoothness·Σ |x - neighbour|²`, by conjugate gradients from `start`: every step
 * projects back what each stack is still off by. `values` are the views' stacks, in one scale of intensities. Few steps and
 * the smoothness keep noise from being sharpened. Float32.
 *
 * Source: conjugate gradients on the normal equations (Hestenes and Stiefel 1952).
 */
export async function reconstruct(
  views: readonly StackView[],
  values: readonly Float32Array[],
  start: Float32Array,
  grid: Grid,
  { steps, smoothness, breathe, onStep }: ReconstructOptions,
): Promise<Float32Array<ArrayBuffer>> {
  invariant(views.length === values.length, "a stack of values for each view");
  const x = Float32Array.from(start);
  /** -½ of the slope at `at`, of the stacks or (`isHomogeneous`) of stacks of 0. */
  const descent = async (at: Float32Array, isHomogeneous: boolean) => {
    const out = new Float32Array(at.length);
    for (const [i, view] of views.entries()) {
      const seen = await view.seen(at, breathe);
      const wanted = values[i] as Float32Array;
      for (let v = 0; v < seen.length; v++) seen[v] = (isHomogeneous ? 0 : (wanted[v] as number)) - (seen[v] as number);
      await view.giveBack(seen, out, breathe);
    }
    await smooth(at, out, grid.dims, smoothness, breathe);
    return out;
  };
  const rest = await descent(x, false);
  const direction = Float32Array.from(rest);
  let length = dot(rest, rest);
  const negligible = NEGLIGIBLE * length;
  for (let step = 0; step < steps && length > negligible; step++) {
    onStep?.(step);
    const change = await descent(direction, true);
    const curvature = -dot(direction, change);
    if (!(curvature > 0)) break;
    const far = length / curvature;
    for (let v = 0; v < x.length; v++) {
      (x[v] as number) += far * (direction[v] as number);
      (rest[v] as number) += far * (change[v] as number);
    }
    const next = dot(rest, rest);
    const kept = next / length;
    for (let v = 0; v < x.length; v++) direction[v] = (rest[v] as number) + kept * (direction[v] as number);
    length = next;
  }
  return x;
}

/** Adds the weighted differences of each voxel's neighbours from it. */
async function smooth(
  at: Float32Array,
  out: Float32Array,
  [nx, ny, nz]: Vec3,
  weight: number,
  breathe: () => Promise<void>,
): Promise<void> {
  const strides = [1, nx, nx * ny] as const;
  for (let z = 0, v = 0; z < nz; z++) {
    await breathe();
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, v++) {
        if (x + 1 < nx) pull(at, out, v, v + strides[0], weight);
        if (y + 1 < ny) pull(at, out, v, v + strides[1], weight);
        if (z + 1 < nz) pull(at, out, v, v + strides[2], weight);
      }
    }
  }
}

function pull(at: Float32Array, out: Float32Array, a: number, b: number, weight: number): void {
  const flow = weight * ((at[b] as number) - (at[a] as number));
  (out[a] as number) += flow;
  (out[b] as number) -= flow;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let v = 0; v < a.length; v++) sum += (a[v] as number) * (b[v] as number);
  return sum;
}
