/** The running super-resolution job, as the page shows it. */

import { create } from "zustand";
import { estimateSecondsLeft, type Progress } from "../core/progress";

export interface Job {
  readonly id: string;
  readonly startedMs: number;
  readonly stage: string;
  /** Done, from 0 to 1. */
  readonly fraction: number;
  readonly secondsLeft: number | undefined;
}

interface JobState {
  readonly job: Job | undefined;
  /** The last event in words, for assistive technology. */
  readonly announcement: string;
}

export const useJob = create<JobState>(() => ({ job: undefined, announcement: "" }));

let lastJob = 0;

export function beginJob(): string {
  const id = `job-${++lastJob}`;
  const job = { id, startedMs: performance.now(), stage: "Starting", fraction: 0, secondsLeft: undefined };
  useJob.setState({ job, announcement: "Super-resolution started" });
  return id;
}

/** Takes a report of job `id`; reports of a job that is over are ignored. */
export function reportJob(id: string, progress: Progress, nowMs = performance.now()): void {
  useJob.setState(({ job }) => {
    if (job?.id !== id) return {};
    const secondsLeft = estimateSecondsLeft((nowMs - job.startedMs) / 1000, progress.fraction);
    return { job: { ...job, ...progress, secondsLeft } };
  });
}

export function endJob(announcement: string): void {
  useJob.setState({ job: undefined, announcement });
}
