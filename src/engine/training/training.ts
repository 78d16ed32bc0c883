/** Learning a bank from high-resolution volumes. Source: method §6. */

import type { Progress } from "../../core/progress";

/** What training would take. */
export interface TrainingPlan {
  /** Patches expected to be used; sampling decides the exact number. */
  readonly rows: number;
  /** Groups of classes that are summed one after the other, because the GPU cannot hold all sums at once. */
  readonly passes: number;
  /** Most GPU memory held at a time, bytes. */
  readonly gpuBytes: number;
  /** Most memory of this program held at a time, bytes. */
  readonly hostBytes: number;
}

/** Where a training run is. Details are there while they mean something. */
export interface TrainingProgress extends Progress {
  /** The volume in work, from 1, and how many there are. */
  readonly volume?: readonly [number, number];
  readonly rows?: { readonly done: number; readonly total: number; readonly perSecond: number };
  /** Rows of each class, told once they are counted. */
  readonly classRows?: Uint32Array;
  readonly solver?: SolverProgress;
}

/** State of the conjugate gradients of the systems in work: one point of the residual's curve. */
export interface SolverProgress {
  /** Iterations of this batch of systems. */
  readonly iteration: number;
  /** Largest relative residual among them, in float64. */
  readonly worst: number;
  /** Classes solved so far, of all. */
  readonly solved: number;
  readonly total: number;
}

/** How the pull towards the global filter came about. */
export interface ShrinkChoice {
  /** Its weight in rows. */
  readonly rows: number;
  /** Mean squared error on held-out voxels for each weight that was tried; empty when the weight was given. */
  readonly tried: readonly { readonly rows: number; readonly error: number }[];
  readonly heldOutRows: number;
}
