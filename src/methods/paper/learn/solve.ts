/**
 * The filters that solve the normal equations: preconditioned conjugate gradients on the device, float64 checks on the host.
 *
 * Patches of an interpolated volume are nearly dependent, which makes the systems so ill-conditioned that plain
 * conjugate gradients in float32 wander near the wanted residual. All classes share most of their statistics: the
 * inverse of the mean matrix over all rows as preconditioner leaves a few dozen steps. Every so many steps the host
 * computes the true residual v - Qw in float64 and the iteration starts afresh from it. Source: method §6.
 */

import type { Space } from "../../../compute/executor";
import { breather } from "../../../core/breathe";
import { EigenvoxError } from "../../../core/errors";
import { CONJUGATE_GRADIENT } from "../../../kernels/kernels";

/** Relative residual at which a system is solved. Source: method §6. */
export const RESIDUAL_TOLERANCE = 1e-5;
const STEPS_PER_CHECK = 32;
const MAX_STEPS = 1024;
/** Matrices of the systems solved side by side, bytes. */
export const SOLVER_BYTES = 128 * 2 ** 20;
/** Multiply-adds of one system in one dispatch: few, so that a submit holds several systems side by side. */
const DISPATCH_OPERATIONS = 8e6;

export interface LinearSystems {
  readonly size: number;
  /** The size rounded up to a multiple of 4. */
  readonly stride: number;
  /**
   * Dense symmetric matrices of stride × stride floats, zero beyond the size: first the preconditioner, an approximate
   * inverse of all systems, then each system's Q.
   */
  readonly matrices: Float32Array<ArrayBuffer>;
  readonly rightSides: readonly Float64Array[];
  readonly starts: readonly Float64Array[];
}

export interface SolveOptions {
  readonly space: Space;
  readonly signal?: AbortSignal | undefined;
  /** Told at every check: iterations so far and the largest relative residual, in float64. */
  readonly onCheck?: ((iteration: number, worst: number) => void) | undefined;
}

export interface Solved {
  readonly solution: Float64Array;
  /** ‖v - Qw‖ / ‖v‖ in float64. */
  readonly residual: number;
}

/**
 * Solves every system to `RESIDUAL_TOLERANCE`.
 *
 * Throws `E_SOLVER` when one does not get there, with how far it came.
 */
export async function solveSystems(systems: LinearSystems, options: SolveOptions): Promise<Solved[]> {
  const { space, signal } = options;
  const breathe = breather(signal);
  const { size, stride, matrices, rightSides } = systems;
  const count = rightSides.length;
  const solutions = systems.starts.map((start) => start.slice());
  const scales = rightSides.map((right) => norm(right) || 1);
  const residuals: Float64Array[] = [];
  for (const [i, w] of solutions.entries()) {
    residuals.push(trueResidual(systems, i, w));
    await breathe();
  }
  const ratio = (i: number) => norm(residuals[i] as Float64Array) / (scales[i] as number);
  const worstRatio = () => Math.max(...residuals.map((_, i) => ratio(i)));
  options.onCheck?.(0, worstRatio());

  const matrixBuffer = space.upload("systems", matrices);
  const residualBuffer = space.storage("true residuals", 4 * stride * count);
  const state = space.storage("solver state", 4 * 3 * stride * count);
  const progress = space.storage("solver progress", 8 * count);
  // A power of two, so that checks fall on whole dispatches; a step takes two products.
  const operations = 2 * size * size;
  const perDispatch =
    2 ** Math.floor(Math.log2(Math.min(STEPS_PER_CHECK, Math.max(1, DISPATCH_OPERATIONS / operations))));
  for (
    let steps = 0;
    steps < MAX_STEPS && residuals.some((_, i) => ratio(i) > RESIDUAL_TOLERANCE);
    steps += STEPS_PER_CHECK
  ) {
    // In units of each right-hand side; a solved system gets zeros and rests.
    const scaled = new Float32Array(stride * count);
    for (const [i, r] of residuals.entries()) {
      if (ratio(i) > RESIDUAL_TOLERANCE)
        scaled.set(
          r.map((value) => value / (scales[i] as number)),
          i * stride,
        );
    }
    space.write(residualBuffer, scaled);
    for (let done = 0; done < STEPS_PER_CHECK; done += perDispatch) {
      await space.run({
        kernel: CONJUGATE_GRADIENT,
        constants: { SIZE: solverWorkgroup(stride) },
        params: {
          stride: stride / 4,
          steps: perDispatch,
          fresh: done === 0 ? 1 : 0,
          tolerance: RESIDUAL_TOLERANCE / 2,
        },
        buffers: [matrixBuffer, residualBuffer, state, progress],
        items: count,
        operationsPerItem: perDispatch * operations,
        byWorkgroup: true,
        signal,
      });
      const norms = new Float32Array(await space.read(progress, 8 * count)).filter((_, i) => i % 2 === 0);
      if (norms.every((value) => value <= RESIDUAL_TOLERANCE / 2)) break;
    }
    const added = new Float32Array(await space.read(state, 4 * 3 * stride * count));
    for (let i = 0; i < count; i++) {
      if (ratio(i) <= RESIDUAL_TOLERANCE) continue;
      const w = solutions[i] as Float64Array;
      const scale = scales[i] as number;
      for (let k = 0; k < size; k++) w[k] = (w[k] as number) + scale * (added[3 * i * stride + k] as number);
      residuals[i] = trueResidual(systems, i, w);
      await breathe();
    }
    options.onCheck?.(steps + STEPS_PER_CHECK, worstRatio());
  }
  for (const buffer of [matrixBuffer, residualBuffer, state, progress]) space.free(buffer);
  const worst = worstRatio();
  if (worst > RESIDUAL_TOLERANCE) {
    throw new EigenvoxError(
      "E_SOLVER",
      `The solver stopped at a relative residual of ${worst.toExponential(1)}; ${RESIDUAL_TOLERANCE} is wanted. Use more training voxels or a stronger pull towards the global filter.`,
    );
  }
  return solutions.map((solution, i) => ({ solution, residual: ratio(i) }));
}

/** Floats of a system's row: its size rounded up to whole vec4. */
export function solverStride(size: number): number {
  return Math.ceil(size / 4) * 4;
}

/** Invocations for systems of this stride: the smallest whose 3 vec4 each hold a row. */
export function solverWorkgroup(stride: number): number {
  return [32, 64, 128].find((size) => 12 * size >= stride) ?? 128;
}

/** v - Qw in float64. */
function trueResidual({ size, stride, matrices, rightSides }: LinearSystems, i: number, w: Float64Array): Float64Array {
  const r = (rightSides[i] as Float64Array).slice();
  for (let row = 0; row < size; row++) {
    const from = ((i + 1) * stride + row) * stride;
    let sum = 0;
    for (let column = 0; column < size; column++) sum += (matrices[from + column] as number) * (w[column] as number);
    r[row] = (r[row] as number) - sum;
  }
  return r;
}

function norm(v: Float64Array): number {
  let sum = 0;
  for (const value of v) sum += value * value;
  return Math.sqrt(sum);
}
