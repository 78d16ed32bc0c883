/** The running super-resolution job, as the page shows it, and what every job's progress has in common. */

import { create } from "zustand";
import { estimateSecondsLeft, type Progress } from "../core/progress";
import { t } from "../text/text";

/** Time over which a new estimate of the time left takes the place of the old one. */
const SMOOTHING_SECONDS = 5;

export interface Job {
  readonly id: string;
  readonly startedMs: number;
  /** Time of the last report. */
  readonly reportedMs: number;
  readonly stage: string;
  /** Done, from 0 to 1. */
  readonly fraction: number;
  readonly secondsLeft: number | undefined;
}

interface JobState {
  readonly job: Job | undefined;
  /** What the job that began last works on. */
  readonly scanId: string;
  /** The last event in words, for assistive technology. */
  readonly announcement: string;
}

export const useJob = create<JobState>(() => ({ job: undefined, scanId: "", announcement: "" }));

let lastJob = 0;

/** A name by which the engine can be told to stop. */
export const newJobId = (): string => `job-${++lastJob}`;

export function newJob(nowMs = performance.now()): Job {
  const id = newJobId();
  return { id, startedMs: nowMs, reportedMs: nowMs, stage: t("Starting"), fraction: 0, secondsLeft: undefined };
}

/** The job after a report; `skipped` is the share of it that an earlier run had done, which says nothing of its speed. */
export function advanceJob(job: Job, { stage, fraction }: Progress, nowMs: number, skipped = 0): Job {
  const estimate = estimateSecondsLeft((nowMs - job.startedMs) / 1000, (fraction - skipped) / (1 - skipped));
  const secondsLeft = smoothed(job.secondsLeft, estimate, (nowMs - job.reportedMs) / 1000);
  return { ...job, stage, fraction, secondsLeft, reportedMs: nowMs };
}

function smoothed(before: number | undefined, estimate: number | undefined, passed: number): number | undefined {
  if (before === undefined || estimate === undefined) return estimate;
  const due = Math.max(0, before - passed);
  return due + (1 - Math.exp(-passed / SMOOTHING_SECONDS)) * (estimate - due);
}

export function beginJob(scanId: string): string {
  const job = newJob();
  useJob.setState({ job, scanId, announcement: t("Super-resolution started") });
  return job.id;
}

/** Takes a report of job `id`; reports of a job that is over are ignored. */
export function reportJob(id: string, progress: Progress, nowMs = performance.now()): void {
  useJob.setState(({ job }) => (job?.id === id ? { job: advanceJob(job, progress, nowMs) } : {}));
}

export function endJob(announcement: string): void {
  useJob.setState({ job: undefined, scanId: "", announcement });
}
