/** How long work reports itself and is told to stop. */

import type { Notice } from "./notice";

/** One report: `stage` in words a person understands, `fraction` of the whole job from 0 to 1, never decreasing. */
export interface Progress {
  readonly stage: string;
  readonly fraction: number;
}

export type ProgressFn = (progress: Progress) => void;

/** Options every long job takes. `signal` is looked at between GPU submits; an aborted job rejects with its reason. */
export interface JobOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressFn | undefined;
  /** Told of trouble that the job came through. */
  readonly onNotice?: ((notice: Notice) => void) | undefined;
}

/** Seconds left of a job, or undefined while too little is known (under 2 s or 2 % of it done). */
export function estimateSecondsLeft(elapsedSeconds: number, fraction: number): number | undefined {
  if (elapsedSeconds < 2 || fraction < 0.02) return undefined;
  return (elapsedSeconds * (1 - fraction)) / fraction;
}

/** Reports of one part of a job as reports of the whole: its 0 … 1 becomes `from` … `to`. */
export function partOf<T extends Progress>(
  onProgress: ((progress: T) => void) | undefined,
  from: number,
  to: number,
): (progress: T) => void {
  return (progress) => onProgress?.({ ...progress, fraction: from + progress.fraction * (to - from) });
}

/** The reports that a person can follow: one now and then, the first and the last among them. */
export function sparsely<T extends Progress>(onProgress: (progress: T) => void, everyMs = 100): (progress: T) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (progress) => {
    if (progress.fraction < 1 && performance.now() - last < everyMs) return;
    last = performance.now();
    onProgress(progress);
  };
}
