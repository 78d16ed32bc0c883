/** What a degradation is: each has a file beside this one and a line in `registry.ts`. Source: method §7. */

import type { Factor } from "../core/volume";
import type { FourierSum } from "../parts/fourier-tables";

/** What people are told of a degradation. */
export interface KindWords {
  readonly title: string;
  /** What it does; names in braces stand for `parameters`. */
  readonly description: string;
  readonly parameters?: Readonly<Record<string, string | number>>;
}

/** A way of making volumes coarse, with all its parameters. */
export type Coarsening = KindWords & {
  /** How it is written, in canonical form. */
  readonly text: string;
  /** Back-projection steps where nothing else is asked for, by what was measured. Source: beyond the paper. */
  readonly defaultSteps: number;
  /** Why it cannot have the factor, if so. */
  readonly refuses?: (factor: Factor) => string | undefined;
} & (
    | {
        /** The weighted mean that a coarse voxel is along an axis of factor s. */
        readonly taps: (s: number, axis: number) => Taps;
        /** Whether it is the plain mean of the fine voxels inside the coarse one: one step of back-projection is then exact. */
        readonly isBlockMean?: true;
      }
    | {
        /** What is done in turn to every line of n voxels along an axis of factor s, 2 or more. */
        readonly lines: (n: number, s: number) => readonly FourierSum[];
      }
  );

/** One that has parameters. */
export interface CoarseningFamily extends KindWords {
  /** What its texts begin with, before a colon. */
  readonly id: string;
  /** How it is written, and what that means, for usage texts and messages. */
  readonly form: string;
  readonly help: string;
  readonly example: string;
  /** Undefined for a text that means nothing. */
  readonly read: (text: string) => Coarsening | undefined;
}

export type DegradationKind = Coarsening | CoarseningFamily;

/** Weights of the fine voxels from `first` on, counted from the first one inside the coarse voxel; their sum is 1. */
export interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

/** The fine voxels up to `reach` from the coarse voxel's centre, weighed by their distance from it. */
export function tapsWithin(s: number, reach: number, weight: (distance: number) => number): Taps {
  const centre = (s - 1) / 2;
  const first = Math.ceil(centre - reach);
  const weights: number[] = [];
  for (let i = first; i <= centre + reach; i++) weights.push(weight(i - centre));
  const sum = weights.reduce((a, b) => a + b);
  return { first, weights: weights.map((w) => w / sum) };
}
